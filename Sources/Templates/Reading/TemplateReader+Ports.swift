import Diagnostics
import YAML

extension TemplateReader {
    /// `[HOST:]PUBLISHED:TARGET[/PROTOCOL]`, where both may be ranges, or the long form. Without a host, 127.0.0.1: a
    /// development port is nobody else's business.
    func ports(_ node: YAMLNode) -> [PublishedPort] {
        node.entries == nil ? shortPorts(node) : longPort(node).map { [$0] } ?? []
    }

    private func shortPorts(_ node: YAMLNode) -> [PublishedPort] {
        guard let text = reader.text(node, "a port such as 5433:5432") else { return [] }
        var rest = text[...]
        var networkProtocol = "tcp"
        if let slash = rest.lastIndex(of: "/") {
            networkProtocol = String(rest[rest.index(after: slash)...])
            rest = rest[..<slash]
        }
        guard ["tcp", "udp"].contains(networkProtocol) else {
            reader.findings.error("'\(networkProtocol)' is neither tcp nor udp", at: node.location)
            return []
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
            return []
        }
        guard let published = portRange(parts[0], node), let targets = portRange(parts[1], node) else { return [] }
        guard published.count == targets.count else {
            reader.findings.error(
                "'\(text)' has \(published.count) host ports for \(targets.count) of the container", at: node.location,
                hint: "make both ranges of one length")
            return []
        }
        return zip(published, targets).map { published, target in
            PublishedPort(
                hostIP: host, published: published, target: target, networkProtocol: networkProtocol,
                variable: variable(node.location, parts[0]), location: node.location)
        }
    }

    /// `3000` or `3000-3005`.
    private func portRange(_ text: String, _ node: YAMLNode) -> ClosedRange<UInt16>? {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard ends.count == 2, !ends.contains("") else { return portNumber(text, node).map { $0...$0 } }
        guard let first = portNumber(ends[0], node), let last = portNumber(ends[1], node) else { return nil }
        guard first <= last else {
            reader.findings.error("the range '\(text)' ends before it begins", at: node.location)
            return nil
        }
        return first...last
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

    /// `8080`, `8080/udp` or `3000-3005`, as it is written.
    func exposed(_ node: YAMLNode) -> String? {
        guard let text = reader.text(node, "a port") else { return nil }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 1 || parts.count == 2 && ["tcp", "udp"].contains(parts[1]) else {
            reader.findings.error("'\(text)' is no port", at: node.location, hint: "write 8080 or 8080/udp")
            return nil
        }
        return portRange(String(parts[0]), node).map { _ in text }
    }

    private func portNumber(_ text: String, _ node: YAMLNode) -> UInt16? {
        guard let number = UInt16(text), number > 0 else {
            reader.findings.error("'\(text)' is no port", at: node.location, hint: "ports go from 1 to 65535")
            return nil
        }
        return number
    }
}
