/// What a file may at most ask for; far above what anybody writes, far below what would hurt.
package enum YAMLLimits {
    /// Levels of lists and mappings inside each other, aliases included.
    package static let depth = 100
    /// Values that all aliases of a file stand for together. A thousand services that share a block of fifty lines need
    /// half of it; the known "billion laughs" file wants 10^9.
    package static let aliasedNodes = 100_000
}
