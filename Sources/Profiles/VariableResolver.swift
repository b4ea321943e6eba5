import Diagnostics
import DotEnv
import Templates

/// The profile's variables with the values of both vantages.
struct VariableResolver {
    let input: ResolverInput
    let overrides: Overrides
    let findings: Findings

    func resolve(_ profile: Profile, into plan: inout ResolvedPlan) {
        for rule in profile.variables {
            guard let values = values(rule, profile, plan) else { continue }
            var variable = ResolvedVariable(
                name: rule.name, host: values.host, network: values.network, surfaces: rule.surfaces,
                rivals: rule.rivals, origin: rule.location.file.path)
            variable.credential = rule.credential
            variable.files = files(rule)
            override(&variable, isCredential: plan.credentials.contains { $0.name == rule.name })
            let isCredential =
                if case .credential = rule.source { variable.origin == rule.location.file.path } else { false }
            // A credential's value was looked at where it comes from.
            if !isCredential { check(variable, at: overrides.variables[rule.name]?.location ?? rule.location) }
            // SFM takes "set but empty" for set: an empty value is not exported.
            if !variable.host.reveal().isEmpty { plan.variables.append(variable) }
        }
        for (name, value) in overrides.variables.sorted(by: { $0.key < $1.key })
        where !profile.variables.contains(where: { $0.name == name }) {
            guard VariableNameCheck(findings: findings).check(name, at: value.location) else { continue }
            let variable = ResolvedVariable(
                name: name, host: Secret(value.text), network: Secret(value.text),
                surfaces: Set(Surface.allCases), rivals: [], origin: value.location.file.path)
            check(variable, at: value.location)
            if !value.text.isEmpty { plan.variables.append(variable) }
        }
    }

    private func check(_ variable: ResolvedVariable, at location: SourceLocation) {
        for value in [variable.host, variable.network] {
            let text = value.reveal()
            let isFromEnvironment = variable.origin == "SFM_DEV_\(variable.name)"
            guard let problem = EnvValue.problem(text, isFromEnvironment: isFromEnvironment) else { continue }
            findings.error("the value of '\(variable.name)' \(problem)", at: location)
        }
    }

    private func override(_ variable: inout ResolvedVariable, isCredential: Bool) {
        if !isCredential, let text = input.environment["SFM_DEV_" + variable.name] {
            variable.host = Secret(text)
            variable.network = Secret(text)
            variable.origin = "SFM_DEV_\(variable.name)"
            variable.credential = nil
            variable.files = []
        } else if let value = overrides.variables[variable.name] {
            variable.host = Secret(value.text)
            variable.network = Secret(value.text)
            variable.origin = value.location.file.path
            variable.credential = nil
            variable.files = []
        }
    }

    private func values(
        _ rule: Profile.VariableRule, _ profile: Profile, _ plan: ResolvedPlan
    ) -> (host: Secret, network: Secret)? {
        switch rule.source {
        case .value(let text): return (Secret(text, isSecret: false), Secret(text, isSecret: false))
        case .credential(let name):
            guard let secret = credential(name, profile, plan) else { return nil }
            return (secret, secret)
        case .file(let host, let network):
            return (Secret(absolute(host), isSecret: false), Secret(network, isSecret: false))
        case .address(let service):
            guard let addresses = addresses(service, plan) else { return nil }
            return (
                Secret(addresses.host.description, isSecret: false),
                Secret(addresses.network.description, isSecret: false)
            )
        case .url(let url):
            let password = url.password.map { credential($0, profile, plan) }
            guard let addresses = addresses(url.service, plan), password != .some(nil) else { return nil }
            let secret = password.flatMap { $0 }
            return (
                Secret(
                    url.text(at: addresses.host, password: secret) { host, _ in absolute(host) },
                    isSecret: secret != nil),
                Secret(
                    url.text(at: addresses.network, password: secret) { _, network in network },
                    isSecret: secret != nil)
            )
        }
    }

    private func files(_ rule: Profile.VariableRule) -> [VariableFile] {
        switch rule.source {
        case .file(let host, let network): [VariableFile(host: absolute(host), network: network)]
        case .url(let url):
            url.query.compactMap { _, value in
                guard case .file(let host, let network) = value else { return nil }
                return VariableFile(host: absolute(host), network: network)
            }
        default: []
        }
    }

