package import Compose
import Diagnostics
package import Engine
import Profiles
import Templates

/// Carries out steps, as parallel as they allow. It decides nothing: what to do and in which order is in the graph.
package struct Executor: Sendable {
    let worker: StepWorker
    private let waitReady: WaitReady
    private let sink: @Sendable (ConvergenceEvent) async -> Void

    /// More requests at once do not make an engine faster.
    private static let limit = 16

    /// - Parameters:
    ///   - images: ids of images by reference, as observed.
    ///   - login: as whom images of a registry are pulled; asked before each pull, and for nothing else.
    ///   - pause: waits before a busy registry is asked again.
    ///   - waitReady: returns when a service is healthy or completed; never asked for `started`.
    ///   - sink: told of what happens, one event after another for each step.
    package init(
        engine: any EngineWriting, api: APIVersion, model: ComposeModel, images: [String: String],
        login: @escaping @Sendable (ImageReference) async -> RegistryLogin = { _ in .none },
        pause: @escaping @Sendable (Duration) async -> Void = { try? await Task.sleep(for: $0) },
        waitReady: @escaping WaitReady, sink: @escaping @Sendable (ConvergenceEvent) async -> Void
    ) {
        worker = StepWorker(
            engine: engine, builder: ContainerSpecBuilder(model: model, api: api), images: images,
            login: login, pause: pause, sink: sink)
        self.waitReady = waitReady
        self.sink = sink
    }

    /// Returns when every branch has ended: done, failed, or kept from beginning by one that failed. A cancelled task
    /// begins nothing more, but finishes exchanging containers where it has begun to.
    package func run(_ graph: StepGraph) async -> ExecutionReport {
        for note in graph.notes { await sink(.note(note)) }
        var progress = Progress(units: WorkUnit.units(of: graph), graph: graph)
        await withTaskGroup(of: (Int, Outcome).self) { group in
            var running = 0
            while true {
                while running < Self.limit, !Task.isCancelled, let index = progress.takeReady() {
                    let unit = progress.units[index]
                    let prepared = progress.prepared(for: unit)
                    group.addTask { (index, await perform(unit, graph, prepared)) }
                    running += 1
                }
                for (node, because) in progress.takeSkipped() {
                    await sink(.stepSkipped(node, graph.nodes[node].step, because: because))
                }
                guard let (index, outcome) = await group.next() else { break }
                running -= 1
                progress.finish(index, outcome)
            }
        }
        for (node, id) in progress.abandoned {
            await worker.discard(id, of: graph.nodes[node].step)
        }
        var report = progress.report(wasCancelled: Task.isCancelled)
        report.conflicting = worker.conflictingServices
        return report
    }

    enum Outcome: Sendable {
        case done
        case prepared(PreparedContainer)
        case failed(Failure)
    }

    private func perform(_ unit: WorkUnit, _ graph: StepGraph, _ prepared: PreparedContainer?) async -> Outcome {
        switch unit.kind {
        case .wait(let wait):
            guard let service = worker.model.plan.service(wait.service) else { return .done }
            await sink(.waiting(wait))
            do { try await waitReady(service, wait.condition) } catch { return await failed(wait, error) }
            return .done
        case .prepare(let node):
            let step = graph.nodes[node].step
            await sink(.stepStarted(node, step))
            do { return .prepared(try await worker.prepare(step)) } catch { return await failed(node, step, error) }
        case .run(let node):
            let step = graph.nodes[node].step
            if prepared == nil { await sink(.stepStarted(node, step)) }
            let began = ContinuousClock.now
            do { try await worker.run(step, prepared) } catch { return await failed(node, step, error) }
            await sink(.stepDone(node, step, began.duration(to: .now) + (prepared?.took ?? .zero)))
            return .done
        }
    }

    private func failed(_ node: Int, _ step: Step, _ failure: Failure) async -> Outcome {
        await sink(.stepFailed(node, step, failure))
        return .failed(failure)
    }

    /// What one waits for in vain and another can do without is told as a warning by whoever can do without.
    private func failed(_ wait: StepGraph.Wait, _ failure: Failure) async -> Outcome {
        if !wait.isRequired {
            for var diagnostic in failure.diagnostics {
                diagnostic.severity = .warning
                await sink(.note(diagnostic))
            }
        }
        return .failed(failure)
    }
}
