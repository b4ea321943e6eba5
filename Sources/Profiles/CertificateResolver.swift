import Diagnostics
import Templates

/// Which certificates the plan's services need, and what their templates say of them.
struct CertificateResolver {
    let findings: Findings

    func resolve(templates: [String: ServiceTemplate], into plan: inout ResolvedPlan) {
        for index in plan.services.indices {
            let service = plan.services[index]
            guard let extra = templates[service.name]?.extra, extra.tls else { continue }
            let names = service.names(in: plan.project)
            let location = extra.tlsLocation ?? service.location
            // What is refused is resolved all the same: one mistake is told once.
            if let (name, problem) = problem(names, plan.project) {
                findings.error(
                    "'\(service.name)' is called '\(name)'\(problem)", at: location,
                    hint: "rename it, or write 'tls: false'")
            } else if WantedCertificate.reserved.contains(service.name) {
                findings.error(
                    "a service that speaks TLS cannot be called '\(service.name)'", at: location,
                    hint: "rename it: '.sfm-dev/tls/' has a file of that name already")
            }
            plan.services[index].speaksTLS = true
            plan.certificates.append(WantedCertificate(name: service.name, names: names))
        }
        if !plan.certificates.isEmpty {
            plan.certificates.append(WantedCertificate(name: WantedCertificate.client, names: []))
        }
    }

    /// Why the development CA cannot vouch for one of them.
    private func problem(_ names: [String], _ project: String) -> (name: String, text: String)? {
        for name in names {
            // A project that cannot be called so was told already.
            if name.contains("."), !project.contains(".") || !name.hasPrefix(project) {
                return (name, ": the development CA vouches for names without a dot only")
            }
            if TopLevelDomains.contains(name) {
                return (name, ", which is a top-level domain: the CA could vouch for every site in it")
            }
            if name.utf8.count > Self.longestLabel {
                return (name, ", which is longer than the \(Self.longestLabel) characters of a name in a certificate")
            }
        }
        return nil
    }

    /// RFC 1035, section 2.3.4.
    private static let longestLabel = 63

    /// The secret that `source: tls/…` names; nil where there is none, which is told.
    func secret(_ mount: FileMount, of service: ResolvedService, _ plan: ResolvedPlan) -> ResolvedSecret? {
        let word = String(mount.source.dropFirst(CertificatePart.prefix.count))
        guard let kind = CertificatePart.Kind(rawValue: word) else {
            let known = CertificatePart.Kind.allCases.map { CertificatePart.prefix + $0.rawValue }
            findings.error(
                "nothing of a certificate is called '\(mount.source)'", at: mount.location,
                hint: suggestion(for: mount.source, among: known, called: "texts"))
            return nil
        }
        switch kind {
        case .authority, .clientCertificate, .clientKey:
            guard !plan.certificates.isEmpty else {
                findings.error(
                    "no service of this profile speaks TLS, and there is no '\(mount.source)'", at: mount.location,
                    hint: "add 'tls: true' under 'x-sfm-dev' of a service, or remove this line")
                return nil
            }
            let name = kind == .authority ? nil : WantedCertificate.client
            return secret("tls_\(word)", .init(kind: kind, certificate: name))
        case .certificate, .key, .bundle:
            guard service.speaksTLS else {
                findings.error(
                    "'\(service.name)' speaks no TLS, and has no '\(mount.source)'", at: mount.location,
                    hint: "add 'tls: true' under 'x-sfm-dev'")
                return nil
            }
            return secret("\(service.name)_tls_\(word)", .init(kind: kind, certificate: service.name))
        }
    }

    private func secret(_ name: String, _ part: CertificatePart) -> ResolvedSecret {
        ResolvedSecret(name: name, value: Secret(""), certificate: part)
    }
}
