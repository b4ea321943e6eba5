import Diagnostics
package import Profiles

/// What SFM's runbook wants of values in production. Pure: nothing is asked.
package struct ProductionRules {
    package struct Violation: Sendable, Equatable {
        package var variable: String
        /// What is wrong; never the value of a secret.
        package var message: String
        /// The rule's place in the runbook.
        package var section: String
    }

    private let values: ClusterValues
    /// Credentials whose values everybody can read in the profile.
    private let known: Set<String>
    /// Variables that name what no CA but this checkout's vouches for.
    private let ownCertificates: Set<String>

    /// - Parameter ownFolder: where this checkout's CA and what it signed lie.
    package init(_ values: ClusterValues, _ plan: ResolvedPlan, ownFolder: String) {
        self.values = values
        let files = plan.variables.flatMap { variable in variable.files.map { (variable.name, $0.host) } }
        ownCertificates = Set(files.filter { $0.1.hasPrefix(ownFolder + "/") }.map(\.0))
        known = Set(plan.credentials.filter(\.isKnown).map(\.name))
    }

    /// In the values' order.
    package var violations: [Violation] { values.entries.flatMap(violations) }

    /// Those that hold what everybody can read.
    package var developmentVariables: [String] { values.entries.filter(isKnown).map(\.name) }

    /// Values that SFM's own files and its runbook show, and passwords that they show in URLs.
    private static let published: Set = ["dev-token", "devtoken", "changeme-dev-token", "replace-me"]
    private static let publishedPasswords: Set = ["postgres", "soma", "pass", "password"]

    private func isKnown(_ entry: ClusterValues.Entry) -> Bool {
        let text = entry.value.reveal()
        return entry.credential.map { known.contains($0) } ?? false || Self.published.contains(text)
            || ServerAddress(text).password.map { Self.publishedPasswords.contains($0) } ?? false
    }

    private func violations(_ entry: ClusterValues.Entry) -> [Violation] {
        let address = ServerAddress(entry.value.reveal())
        var found: [Violation] = []
        func add(_ message: String, _ section: String) {
            found.append(Violation(variable: entry.name, message: message, section: section))
        }
        if isKnown(entry) { add("holds a development value, which everybody can read", "section 1") }
        if let host = address.hosts.first(where: ServerAddress.isLocal) {
            add("names '\(host)', which in a pod is the pod itself", "section 2, step 3")
        }
        // The URL alone counts: SFM's consumer and its migrations read no other.
        if entry.name == "POSTGRES_URL", address.scheme == nil { add("is no URL", "section 1") }
        if let scheme = address.scheme, scheme.hasPrefix("postgres") {
            let mode = address.query["sslmode"]
            if !["require", "verify-ca", "verify-full"].contains(mode) {
                let what = mode.map { "'sslmode=\($0)'" } ?? "no 'sslmode'"
                add("has \(what): it must be 'require' or stronger", "section 1")
            }
        }
        if ownCertificates.contains(entry.name) {
            add("names a file of this checkout's development CA", "section 4")
        }
        if address.scheme == "http", entry.name.contains("QDRANT") { add("is no HTTPS", "section 1") }
        if entry.name == "KAFKA_BOOTSTRAP_SERVERS" {
            let secured = ["SSL", "SASL_SSL", "SASL_PLAINTEXT"]
            switch text("KAFKA_SECURITY_PROTOCOL") {
            case nil: add("goes without 'KAFKA_SECURITY_PROTOCOL': neither SASL nor TLS", "section 1")
            case let mode? where !secured.contains(mode):
                add("goes with 'KAFKA_SECURITY_PROTOCOL=\(mode)': neither SASL nor TLS", "section 1")
            default: break
            }
        }
        return found
    }

    private func text(_ name: String) -> String? { values.entries.first { $0.name == name }?.value.reveal() }
}

/// What a value says of servers: a URL, or `host:port` once or several times with commas between.
struct ServerAddress {
    var scheme: String?
    var hosts: [String] = []
    var query: [String: String] = [:]
    /// As it is written: percent-encoded.
    var password: String?

    init(_ text: String) {
        var rest = text[...]
        if let mark = text.firstRange(of: "://") {
            scheme = text[..<mark.lowerBound].lowercased()
            rest = text[mark.upperBound...]
            if let mark = rest.firstIndex(of: "?") {
                for pair in rest[rest.index(after: mark)...].split(separator: "&") {
                    let parts = pair.split(separator: "=", maxSplits: 1)
                    if parts.count == 2 { query[String(parts[0])] = String(parts[1]) }
                }
                rest = rest[..<mark]
            }
            if let slash = rest.firstIndex(of: "/") { rest = rest[..<slash] }
            // RFC 3986: the last '@' ends user and password; one inside is percent-encoded, or was meant to be.
            if let at = rest.lastIndex(of: "@") {
                let login = rest[..<at]
                password = login.firstIndex(of: ":").map { String(login[login.index(after: $0)...]) }
                rest = rest[rest.index(after: at)...]
            }
        } else if rest.wholeMatch(of: #/[^\s\/@,]+:[0-9]{1,5}(,[^\s\/@,]+:[0-9]{1,5})*/#) == nil {
            // A lone word is no address, unless it is one that every machine knows.
            if Self.isLocal(text) { hosts = [text] }
            return
        }
        hosts = rest.split(separator: ",").map(Self.host)
        // libpq's own: the place before it may be empty.
        if let host = query["host"] { hosts += host.split(separator: ",").map { String($0) } }
    }

    private static func host(_ text: Substring) -> String {
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            return String(text[text.index(after: text.startIndex)..<end])
        }
        return String(text.prefix { $0 != ":" })
    }

    /// This machine, and nobody else's: loopback (RFC 6761, RFC 1122, RFC 4291), 'any', and Docker's name of its host.
    static func isLocal(_ host: String) -> Bool {
        var name = host.lowercased()
        if name.hasSuffix(".") { name.removeLast() }
        if name.hasPrefix("::ffff:") { name = String(name.dropFirst("::ffff:".count)) }
        return name == "localhost" || name.hasSuffix(".localhost") || name == "::1" || name == "0.0.0.0"
            || name == "::"
            || ["host.docker.internal", "host.containers.internal", "ip6-localhost", "ip6-loopback"].contains(name)
            || name.wholeMatch(of: #/127\.[0-9.]+/#) != nil
    }
}
