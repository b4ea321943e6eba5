import Diagnostics
import Templates

/// Refuses a credential that no header of HTTP carries as it is: it would look like a wrong one for ever.
struct HeaderCheck {
    let profile: Profile
    let overrides: Overrides
    let findings: Findings

    func check(_ name: String, _ plan: ResolvedPlan, in header: String, of template: ServiceTemplate) {
        guard let credential = plan.credentials.first(where: { $0.name == name }),
            let problem = Self.problem(credential.value.reveal())
        else { return }
        let isInOverrides = overrides.path != nil && credential.origin == overrides.path
        let place = isInOverrides ? overrides.credentials[name]?.location : nil
        findings.error(
            "credential '\(name)' in \(credential.origin) cannot be sent in a header of HTTP: it \(problem)",
            at: place ?? profile.credentials.first { $0.name == name }?.location,
            notes: [.init("'\(template.name)' takes it in the header '\(header)'", at: template.extra.readyLocation)],
            hint: "another one, of letters, digits and signs: openssl rand -hex 16")
    }

    /// A field's value is visible ASCII, with spaces and tabs between (RFC 9110, 5.5). Bytes beyond ASCII may pass, but mean
    /// to each program what it likes: Qdrant takes such a header for none.
    static func problem(_ value: String) -> String? {
        func isBlank(_ byte: UInt8?) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        let bytes = value.utf8
        if bytes.contains(where: { $0 >= 0x80 }) { return "holds a character that is not ASCII" }
        if bytes.contains(where: { ($0 < 0x20 || $0 == 0x7F) && !isBlank($0) }) { return "holds a control character" }
        // The reader takes blanks off both ends.
        return isBlank(bytes.first) || isBlank(bytes.last) ? "begins or ends with a blank" : nil
    }
}
