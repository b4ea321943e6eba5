import Convergence
import Diagnostics
import Engine
import Profiles
import Templates

/// What `doctor` asks the services that run, and those that others run.
struct ServicesLook {
    let plan: ResolvedPlan
    let engine: EngineClient

    func look(_ report: inout Examination) async {
        let statuses: [ServiceStatus]
        do throws(EngineError) {
            statuses = try await ServiceStatus.look(
                plan: plan, engine: engine, exec: ExecCheck(engine),
                probe: { target, address, deadline in await probe(target, at: address, deadline: deadline) })
        } catch { return report.add("services", error.failure.diagnostics) }
        let own = statuses.filter { $0.state != .external }
        if !own.isEmpty, own.allSatisfy({ $0.state == .absent }) {
            report.add("services", [Diagnostic(.warning, "nothing runs yet", hint: "sfm-dev up")])
        } else {
            for status in own { tell(status, &report) }
        }
        for status in statuses where status.state == .external { tell(status, &report) }
        await brokers(statuses, &report)
        await checkUp(&report)
    }

    private func tell(_ status: ServiceStatus, _ report: inout Examination) {
        guard !status.isReady else {
            return report.ok(status.service, "ready" + (status.endpoint.host.map { " at \($0)" } ?? ""))
        }
        let isExternal = status.state == .external
        let place = status.endpoint.host.map { " at \($0)" } ?? ""
        report.add(
            status.service,
            [
                Diagnostic(
                    // What nobody has asked for is no failure.
                    status.state == .absent ? .warning : .error, "not ready\(place): \(status.cause ?? "")",
                    hint: isExternal ? nil : "sfm-dev up \(status.service); sfm-dev logs \(status.service)")
            ])
    }

    /// Where Kafka sends programs of this machine.
    private func brokers(_ statuses: [ServiceStatus], _ report: inout Examination) async {
        for service in plan.external where statuses.contains(where: { $0.service == service.name && $0.isReady }) {
            guard case .kafka = service.ready, case .probe(let target, let address) = ReadinessCheck(service),
                case .ready(let facts) = await probe(target, at: address, deadline: ServiceStatus.patience),
                let brokers = AdvertisedBrokers(service, facts),
                let note = await brokers.note()
            else { continue }
            report.add(service.name, [Diagnostic(.warning, note)])
        }
    }

    /// What templates want to be asked.
    private func checkUp(_ report: inout Examination) async {
        let wanted = plan.services.filter { !$0.checks.isEmpty }
        guard !wanted.isEmpty,
            let containers = try? await engine.listContainers(labels: ["\(Label.project)=\(plan.project)"])
        else { return }
        for service in wanted {
            guard let container = containers.current(of: service.name), container.state == .running else { continue }
            for answer in await ServiceCheckup(service, container, engine).answers() {
                switch answer.verdict {
                case .ok: report.ok(service.name, answer.text)
                case .warning: report.add(service.name, [Diagnostic(.warning, answer.text)])
                case .failure:
                    report.add(
                        service.name, [Diagnostic(.error, answer.text, hint: "sfm-dev logs \(service.name)")])
                }
            }
        }
    }
}
