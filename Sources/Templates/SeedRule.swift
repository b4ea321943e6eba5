package import Diagnostics

/// One entry under `seed`, as written: what must exist inside the answering service. Credentials stand by their names.
package struct SeedRule: Sendable {
    package enum What: Sendable, Equatable {
        /// Postgres: a role that may log in.
        case role(String, password: String?, isSuperuser: Bool)
        /// Postgres.
        case database(String, owner: String?)
        /// Postgres.
        case `extension`(String, database: String?)
        /// Postgres: statements of a file, once per content.
        case script(path: String, database: String?, inTransaction: Bool)
        /// A command inside the container, once per content.
        case command([String], user: String?)
        /// Redis: an ACL user with its rules. Kafka: a SCRAM user, without.
        case user(String, password: String, rules: String?)
        /// Qdrant.
        case collection(String, size: Int, distance: String)
        /// Kafka; without a number of partitions the broker's own.
        case topic(String, partitions: Int?)
    }

    package var what: What
    package var location: SourceLocation
}
