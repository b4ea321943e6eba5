package import Diagnostics
import DotEnv
import Templates
package import YAML

/// Reads a profile's tree.
package struct ProfileReader {
    let reader: NodeReader
    /// Relative paths of files are the project's.
    private let directory: String

    package init(findings: Findings, directory: String) {
        reader = NodeReader(findings)
        self.directory = directory
    }

    private static let keys = [
        "version", "profile", "extends", "description", "project", "services", "optional", "credentials", "variables",
        "external", "networks", "volumes", "overlays", "secrets", "configs",
    ]

    /// The profile, without the lines of one that it extends; nil when the file holds none. `name` is the file's name
    /// without its ending.
    package func read(_ node: YAMLNode, name: String) -> Profile? {
        guard !node.isNull else {
            reader.findings.error(
                "the profile is empty", at: node.location, hint: "write at least 'profile: \(name)' and 'services: []'")
            return nil
        }
        guard node.entries != nil else {
            reader.mismatch(node, expected: "a profile, such as 'profile: \(name)'")
            return nil
        }
        if let version = node["version"], version.text != "1" {
            reader.findings.error(
                "this profile is of version \(version.text ?? "?"), this sfm-dev reads version 1",
                at: version.location, hint: "install the sfm-dev that wrote it, or write 'version: 1'")
            return nil
        }
        var profile = Profile(name: name, location: node.location)
        profile.given = Set(node.entries?.map(\.name) ?? [])
        for entry in reader.entries(node, "a profile", keys: Self.keys) { read(entry, into: &profile) }
        if node["profile"] == nil {
            reader.findings.error(
                "the profile does not say its name", at: node.location, hint: "add 'profile: \(name)'")
        }
        for (index, name) in (profile.services + profile.optional).enumerated() {
            let before = (profile.services + profile.optional)[..<index]
            guard let first = before.first(where: { $0.text == name.text }) else { continue }
            reader.findings.error(
                "service '\(name.text)' is listed twice", at: name.location,
                notes: [.init("the first time", at: first.location)],
                hint: "remove one of the two")
        }
        if node["services"] == nil, node["extends"] == nil {
            reader.findings.error(
                "the profile lists no services", at: node.location,
                hint: "add 'services: [postgres]', or 'services: []' if it runs none")
        }
        return profile
    }

    private func read(_ entry: YAMLNode.Entry, into profile: inout Profile) {
        let node = entry.value
        switch entry.name {
        case "profile":
            guard let written = reader.text(node, "the profile's name"), written != profile.name else { return }
            reader.findings.error(
                "the profile calls itself '\(written)', its file '\(profile.name)'", at: node.location,
                hint: "write 'profile: \(profile.name)', or rename the file")
        case "extends":
            profile.extends = reader.text(node, "the name of a profile").map {
                .init(text: $0, location: node.location)
            }
        case "description": profile.description = reader.text(node, "a sentence") ?? ""
        case "project":
            profile.project = reader.text(node, "a name").map { Profile.Name(text: $0, location: node.location) }
        case "services": profile.services = names(node)
        case "optional": profile.optional = names(node)
        case "credentials":
            let entries = reader.named(node, "a mapping of credentials")
            profile.credentialNames = entries.map(\.name)
            profile.credentials = entries.compactMap(credential)
        case "variables":
            profile.variables = reader.named(node, "a mapping of variables").compactMap {
                VariableReader(reader: reader).read($0)
            }
        case "external":
            profile.external = reader.named(node, "a mapping of services").compactMap(external)
        case "networks": profile.networks = ResourceReader(reader: reader).networks(node)
        case "volumes": profile.volumes = ResourceReader(reader: reader).volumes(node)
        case "overlays":
            profile.overlays = reader.named(node, "a mapping of overlays to services").map { entry in
                .init(name: .init(text: entry.name, location: entry.key.location), services: names(entry.value))
            }
        case "secrets": profile.secrets = FileSourceReader(reader: reader, directory: directory).secrets(node)
        case "configs": profile.configs = FileSourceReader(reader: reader, directory: directory).configs(node)
        default: break
        }
    }

    private func names(_ node: YAMLNode) -> [Profile.Name] {
        let hint = node.text.map { "write 'services: [\($0)]'" }
        return reader.list(node, "a list of services", hint: hint).compactMap { item in
            reader.text(item, "a service").map { Profile.Name(text: $0, location: item.location) }
        }
    }

    private func credential(_ entry: YAMLNode.Entry) -> Profile.CredentialRule? {
        guard checkName(entry) else { return nil }
        let hint = "write {default: …}, {generate: 32} or {required: true}"
        let keys = ["default", "generate", "required", "prompt"]
        guard entry.value.entries != nil else {
            reader.mismatch(entry.value, expected: "where the credential comes from", hint: hint)
            return nil
        }
        let fields = reader.entries(entry.value, "a credential", keys: keys)
        func field(_ name: String) -> YAMLNode? { fields.first { $0.name == name }?.value }
        let given = ["default", "generate", "required"].filter { field($0) != nil }
        guard given.count == 1 else {
            reader.findings.error(
                "credential '\(entry.name)' has \(given.isEmpty ? "no source" : "more than one source")",
                at: entry.key.location, hint: hint)
            return nil
        }
        let source: Profile.CredentialRule.Source
        if let node = field("default") {
            guard let text = reader.text(node, "a text") else { return nil }
            source = .fixed(text)
        } else if let node = field("generate") {
            // Below 8 characters a guess is cheap; 1024 fits every reader.
            guard let length = reader.integer(node, in: 8...1024) else { return nil }
            source = .generate(length: length)
        } else {
            source = .required(prompt: field("prompt").flatMap { reader.text($0, "a question") })
        }
        return .init(name: entry.name, source: source, location: entry.key.location)
    }

    private func external(_ entry: YAMLNode.Entry) -> Profile.ExternalRule? {
        let fields = reader.entries(entry.value, "addresses", keys: ["network", "host", "ready"])
        func node(_ key: String) -> YAMLNode? {
            let node = fields.first { $0.name == key }?.value
            if node == nil {
                reader.findings.error(
                    "external service '\(entry.name)' needs '\(key)'", at: entry.key.location,
                    hint: "write '\(entry.name): {network: \"postgres:5432\", host: discover}'")
            }
            return node
        }
        let addresses = HostAndPortReader(reader: reader)
        let (networkNode, hostNode) = (node("network"), node("host"))
        guard let network = networkNode.flatMap(addresses.read), let host = hostNode.flatMap(addresses.host) else {
            return nil
        }
        var rule = Profile.ExternalRule(
            name: entry.name, network: network, host: host, location: entry.key.location)
        if let node = fields.first(where: { $0.name == "ready" })?.value {
            rule.ready = ReadyReader(reader: reader).read(node)
            rule.readyLocation = node.location
        }
        return rule
    }

    func checkName(_ entry: YAMLNode.Entry) -> Bool {
        VariableNameCheck(findings: reader.findings).check(entry.name, at: entry.key.location)
    }
}

/// Refuses names that no shell takes, and those that change how programs run.
struct VariableNameCheck {
    let findings: Findings

    func check(_ name: String, at location: SourceLocation) -> Bool {
        if !VariableName.isValid(name) {
            findings.error(
                "'\(name)' is no name of a variable", at: location,
                hint: "use letters, digits and '_', and begin with no digit")
            return false
        }
        if VariableName.isForbidden(name) {
            findings.error(
                "'\(name)' changes how programs run and is not exported", at: location,
                hint: "give it another name, and set '\(name)' where the program starts")
            return false
        }
        if name.hasPrefix("SFM_DEV_") || name.hasPrefix("COMPOSE_") || EnvFileWriter.isHelper("SFM_DEV_X_" + name) {
            findings.error("'\(name)' is a name that sfm-dev or docker compose uses itself", at: location)
            return false
        }
        return true
    }
}
