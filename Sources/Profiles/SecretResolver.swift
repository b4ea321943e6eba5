import Diagnostics
import Templates

/// What containers read as files: credentials by their names, and the files of variables.
struct SecretResolver {
    let findings: Findings

    func resolve(templates: [String: ServiceTemplate], into plan: inout ResolvedPlan) {
        var secrets: [String: ResolvedSecret] = [:]
        for index in plan.services.indices {
            let service = plan.services[index]
            plan.services[index].definition.secrets = service.definition.secrets.compactMap { mount in
                guard let credential = plan.credentials.first(where: { $0.name == mount.source }) else {
                    reportUnknown(mount, plan)
                    return nil
                }
                let name = credential.name.lowercased()
                secrets[name] = ResolvedSecret(name: name, value: credential.value)
                var resolved = mount
                resolved.source = name
                return resolved
            }
            guard let file = templates[service.name]?.extra.variables else { continue }
            guard let surface = Surface(rawValue: file.surface) else {
                findings.error(
                    "unknown surface '\(file.surface)'", at: file.location,
                    hint: "one of \(Surface.allCases.map(\.rawValue).joined(separator: ", "))")
                continue
            }
            let name = "\(service.name)_env"
            secrets[name] = ResolvedSecret(name: name, value: Self.assignments(plan.variables, surface))
            plan.services[index].definition.secrets.append(
                SecretMount(
                    source: name, target: file.target, uid: file.uid, gid: file.gid, mode: 0o400,
                    location: file.location))
        }
        plan.secrets = secrets.values.sorted { $0.name < $1.name }
    }

    /// A credential without a value was reported where it is declared.
    private func reportUnknown(_ mount: SecretMount, _ plan: ResolvedPlan) {
        guard !findings.diagnostics.contains(where: { $0.message.contains("credential '\(mount.source)'") }) else {
            return
        }
        findings.error(
            "unknown credential '\(mount.source)'", at: mount.location,
            hint: suggestion(for: mount.source, among: plan.credentials.map(\.name), called: "credentials"))
    }

    /// Lines that `.` of a POSIX shell reads: single quotes protect everything but themselves (XCU 2.2.2).
    private static func assignments(_ variables: [ResolvedVariable], _ surface: Surface) -> Secret {
        let lines = variables.filter { $0.surfaces.contains(surface) }.map { variable in
            let value = variable.network.reveal().split(separator: "'", omittingEmptySubsequences: false)
            return "\(variable.name)='\(value.joined(separator: "'\\''"))'\n"
        }
        return Secret(lines.joined())
    }
}
