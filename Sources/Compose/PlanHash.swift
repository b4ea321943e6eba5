import Crypto
import Diagnostics
package import Profiles
import Templates

extension ComposeModel {
    /// What decides whether a container is made anew: the service, its secrets and its mounted files. Keyed, so that
    /// nobody can try passwords against a label.
    /// - Parameter service: one of the plan's.
    package func planHash(of service: ResolvedService) -> String { planHash(planParts(of: service)) }

    /// A short keyed digest for each thing that a container is made from, by the words in which a change is told:
    /// `image`, `environment POSTGRES_DB`, `port 5433`, `secret postgres_password`, `file /etc/x.conf`.
    /// - Parameter service: one of the plan's.
    package func planParts(of service: ResolvedService) -> [String: String] {
        known.parts(of: service.name) { makeParts(of: service) }
    }

    private func makeParts(of service: ResolvedService) -> [String: String] {
        let definition = service.definition
        var parts: [String: String] = [:]
        // What has parts of its own, below.
        var rest = definition
        (rest.environment, rest.ports, rest.secrets, rest.configs) = ([:], [], [], [])
        for (name, value) in ServiceFields(service: rest, labels: [:]).ordered {
            if (name == "command" || name == "entrypoint"), case .null = value { continue }
            parts[name] = short(value.text)
        }
        for (name, value) in definition.environment {
            parts["environment \(name)"] = short(value.map { "=" + $0 } ?? "")
        }
        for (name, value) in definition.labels { parts["label \(name)"] = short(value) }
        for port in definition.ports {
            // The same number may be published for tcp and for udp.
            let before = parts["port \(port.published)"] ?? ""
            parts["port \(port.published)"] = short(before + "\(port.hostIP) \(port.target) \(port.networkProtocol)")
        }
        // A credential that is made true inside the running service is no reason to make its container anew.
        let live = service.liveCredential?.lowercased()
        for file in files(of: service) {
            // One text may be mounted at several paths.
            let name = "\(file.kind) \(file.name)"
            let before = parts[name] ?? ""
            let value = file.kind == "secret" && file.name == live ? "" : file.value.reveal()
            parts[name] = short(before + "\(file.path) \(file.uid) \(file.gid) \(file.mode) \(value)")
        }
        for mount in definition.mounts {
            guard case .bind(let path) = mount.kind, let digest = mountDigests[path] else { continue }
            parts["file \(path)"] = short(digest)
        }
        return parts
    }

    func planHash(_ parts: [String: String]) -> String {
        digest(parts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "\n"))
            .withUnsafeBytes(Hex.text)
    }

    /// 48 bits: a chance meeting of two values would hide a change once in 10^14.
    private func short(_ text: String) -> String {
        digest(text).withUnsafeBytes { Hex.text(UnsafeRawBufferPointer(rebasing: $0.prefix(6))) }
    }

    private func digest(_ text: String) -> HMAC<SHA256>.MAC {
        var mac = keyed
        mac.update(data: Array(text.utf8))
        return mac.finalize()
    }
}
