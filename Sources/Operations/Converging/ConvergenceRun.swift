import Compose
import Convergence
import Diagnostics
import Engine
import Profiles

/// Steps on their way to ready services.
struct ConvergenceRun {
    let connection: EngineConnection
    let options: UpOptions
    let progress: StepProgress
    let logins: RegistryLogins
    let ledger: ServerLedger

    /// Carries the steps out and waits. While the engine is still at work for a command that was killed, what was seen
    /// running may stop, and a container may appear that was not there: then the rest is found anew, once.
    /// - Returns: how many steps were done.
    func converge(_ steps: Steps) async throws(Failure) -> Int {
        var conflicting: Set<String> = []
        do throws(Failure) {
            try await carryOut(steps, &conflicting)
            return steps.graph.nodes.count
        } catch {
            guard error.exitCode == .notReached else { throw error }
            try await UpOperation.settle(conflicting, steps, connection.client)
            let rest = try await Steps.find(model: steps.model, connection.client, options)
            guard UpOperation.isSettled(conflicting, steps, rest) || !rest.starting.isSubset(of: steps.starting) else {
                throw error
            }
            try await carryOut(rest, &conflicting)
            return steps.graph.nodes.count + rest.graph.nodes.count
        }
    }

    private func carryOut(_ steps: Steps, _ conflicting: inout Set<String>) async throws(Failure) {
        let engine = connection.client
        let waiter = waiter(steps)
        let executor = Executor(
            engine: engine, api: connection.version.api, model: steps.model, images: steps.observed.images,
            login: { reference in await logins.login(for: reference) },
            waitReady: { service, condition async throws(Failure) in try await waiter.wait(service, condition) },
            sink: { event in await progress.take(event) })
        let report = await executor.run(steps.graph)
        conflicting = report.conflicting
        do throws(Failure) { try report.check() } catch {
            guard error.exitCode == .notReached, !options.failsFast else { throw error }
            let others = steps.selected.filter { !report.troubled.contains($0.name) }
            throw await add(to: error) { () async throws(Failure) in try await waiter.waitForAll(others, progress) }
        }
        try await waiter.waitForAll(steps.selected, progress)
    }

    /// What went wrong first, and what goes wrong besides.
    private func add(to first: Failure, _ work: () async throws(Failure) -> Void) async -> Failure {
        do throws(Failure) { try await work() } catch {
            return error.exitCode == .interrupted
                ? error : Failure(first.exitCode, first.diagnostics + error.diagnostics)
        }
        return first
    }

    private func waiter(_ steps: Steps) -> Waiter {
        Waiter(
            plan: steps.model.plan, engine: connection.client, limit: options.waitLimit,
            observed: steps.graph.isEmpty ? steps.observed : nil,
            seeds: options.seeds ? (ledger, steps.observed, progress) : nil, mayRestart: true)
    }
}
