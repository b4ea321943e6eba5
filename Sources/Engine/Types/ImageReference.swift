/// A reference to an image in full, as the docker CLI completes it: `redis` is `docker.io/library/redis:latest`.
package struct ImageReference: Sendable, Hashable {
    /// The registry: `docker.io`, `localhost:5000`.
    package var domain: String
    /// Without the registry: `library/redis`.
    package var path: String
    /// `nil` only beside a digest.
    package var tag: String?
    /// `sha256:…`.
    package var digest: String?

    /// - Returns: `nil` for a text that is no reference. The grammar is that of the distribution project
    ///   (`reference/regexp.go`): lower-case components with single `.`, `_`, `__` or dashes between letters and digits.
    package init?(_ text: String) {
        var rest = text[...]
        if let at = rest.firstIndex(of: "@") {
            let digest = String(rest[rest.index(after: at)...])
            guard Self.isDigest(digest) else { return nil }
            self.digest = digest
            rest = rest[..<at]
        }
        if let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("/") {
            let tag = String(rest[rest.index(after: colon)...])
            guard Self.isTag(tag) else { return nil }
            self.tag = tag
            rest = rest[..<colon]
        }
        (domain, path) = Self.splitDomain(rest)
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        // 255 characters is the registries' limit for the whole name.
        guard Self.isDomain(domain), parts.allSatisfy(Self.isComponent), domain.count + path.count < 255 else {
            return nil
        }
        if tag == nil, digest == nil { tag = "latest" }
    }

    /// Registry and path, without tag and digest.
    package var name: String { "\(domain)/\(path)" }

    /// In full.
    package var canonical: String { name + suffix }

    /// As people write it: without `docker.io` and `library`.
    package var familiar: String {
        guard domain == "docker.io" else { return canonical }
        return (path.hasPrefix("library/") ? String(path.dropFirst("library/".count)) : path) + suffix
    }

    private var suffix: String { (tag.map { ":" + $0 } ?? "") + (digest.map { "@" + $0 } ?? "") }

    /// The first component is a registry if it has a dot or a port, is `localhost`, or has an upper-case letter.
    private static func splitDomain(_ name: Substring) -> (domain: String, path: String) {
        if let slash = name.firstIndex(of: "/") {
            let first = name[..<slash]
            let rest = String(name[name.index(after: slash)...])
            if first == "index.docker.io" || first == "docker.io" {
                return ("docker.io", rest.contains("/") ? rest : "library/" + rest)
            }
            let isRegistry = first == "localhost" || first.contains { ".:".contains($0) || $0.isUppercase }
            if isRegistry { return (String(first), rest) }
            return ("docker.io", String(name))
        }
        return ("docker.io", "library/" + name)
    }

    private static func isDomain(_ domain: String) -> Bool {
        !domain.isEmpty && domain.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || ".-:[]_".contains($0)) }
    }

    private static func isComponent(_ component: Substring) -> Bool {
        let isAlphanumeric = { (character: Character) in
            character.isASCII && (character.isNumber || character.isLowercase)
        }
        guard let first = component.first, let last = component.last, isAlphanumeric(first), isAlphanumeric(last) else {
            return false
        }
        let separators = component.split(omittingEmptySubsequences: true, whereSeparator: isAlphanumeric)
        return separators.allSatisfy { [".", "_", "__"].contains($0) || $0.allSatisfy { $0 == "-" } }
    }

    private static func isTag(_ tag: String) -> Bool {
        guard let first = tag.first, tag.count <= 128, first != ".", first != "-" else { return false }
        return tag.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_.-".contains($0)) }
    }

    private static func isDigest(_ digest: String) -> Bool {
        let parts = digest.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let algorithm = parts.first, !algorithm.isEmpty else { return false }
        return parts[1].count >= 32 && parts[1].allSatisfy { $0.isHexDigit && !$0.isUppercase }
    }
}
