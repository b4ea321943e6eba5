import Diagnostics
import Templates

/// What containers read as files: credentials by their names, and the files of variables.
struct SecretResolver {
    let findings: Findings
    /// Credentials that have a line in the profile. Those without a value were reported there.
    let declared: Set<String>

    func resolve(templates: [String: ServiceTemplate], into plan: inout ResolvedPlan) {
        var secrets: [String: ResolvedSecret] = [:]
        /// Two that would share a file and a variable would be one.
        func add(_ name: String, _ value: Secret, at location: SourceLocation) {
            let secret = ResolvedSecret(name: name, value: value)
            if let other = secrets.updateValue(secret, forKey: name), other != secret {
                findings.error(
                    "two secrets are called '\(name)'", at: location,
                    hint: "rename the credential: upper and lower case count as one")
            }
        }
        for index in plan.services.indices {
            let service = plan.services[index]
            plan.services[index].definition.secrets = service.definition.secrets.compactMap { mount in
                guard let credential = plan.credentials.first(where: { $0.name == mount.source }) else {
                    reportUnknown(mount, plan)
                    return nil
                }
                let name = credential.name.lowercased()
                add(name, credential.value, at: mount.location)
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
            add(name, Self.assignments(plan.variables, surface), at: file.location)
            plan.services[index].definition.secrets.append(
                SecretMount(
                    source: name, target: file.target, uid: file.uid, gid: file.gid, mode: 0o400,
                    location: file.location))
        }
        plan.secrets = secrets.values.sorted { $0.name < $1.name }
    }

    private func reportUnknown(_ mount: SecretMount, _ plan: ResolvedPlan) {
        guard !declared.contains(mount.source) else { return }
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
