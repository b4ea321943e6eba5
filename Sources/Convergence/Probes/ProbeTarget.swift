package import Diagnostics

/// What to speak to a service, and the login that has to work.
package enum ProbeTarget: Sendable {
    case postgres(user: String, password: Secret?, database: String)
    /// Without a user, the password is that of Redis' user `default`.
    case redis(user: String?, password: Secret?)
    case http(path: String, headers: [(String, Secret)])
    case kafka(KafkaLogin?)
    case tcp
}

extension ProbeTarget {
    /// The secret that its login shows.
    package var password: Secret? {
        switch self {
        case .postgres(_, let password, _), .redis(_, let password): password
        case .http(_, let headers): headers.first?.1
        case .kafka(let login): login?.password
        case .tcp: nil
        }
    }
}

/// Where a service is reached from this host: `127.0.0.1`, `::1` or a name.
package struct ProbeAddress: Sendable, Hashable {
    package var host: String
    package var port: UInt16

    package init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }
}

extension ProbeAddress: CustomStringConvertible {
    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
