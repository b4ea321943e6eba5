import Templates

/// One piece of work with a fixed place in the order. A step that makes a container is two: what is made aside does not
/// wait for other services, its start does.
struct WorkUnit: Sendable {
    enum Kind: Sendable, Equatable {
        /// Creates the container of the node and copies its files in.
        case prepare(node: Int)
        /// The node's step, or what is left of it.
        case run(node: Int)
        case wait(StepGraph.Wait)
    }

    struct Need: Sendable, Equatable {
        var unit: Int
        /// False: a failure is no reason to stay undone.
        var isRequired = true
    }

    var kind: Kind
    var needs: [Need]

    /// The units of a graph; each one's needs stand before it.
    static func units(of graph: StepGraph) -> [WorkUnit] {
        var builder = Builder()
        for (index, node) in graph.nodes.enumerated() { builder.add(node, index) }
        return builder.units
    }

    private struct Builder {
        var units: [WorkUnit] = []
        /// The unit that ends each node.
        private var ends: [Int] = []
        private var lastOfService: [String: Int] = [:]
        private var waits: [Key: Int] = [:]

        private struct Key: Hashable {
            var service: String
            var condition: String
        }

        mutating func add(_ node: StepGraph.Node, _ index: Int) {
            var needs = node.after.map { Need(unit: ends[$0]) }
            needs += node.behind.map { Need(unit: ends[$0], isRequired: false) }
            let isMade =
                switch node.step.action {
                case .create, .recreate: true
                default: false
                }
            if isMade {
                units.append(WorkUnit(kind: .prepare(node: index), needs: needs))
                needs = [Need(unit: units.count - 1)]
            }
            for wait in node.waits {
                if let unit = self.unit(for: wait) { needs.append(Need(unit: unit, isRequired: wait.isRequired)) }
            }
            units.append(WorkUnit(kind: .run(node: index), needs: needs))
            ends.append(units.count - 1)
            if let service = node.step.service { lastOfService[service] = units.count - 1 }
        }

        /// Several services that wait for the same thing share one wait.
        private mutating func unit(for wait: StepGraph.Wait) -> Int? {
            let last = lastOfService[wait.service]
            // Started is what the service's own steps lead to.
            if wait.condition == .started { return last }
            let key = Key(service: wait.service, condition: wait.condition.rawValue)
            if let known = waits[key] { return known }
            units.append(WorkUnit(kind: .wait(wait), needs: last.map { [Need(unit: $0)] } ?? []))
            waits[key] = units.count - 1
            return units.count - 1
        }
    }
}
