import Compose
import Convergence
package import Diagnostics
import Engine
import Profiles
import Project

/// `sfm-dev plan`: what `up` would do. What finds the steps gets the engine as `EngineReading`, which cannot change it, and
/// nothing here writes to disk.
package enum PlanOperation {
    package static func run(_ invocation: Invocation, _ options: UpOptions, json: Bool) async throws(Failure) {
        var checkout = try Checkout.loadOwn(invocation)
        let git = GitQuestion(checkout.folder, environment: invocation.environment)
        let name = checkout.profileName(invocation.wantedProfile)
        func resolve() throws(Failure) -> Checkout.Resolution {
            try checkout.resolve(
                profile: name, with: options.with, without: options.without, named: options.services)
        }
        // Mistakes are told before the engine is asked.
        var resolution = try resolve()
        let connection = try await EngineConnection.open(invocation)
        if checkout.state.engine != connection.version.api.description {
            checkout.state.engine = connection.version.api.description
            resolution = try resolve()
        }
        if let found = try await checkout.discover(for: resolution.plan, connection.client) {
            invocation.console.report(found.moved)
            try found.check(resolution.plan, checkout)
            if found.isChanged { resolution = try resolve() }
        }
        let findings = resolution.findings(allowingExposed: options.allowsExposed)
        invocation.console.report(findings.filter { $0.severity != .error })
        let reader: any EngineReading = connection.client
        let key = try PlanKey.loadOrBlank(checkout.folder)
        let files = try GeneratedFiles(checkout: checkout, resolution: resolution, key: key)
        let outlook = try await Outlook(files.model, checkout.state, options, reader)
        let (steps, obstacles) = (outlook.steps, try await outlook.obstacles(reader))
        if !obstacles.hasErrors { invocation.console.report(obstacles.findings) }
        let look = SeedLook(
            plan: resolution.plan, reader: reader, ledger: try ServerLedger(checkout.folder), observed: steps.observed,
            redactor: KnownSecrets.redactor)
        let entries =
            (outlook.teardowns.flatMap(\.graph.steps) + steps.graph.steps).map(Report.Entry.init)
            + (await inside(steps, look))
        if json {
            invocation.console.data(jsonLine(Report(steps: entries)))
        } else {
            invocation.console.report(steps.graph.notes)
            invocation.console.data(TextTable.text(entries.map { [$0.name, $0.action, $0.cause] }))
            if entries.isEmpty { invocation.console.tell("nothing to do") }
        }
        // What follows is told with the command's end: 'up' would do none of it.
        try ProjectFiles.guardOverrides(checkout, resolution.plan)
        _ = try files.environmentText()
        try git.check()
        if !options.force { _ = try EditAdoption(checkout: checkout, invocation: invocation).find() }
        try resolution.requireUnexposed(options)
        if obstacles.hasErrors { throw Failure(.notReached, obstacles.findings) }
    }

    private struct Report: Encodable {
        struct Entry: Encodable {
            let action, resource, name, cause: String

            init(action: String, resource: String, name: String, cause: String) {
                self.action = action
                self.resource = resource
                self.name = name
                self.cause = cause
            }

            init(_ step: Step) {
                self.init(action: step.verb, resource: step.resource, name: step.name, cause: step.cause)
            }
        }

        let version = 1
        let steps: [Entry]

        private enum CodingKeys: String, CodingKey { case version, steps }
    }

    /// What would be made true inside services that go on as they are. What is to be started is not foreseen.
    private static func inside(_ steps: Steps, _ look: SeedLook) async -> [Report.Entry] {
        let starting = steps.starting
        var entries: [Report.Entry] = []
        for service in steps.selected where !starting.contains(service.name) {
            guard let container = steps.observed.containers(of: service.name).first(where: \.isActive) else { continue }
            let foreseen = await look.foreseen(of: service, container: container.id) { target, address, deadline in
                await probe(target, at: address, deadline: deadline)
            }
            entries += foreseen.map {
                Report.Entry(action: $0.verb, resource: "service", name: service.name, cause: $0.cause)
            }
        }
        return entries
    }
}
