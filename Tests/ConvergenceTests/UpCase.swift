import Engine
import Testing

@testable import Convergence
@testable import Profiles
@testable import Templates

/// A situation and the steps that it calls for.
struct UpCase: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var steps: String
    var prepare: @Sendable (inout World) -> Void

    init(_ name: String, _ steps: String, _ prepare: @escaping @Sendable (inout World) -> Void) {
        testDescription = name
        self.steps = steps
        self.prepare = prepare
    }

    /// The same with everything running first.
    static func running(
        _ name: String, _ steps: String, _ change: @escaping @Sendable (inout World) -> Void
    ) -> UpCase {
        UpCase(name, steps) {
            $0.run()
            change(&$0)
        }
    }
}
