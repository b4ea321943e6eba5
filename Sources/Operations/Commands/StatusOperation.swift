import Compose
import Convergence
package import Diagnostics
import Engine
import Profiles
import Project

/// `sfm-dev status`: what runs, whether it is ready, and how it differs from the plan.
package enum StatusOperation {
    /// Whether everything is ready.
    package static func run(
        _ invocation: Invocation, services: Set<String>, json: Bool
    ) async throws(Failure) -> Bool {
        var checkout = try Checkout.loadOwn(invocation)
        let name = checkout.profileName(invocation.wantedProfile)
        var plan = try checkout.resolve(profile: name, certificates: .stored).plan
        let known = plan.services.map(\.name) + plan.external.map(\.name)
        if let unknown = services.sorted().first(where: { !known.contains($0) }) {
            throw Failure(
                .usage, "unknown service '\(unknown)'", hint: suggestion(for: unknown, among: known, called: "services")
            )
        }
        invocation.console.report([checkout.leftNote].compactMap(\.self))
        let connection = try await EngineConnection.open(invocation)
        let engine = connection.client
        plan = try await checkout.discovering(plan, engine, invocation.console.report)
        let drift = try await drift(plan, checkout, engine, invocation.console.report)
        var statuses = try await asking { () async throws(EngineError) in
            try await ServiceStatus.look(
                plan: plan, services: services, drift: drift, engine: engine, exec: ExecCheck(engine),
                probe: { target, address, deadline in await probe(target, at: address, deadline: deadline) })
        }
        try await lookInside(&statuses, plan, engine, checkout)
        let key = try PlanKey.loadOrBlank(checkout.folder)
        EnvironmentOperation.tellStanding(invocation, plan, GeneratedFiles.hash(plan, key: key))
        let report = StatusReport(profile: plan.profile, project: plan.project, services: statuses)
        invocation.console.data(json ? report.json : report.table)
        return report.isReady
    }

    /// What was made inside services that are ready, and what is missing there.
    private static func lookInside(
        _ statuses: inout [ServiceStatus], _ plan: ResolvedPlan, _ engine: any EngineReading, _ checkout: Checkout
    ) async throws(Failure) {
        let look = SeedLook(
            plan: plan, reader: engine, ledger: try ServerLedger(checkout.folder), observed: nil,
            redactor: KnownSecrets.redactor)
        for index in statuses.indices where statuses[index].isReady {
            guard let service = plan.service(statuses[index].service), let container = statuses[index].container
            else { continue }
            let (seeded, drift) = await look.look(at: service, container: container)
            statuses[index].seeded = seeded
            statuses[index].drift += drift
        }
    }

    /// What `up` would recreate, and why.
    private static func drift(
        _ plan: ResolvedPlan, _ checkout: Checkout, _ engine: any EngineReading, _ tell: ([Diagnostic]) -> Void
    ) async throws(Failure) -> [String: [String]] {
        let key = try PlanKey.load(checkout.folder)
        let digests = try MountDigests.of(plan)
        let model = ComposeModel(
            plan: plan, directory: checkout.directory, planKey: key?.bytes ?? [], mountDigests: digests)
        let steps: Steps
        do throws(Failure) { steps = try await Steps.find(model: model, engine, UpOptions()) } catch {
            // What another checkout runs under this name is looked at all the same.
            guard error.exitCode == .refused else { throw error }
            tell(
                error.diagnostics.map { diagnostic in
                    var told = diagnostic
                    told.severity = .warning
                    return told
                })
            return [:]
        }
        // Without a key nothing was made here.
        guard key != nil else { return [:] }
        var drift: [String: [String]] = [:]
        for step in steps.graph.steps {
            guard case .recreate(let service, _) = step.action else { continue }
            drift[service, default: []].append(step.cause)
        }
        return drift
    }
}
