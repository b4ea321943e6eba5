package import Diagnostics

/// What is remembered of the server on one data volume.
package struct ServerRecord: Sendable, Equatable {
    /// A seed that was made.
    package struct Done: Sendable, Equatable {
        /// Of its content; what runs once a content is not run again while it is the same.
        package var digest: String
        /// Seconds since 1970.
        package var time: Int64

        package init(digest: String, time: Int64) {
            self.digest = digest
            self.time = time
        }
    }

    /// What the server calls itself (`ProbeFacts.systemIdentifier`).
    package var identity: String?
    /// By the seed's name.
    package var done: [String: Done]

    package init(identity: String? = nil, done: [String: Done] = [:]) {
        self.identity = identity
        self.done = done
    }
}

/// Where records are kept, by a name of the data volume that no later volume has.
package protocol SeedLedger: Sendable {
    func record(_ key: String) async -> ServerRecord
    /// Changes the record and writes it at once: what was done must not be forgotten.
    func keep(_ key: String, _ change: @Sendable (inout ServerRecord) -> Void) async throws(Failure)
}
