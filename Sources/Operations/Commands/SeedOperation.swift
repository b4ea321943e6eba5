import Convergence
package import Diagnostics
import Engine
import Profiles

/// `sfm-dev seed`: logins and seeds are made true inside the services that run; no container is made or changed.
package enum SeedOperation {
    package static func run(_ invocation: Invocation, services: Set<String>) async throws(Failure) {
        var options = UpOptions()
        options.services = services
        let draft = try WorkspaceDraft(invocation, options)
        let known = draft.resolution.plan.services.map(\.name)
        if let name = services.sorted().first(where: { !known.contains($0) }) {
            throw Failure(
                .usage, "unknown service '\(name)'", hint: suggestion(for: name, among: known, called: "services"))
        }
        try draft.requireUntracked()
        let connection = try await EngineConnection.open(invocation)
        let files = try draft.files()
        var workspace = try await draft.open(writing: files, adoptingEdits: true)
        let console = invocation.console
        let engine = connection.client
        let plan = workspace.plan
        let observed = try await asking { () async throws(EngineError) in
            try await ObservedState.observe(reader: engine, plan: plan)
        }
        try ServiceContainers.requireOwn(
            observed.containers.compactMap(\.checkout), plan, workspace.checkout.directory)
        let wanted = plan.enabledServices.filter { services.isEmpty || services.contains($0.name) }
        let running = wanted.filter { service in observed.containers(of: service.name).contains(where: \.isActive) }
        guard !running.isEmpty else {
            throw Failure(.notReached, "no service runs that could be seeded", hint: "sfm-dev up")
        }
        for service in wanted where !running.contains(where: { $0.name == service.name }) {
            console.report([Diagnostic(.note, "'\(service.name)' does not run, and is not seeded")])
        }
        try workspace.generate()
        let progress = StepProgress(console: console)
        let ledger = try ServerLedger(workspace.checkout.folder)
        let waiter = Waiter(
            plan: plan, engine: engine, limit: nil, observed: observed, seeds: (ledger, observed, progress),
            again: invocation.again(services))
        try await waiter.waitForAll(running, progress)
        let made = await progress.seeded
        console.tell(made == 0 ? "nothing to seed" : "seed: done")
    }
}
