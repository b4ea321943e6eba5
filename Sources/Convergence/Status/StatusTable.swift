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
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        var lines = [Self.line(rows[0], widths)]
        for (row, service) in zip(rows.dropFirst(), services) {
            lines.append(Self.line(row, widths))
            lines += service.remarks.map { "  " + $0 }
        }
        return title + lines.joined(separator: "\n") + "\n"
    }

    private static func line(_ row: [String], _ widths: [Int]) -> String {
        var text = ""
        for (cell, width) in zip(row, widths) {
            text += cell + String(repeating: " ", count: width - cell.count + 2)
        }
        while text.last == " " { text.removeLast() }
        return text
    }
}

extension ServiceStatus {
    fileprivate var remarks: [String] { (cause.map { [$0] } ?? []) + drift.map { "differs from the plan: \($0)" } }
}
