package import Diagnostics
package import Templates

/// Steps in a deterministic order, and what each one waits for.
package struct StepGraph: Sendable, Equatable {
    /// A condition that another service must meet.
    package struct Wait: Sendable, Hashable {
        package var service: String
        package var condition: Dependency.Condition
        /// False: what cannot be met is only warned about.
        package var isRequired: Bool

        package init(service: String, condition: Dependency.Condition, isRequired: Bool = true) {
            self.service = service
            self.condition = condition
            self.isRequired = isRequired
        }
    }

    package struct Node: Sendable, Equatable {
        package var step: Step
        /// Indices of steps that must be done before this one begins; always smaller than its own.
        package var after: [Int]
        /// Indices of steps that must have ended before this one begins, be it in a failure.
        package var behind: [Int]
        /// What must hold before its container starts; a new container is created before that.
        package var waits: [Wait]

        package init(_ step: Step, after: [Int] = [], behind: [Int] = [], waits: [Wait] = []) {
            self.step = step
            self.after = after
            self.behind = behind
            self.waits = waits
        }
    }

    package var nodes: [Node] = []
    /// What a user should know besides: orphans, adopted containers, foreign volumes.
    package var notes: [Diagnostic] = []

    package init() {}

    package var isEmpty: Bool { nodes.isEmpty }
    package var steps: [Step] { nodes.map(\.step) }

    mutating func add(_ step: Step, after: [Int] = [], behind: [Int] = [], waits: [Wait] = []) -> Int {
        nodes.append(Node(step, after: after, behind: behind, waits: waits))
        return nodes.count - 1
    }

    mutating func note(_ message: String, notes: [Diagnostic.Note] = [], hint: String? = nil) {
        self.notes.append(Diagnostic(.note, message, notes: notes, hint: hint))
    }

    /// One line a step, in columns: `postgres  create  it does not exist yet`.
    package var text: String { TextTable.text(steps.map { [$0.name, $0.verb, $0.cause] }) }
}
