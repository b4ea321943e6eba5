package import Diagnostics

/// What to speak to a service, and the login that has to work.
package enum ProbeTarget: Sendable {
    case postgres(user: String, password: Secret?, database: String)
    /// Without a user, the password is that of Redis' user `default`.
    case redis(user: String?, password: Secret?)
    case http(path: String, headers: [(String, Secret)])
    /// Topics are looked for on the way: whoever wants to know need not log in again.
    case kafka(KafkaLogin?, topics: [String] = [])
    case tcp
}

extension ProbeTarget {
    var isPostgres: Bool { if case .postgres = self { true } else { false } }

    /// The secret that its login shows.
    package var password: Secret? {
        switch self {
        case .postgres(_, let password, _), .redis(_, let password): password
        case .http(_, let headers): headers.first?.1
        case .kafka(let login, _): login?.password
        case .tcp: nil
        }
    }
}

/// Where a service is reached from this host: `127.0.0.1`, `::1` or a name.
package struct ProbeAddress: Sendable, Hashable {
    package var host: String
    package var port: UInt16
    /// nil for a service that is spoken to in plain text.
    package var tls: ProbeTLS?

    package init(host: String, port: UInt16, tls: ProbeTLS? = nil) {
        self.host = host
        self.port = port
        self.tls = tls
    }
}

/// What a server's certificate must be, and how TLS begins.
package struct ProbeTLS: Sendable, Hashable {
    /// In PEM: the one CA that is trusted.
    package var authority: String
    /// The name that the certificate must bear: the one that clients of this host use.
    package var name: String
    /// Postgres is asked in plain text whether it speaks TLS (PostgreSQL documentation, "SSL Session Encryption").
    package var isPostgres: Bool

    package init(authority: String, name: String, isPostgres: Bool) {
        self.authority = authority
        self.name = name
        self.isPostgres = isPostgres
    }
}

extension ProbeAddress: CustomStringConvertible {
    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
