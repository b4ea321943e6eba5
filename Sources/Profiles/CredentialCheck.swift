import Diagnostics

/// Refuses a credential that its service could never take as it is: it would look like a wrong one for ever.
struct CredentialCheck {
    let profile: Profile
    let overrides: Overrides
    let findings: Findings

    func check(
        _ name: String, _ plan: ResolvedPlan, inHeader header: String, of service: String, at location: SourceLocation?
    ) {
        refuse(
            name, plan, "cannot be sent in a header of HTTP", HeaderValue.problem,
            .init("'\(service)' takes it in the header '\(header)'", at: location))
    }

    func check(_ name: String, _ plan: ResolvedPlan, asPasswordOf role: String, at location: SourceLocation?) {
        refuse(
            name, plan, "cannot be a password of Postgres", PreparedPassword.problem,
            .init("it is the password of '\(role)'", at: location))
    }

    /// librdkafka takes blanks off both ends of a setting.
    func check(_ name: String, _ plan: ResolvedPlan, ofKafkaUser user: String, at location: SourceLocation?) {
        refuse(
            name, plan, "cannot be a password of Kafka",
            { value in
                let ends = [value.unicodeScalars.first, value.unicodeScalars.last].compactMap(\.self)
                return ends.contains(where: \.properties.isWhitespace) ? "begins or ends with a blank" : nil
            }, .init("it is the password of '\(user)'", at: location))
    }

    private func refuse(
        _ name: String, _ plan: ResolvedPlan, _ what: String, _ problem: (String) -> String?, _ note: Diagnostic.Note
    ) {
        guard let credential = plan.credentials.first(where: { $0.name == name }),
            let problem = problem(credential.value.reveal())
        else { return }
        let isInOverrides = overrides.path != nil && credential.origin == overrides.path
        let place = isInOverrides ? overrides.credentials[name]?.location : nil
        findings.error(
            "credential '\(name)' in \(credential.origin) \(what): it \(problem)",
            at: place ?? profile.credentials.first { $0.name == name }?.location, notes: [note],
            // The store's value would lose against theirs.
            hint: isInOverrides || credential.origin.hasPrefix("SFM_DEV_")
                ? "write another one there, such as openssl rand -hex 16 makes"
                : "openssl rand -hex 16 | sfm-dev credentials set \(name) --profile \(profile.name)")
    }
}

enum HeaderValue {
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

/// Clients of Postgres write a password in the form NFKC before they hash it (SASLprep, RFC 4013, section 2.2): the ligature
/// 'ﬁ' as 'f' and 'i'. The server keeps a hash of what it is given, which is never that of the same text in another form.
enum PreparedPassword {
    static func problem(_ value: String) -> String? {
        let scalars = value.unicodeScalars
        // Text that SASLprep forbids is taken as it is, by clients and server alike (PostgreSQL, `pg_saslprep`).
        if scalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }) { return nil }
        guard let scalar = scalars.first(where: changes) else { return nil }
        let code = String(scalar.value, radix: 16, uppercase: true)
        let digits = String(repeating: "0", count: max(0, 4 - code.count)) + code
        return "holds the character U+\(digits), which clients write otherwise"
    }

    /// No function here makes NFKC, but Unicode says what folding to it and to lower case changes. A letter that only its
    /// case changes is none of these, nor are the two that folding alone changes. A mark that could be one with the letter
    /// before it is refused, whether or not there is such a letter.
    private static func changes(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x80, 0xDF, 0x3C2: false
        // What SASLprep maps to a space or to nothing, and `ScramKeys` with it.
        case 0xA0, 0xAD, 0x34F, 0x1680, 0x1806, 0x180B...0x180D, 0x2000...0x200D, 0x202F, 0x205F, 0x2060, 0x3000,
            0xFE00...0xFE0F, 0xFEFF:
            false
        case 0x300...0x36F, 0x3099, 0x309A: true
        default:
            scalar.properties.lowercaseMapping.unicodeScalars.contains(where: \.properties.changesWhenNFKCCaseFolded)
        }
    }
}
