import Diagnostics

extension StatusReport {
    /// An aligned table for people: a line for each service, and below it what is wrong with it.
    package var table: String {
        let title = "profile \(profile), project \(project)\n"
        guard !services.isEmpty else { return title + "no services\n" }
        var rows = [["SERVICE", "STATE", "READY", "ADDRESS", "IMAGE"]]
        rows += services.map { service in
            let image = (service.image ?? "-") + (service.isStandIn ? " (stand-in)" : "")
            let ready = service.isReady ? "yes" : "no"
            return [service.service, service.state.rawValue, ready, service.endpoint.host ?? "-", image]
        }
        let lines = TextTable.lines(rows)
        var shown = Array(lines.prefix(1))
        for (line, service) in zip(lines.dropFirst(), services) {
            shown.append(line)
            shown += service.remarks.map { "  " + $0 }
        }
        return title + shown.joined(separator: "\n") + "\n"
    }
}

extension ServiceStatus {
    fileprivate var remarks: [String] {
        let made = seeded.isEmpty ? [] : ["seeded: \(seeded.map(\.name).joined(separator: ", "))"]
        return (cause.map { [$0] } ?? []) + drift.map { "differs from the plan: \($0)" } + made
    }
}
