import Diagnostics
import YAML

extension TemplateReader {
    /// `[HOST:]PUBLISHED:TARGET[/PROTOCOL]`, or the long form. Without a host, 127.0.0.1: a development port is nobody
    /// else's business.
    func port(_ node: YAMLNode) -> PublishedPort? {
        node.entries == nil ? shortPort(node) : longPort(node)
    }

    private func shortPort(_ node: YAMLNode) -> PublishedPort? {
        guard let text = reader.text(node, "a port such as 5433:5432") else { return nil }
        var rest = text[...]
        var networkProtocol = "tcp"
        if let slash = rest.lastIndex(of: "/") {
            networkProtocol = String(rest[rest.index(after: slash)...])
            rest = rest[..<slash]
        }
        guard ["tcp", "udp"].contains(networkProtocol) else {
            reader.findings.error("'\(networkProtocol)' is neither tcp nor udp", at: node.location)
            return nil
        }
        var host = "127.0.0.1"
        if rest.hasPrefix("["), let close = rest.firstIndex(of: "]") {
            host = String(rest[rest.index(after: rest.startIndex)..<close])
            rest = rest[rest.index(after: close)...].drop { $0 == ":" }
        }
        var parts = rest.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 3 { host = parts.removeFirst() }
        guard parts.count == 2 else {
            reader.findings.error(
                "'\(text)' names no host port", at: node.location,
                hint: "write PUBLISHED:TARGET, such as \"5433:5432\"")
            return nil
        }
        guard let published = portNumber(parts[0], node), let target = portNumber(parts[1], node) else { return nil }
        return PublishedPort(
            hostIP: host, published: published, target: target, networkProtocol: networkProtocol,
            variable: variable(node.location, parts[0]), location: node.location)
    }

    private func longPort(_ node: YAMLNode) -> PublishedPort? {
        var port = PublishedPort(
            hostIP: "127.0.0.1", published: 0, target: 0, networkProtocol: "tcp", variable: nil,
            location: node.location)
        let keys = ["target", "published", "host_ip", "protocol", "mode", "name"]
        for entry in reader.entries(node, "a port", keys: keys) {
            switch entry.name {
            case "target": port.target = reader.text(entry.value).flatMap { portNumber($0, entry.value) } ?? 0
            case "published":
                port.published = reader.text(entry.value).flatMap { portNumber($0, entry.value) } ?? 0
                port.variable = variable(entry.value.location, String(port.published))
            case "host_ip": port.hostIP = reader.text(entry.value, "an address") ?? port.hostIP
            case "protocol": port.networkProtocol = reader.word(entry.value, among: ["tcp", "udp"]) ?? "tcp"
            case "mode": _ = reader.word(entry.value, among: ["ingress", "host"])
            default: _ = reader.text(entry.value, "a name")
            }
        }
        for key in ["target", "published"] where node[key] == nil {
            reader.findings.error("a port needs '\(key)'", at: node.location)
        }
        return port.target == 0 || port.published == 0 ? nil : port
    }

    private func portNumber(_ text: String, _ node: YAMLNode) -> UInt16? {
        guard let number = UInt16(text), number > 0 else {
            let isRange = text.contains("-") && text.split(separator: "-").allSatisfy { UInt16($0) != nil }
            reader.findings.error(
                isRange ? "a range of ports is not supported: '\(text)'" : "'\(text)' is no port", at: node.location,
                hint: isRange ? "write one line for each port" : "ports go from 1 to 65535")
            return nil
        }
        return number
    }
}
