package import Diagnostics
package import DotEnv

/// What a person changed between the markers of `.env`, told apart: credentials, which are taken over, and the rest, which
/// is not. A credential may be edited where it stands alone or as the password of a URL.
package struct HandEdits: Sendable, Equatable {
    /// New values by credential.
    package private(set) var credentials: [String: Secret] = [:]
    /// Credentials that were given two different new values.
    package private(set) var contradictions: Set<String> = []
    /// Names that were changed, added or removed otherwise.
    package private(set) var others: Set<String> = []

    /// - Parameters:
    ///   - found: the block as it is.
    ///   - written: the block as it was written.
    package init(found: [EnvEntry], written: [EnvEntry], plan: ResolvedPlan, profile: Profile) {
        let before = Dictionary(written.map { ($0.name, $0.value) }) { $1 }
        let after = Dictionary(found.map { ($0.name, $0.value) }) { $1 }
        for name in Set(before.keys).union(after.keys).sorted() where before[name] != after[name] {
            guard let old = before[name], let new = after[name],
                let edit = Self.credential(name, old, new, plan, profile)
            else {
                others.insert(name)
                continue
            }
            if let known = credentials.updateValue(edit.value, forKey: edit.name), known != edit.value {
                contradictions.insert(edit.name)
            }
        }
        // Files of variables hold the same credentials; whoever replaces a password everywhere changes it there too.
        others = others.filter { name in
            guard let old = before[name], let new = after[name], plan.secrets.contains(where: { $0.variable == name })
            else { return true }
            return !rewritten(old, plan).contains(new)
        }
    }

    /// A file of variables with every edited credential in the place of its old value, encoded in URLs or not.
    private func rewritten(_ text: String, _ plan: ResolvedPlan) -> Set<String> {
        var texts: Set<String> = [text]
        for (name, value) in credentials {
            guard let old = plan.credentials.first(where: { $0.name == name })?.value.reveal() else { continue }
            let new = value.reveal()
            texts = Set(
                texts.flatMap { text in
                    let bare = text.replacing("='\(old)'", with: "='\(new)'")
                    let encoded = Profile.URLRule.encoded(old)
                    return [text, bare].flatMap { text in
                        [Profile.URLRule.encoded(new), new].map { text.replacing(":\(encoded)@", with: ":\($0)@") }
                    }
                })
        }
        return texts
    }

    private static func credential(
        _ name: String, _ old: String, _ new: String, _ plan: ResolvedPlan, _ profile: Profile
    ) -> (name: String, value: Secret)? {
        if let secret = plan.secrets.first(where: { $0.variable == name }),
            let credential = plan.credentials.first(where: { $0.name.lowercased() == secret.name })
        {
            return (credential.name, Secret(new))
        }
        switch profile.variables.first(where: { $0.name == name })?.source {
        case .credential(let credential):
            // A variable that something else sets is no place to edit the credential.
            let value = plan.credentials.first { $0.name == credential.text }?.value
            guard plan.variables.first(where: { $0.name == name })?.host == value else { return nil }
            return (credential.text, Secret(new))
        case .url(let rule):
            guard let credential = rule.password,
                let value = plan.credentials.first(where: { $0.name == credential.text })?.value,
                let password = rule.password(in: new, knowing: old, with: value)
            else { return nil }
            return (credential.text, Secret(password))
        default: return nil
        }
    }
}

extension Profile.URLRule {
    /// The password of a URL that differs in nothing else from one whose password is known; nil where more was changed.
    fileprivate func password(in new: String, knowing old: String, with value: Secret) -> String? {
        let encoded = Self.encoded(value.reveal())
        let head = scheme + "://" + (user.map(Self.encoded) ?? "") + ":"
        guard old.hasPrefix(head + encoded + "@") else { return nil }
        let tail = old.dropFirst(head.count + encoded.count)
        guard new.hasPrefix(head), new.hasSuffix(tail), new.count > head.count + tail.count else { return nil }
        return Self.decoded(new.dropFirst(head.count).dropLast(tail.count))
    }

    /// RFC 3986, section 2.1. A password that nobody encoded is taken as it is: people type them so, and none of the
    /// characters that part a URL stand where they would.
    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            else {
                bytes.append(byte)
                continue
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
