/// What the steps so far do: gathered service by service, in dependency order.
struct ConvergedServices {
    /// Removals that free ports, names and volumes; what makes containers begins after them.
    var removals: [Int] = []
    /// Containers that go: orphans, and those of services that were left out.
    var removed: Set<String> = []
    /// Services whose containers have steps of their own.
    var touched: Set<String> = []
    /// Containers that were stopped because a network of theirs is made anew, by their ids.
    var stopped: [String: Stop] = [:]

    struct Stop {
        var step: Int
        var network: String
    }

    /// Services that get another container.
    var replaced: Set<String> = []
}
