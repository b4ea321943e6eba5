/// What one probe saw.
package enum ProbeAnswer: Sendable, Equatable {
    /// A login with the real credential worked.
    case ready(ProbeFacts)
    /// The service speaks its protocol, and says this against the login. Secrets are hidden in the sentence.
    case refused(RefusalKind, String)
    /// Somebody accepted the connection and did not speak the protocol. Docker's proxy does so while the container does
    /// not listen yet.
    case silent(String)
    case unreachable(String)
}

/// What a service tells of itself once the login works.
package struct ProbeFacts: Sendable, Equatable {
    package var version: String?
    /// Postgres: the number that initdb gave to the data folder, `pg_control_system()`. Another number is another server.
    package var systemIdentifier: String?
    /// Kafka: the addresses that the asked listener advertises, in the broker's order.
    package var brokers: [ProbeAddress]
    /// Kafka: the name that its cluster gave itself; nil from brokers that do not tell.
    package var cluster: String?
    /// Kafka: of the topics that were looked for, those that are there; nil where that cannot be told.
    package var topics: Set<String>?

    package init(
        version: String? = nil, systemIdentifier: String? = nil, brokers: [ProbeAddress] = [],
        cluster: String? = nil, topics: Set<String>? = nil
    ) {
        self.version = version
        self.systemIdentifier = systemIdentifier
        self.brokers = brokers
        self.cluster = cluster
        self.topics = topics
    }
}

package enum RefusalKind: Sendable, Equatable {
    case wrongPassword
    /// Postgres tells nobody which of the two it is (28P01).
    case unknownRoleOrPassword
    case databaseMissing
    /// Still starting; it says so itself.
    case notYet
    case needsTLS
    /// It answers a client that wants TLS in plain text.
    case lacksTLS
    /// Its certificate is none that clients of this checkout take.
    case untrusted
    /// The CA that it would be verified by is missing or cannot be read: nothing was said to it.
    case noAuthority
    case other

    /// It ended before any login.
    var isAboutTLS: Bool { [.needsTLS, .lacksTLS, .untrusted, .noAuthority].contains(self) }
}

/// A conversation that ended before the login worked.
struct ProbeEnd: Error, Equatable {
    let answer: ProbeAnswer

    init(_ answer: ProbeAnswer) { self.answer = answer }

    static func refused(_ kind: RefusalKind, _ sentence: String) -> ProbeEnd { ProbeEnd(.refused(kind, sentence)) }
    static func silent(_ sentence: String) -> ProbeEnd { ProbeEnd(.silent(sentence)) }
    static func unreachable(_ sentence: String) -> ProbeEnd { ProbeEnd(.unreachable(sentence)) }
    static func garbage(_ of: String) -> ProbeEnd { .silent("sent something that is not \(of)") }
}
