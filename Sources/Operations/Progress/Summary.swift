import Convergence
import Diagnostics
import Profiles
import Templates

/// The last lines of `up`: what runs where, and what to type next.
struct Summary {
    let plan: ResolvedPlan
    /// The services that the command was about.
    let services: [ResolvedService]
    let changes: Int
    let took: Duration

    /// As the user called it: it may not be on the path. The front hands its own name on.
    private static let program: String = {
        let called = CommandLine.arguments.first ?? "sfm-dev"
        return called.hasSuffix("/sfm-dev") || called == "sfm-dev" ? called : "sfm-dev"
    }()

    func tell(_ console: Console) {
        let width = (services.map(\.name) + plan.external.map(\.name)).map(\.count).max() ?? 0
        if changes > 0 {
            for service in services {
                let address = service.familiarAddress ?? "not published"
                let standIn = service.isStandIn ? "  (stand-in: not the real \(service.name))" : ""
                console.tell("  \(service.name.padded(to: width))  ready  \(address)\(standIn)")
            }
            for service in plan.external {
                // Where no login is known, a connection is all that was tried.
                let word = if case .tcp = service.ready { "reachable" } else { "ready" }
                console.tell("  \(service.name.padded(to: width))  \(word)  \(service.host)  (external)")
            }
        }
        let count = services.count + plan.external.count
        let noun = count == 1 ? "service" : "services"
        let change = changes == 0 ? "nothing to do" : "\(changes) \(changes == 1 ? "step" : "steps")"
        console.tell("\(count) \(noun) ready, profile '\(plan.profile)': \(change), \(took.shown)")
        if changes > 0 { console.tell("next: eval $(\(Self.program) env)") }
    }
}
