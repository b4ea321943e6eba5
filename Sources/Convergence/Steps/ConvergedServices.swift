/// What the steps so far do: gathered service by service, in dependency order.
struct ConvergedServices {
    /// Removals that free ports, names and volumes; what makes containers begins after them.
    var removals: [Int] = []
    /// Services whose containers have steps of their own.
    var touched: Set<String> = []
    /// Services that get another container.
    var replaced: Set<String> = []
}