    private func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : input.directory + "/" + path }

    private func credential(_ name: Profile.Name, _ profile: Profile, _ plan: ResolvedPlan) -> Secret? {
        let known = profile.credentialNames
        guard known.contains(name.text) else {
            findings.error(
                "unknown credential '\(name.text)'", at: name.location,
                hint: suggestion(for: name.text, among: known, called: "credentials"))
            return nil
        }
        // One that has no value yet is reported by its own rule.
        return plan.credentials.first { $0.name == name.text }?.value
    }

    private func addresses(_ name: Profile.Name, _ plan: ResolvedPlan) -> (host: HostAndPort, network: HostAndPort)? {
        guard var addresses = ownAddresses(name, plan) else { return nil }
        if let other = input.networkAddresses[name.text] { addresses.network = other }
        return addresses
    }

    private func ownAddresses(
        _ name: Profile.Name, _ plan: ResolvedPlan
    ) -> (host: HostAndPort, network: HostAndPort)? {
        if let external = plan.external.first(where: { $0.name == name.text }) {
            return (external.host, external.network)
        }
        guard let service = plan.service(name.text) else {
            // A template with mistakes is no unknown service.
            if input.files[input.templatePath(name.text)] == nil || !hasMistakes(name.text) {
                let known = plan.services.map(\.name) + plan.external.map(\.name)
                findings.error(
                    "the profile runs no service '\(name.text)'", at: name.location,
                    hint: suggestion(for: name.text, among: known, called: "services"))
            }
            return nil
        }
        guard let endpoint = service.endpoint else {
            findings.error(
                "service '\(name.text)' has no endpoint", at: name.location,
                hint: "add 'endpoint: <port>' under 'x-sfm-dev' in \(input.templatePath(name.text))")
            return nil
        }
        guard let port = service.hostPort else {
            // One that cannot be read is no port that is not published.
            if !hasMistakes(name.text) {
                findings.error(
                    "service '\(name.text)' does not publish its port \(endpoint.host)", at: name.location,
                    hint: "add '\"127.0.0.1:\(endpoint.host):\(endpoint.host)\"' under 'ports' in its template")
            }
            return nil
        }
        return (
            HostAndPort(host: "localhost", port: port.published), HostAndPort(host: name.text, port: endpoint.network)
        )
    }

    /// Whether something was found wrong in its template.
    private func hasMistakes(_ name: String) -> Bool {
        findings.diagnostics.contains { found in
            guard found.severity == .error, let path = found.location?.file.path else { return false }
            // Overlays and the user's own override are part of it.
            return path.hasPrefix("compose/\(name).") || path == input.composeOverridePath
        }
    }
}

extension Profile.URLRule {
    /// The URL at that address. User, password and query are percent-encoded but for RFC 3986's unreserved characters,
    /// which every parser leaves alone.
    /// - Parameter path: which of a file's two paths counts.
    func text(
        at address: HostAndPort, password: Secret?, path choose: (_ host: String, _ network: String) -> String
    ) -> String {
        var text = scheme + "://"
        if let user { text += Self.encoded(user) }
        if let password { text += ":" + Self.encoded(password.reveal()) }
        if user != nil || password != nil { text += "@" }
        text += address.description + path
        let pairs = query.map { name, value in
            let text =
                switch value {
                case .text(let text): text
                case .file(let host, let network): choose(host, network)
                }
            return Self.encoded(name) + "=" + Self.encoded(text)
        }
        return pairs.isEmpty ? text : text + "?" + pairs.joined(separator: "&")
    }

    static func encoded(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            let scalar = Unicode.Scalar(byte)
            let isLetterOrDigit = scalar.isASCII && scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
            if isLetterOrDigit || "-._~".unicodeScalars.contains(scalar) {
                result.unicodeScalars.append(scalar)
            } else {
                let hex = String(byte, radix: 16, uppercase: true)
                result += "%" + (hex.count == 1 ? "0" : "") + hex
            }
        }
        return result
    }
}
