/// What a container does, and how it last ended.
package struct RunState: Sendable, Equatable, Decodable {
    package var status: ContainerState
    package var isRunning: Bool
    /// Of the last run; 0 while it runs.
    package var exitCode: Int
    /// Why the engine could not start it.
    package var error: String?
    package var oomKilled: Bool
    /// RFC 3339; `0001-01-01T00:00:00Z` for one that has never run.
    package var startedAt: String
    package var finishedAt: String
    /// `nil` without a health check.
    package var health: Health?

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: WireKey.self)
        status = try fields.value("Status", or: .unknown)
        isRunning = try fields.value("Running", or: false)
        exitCode = try fields.value("ExitCode", or: 0)
        error = try fields.text("Error")
        oomKilled = try fields.value("OOMKilled", or: false)
        startedAt = try fields.value("StartedAt", or: "")
        finishedAt = try fields.value("FinishedAt", or: "")
        health = try fields.nested("Health").flatMap { try Health(fields: $0) }
    }

    /// Whether it has ever run: one that has not has touched no volume.
    package var hasNeverRun: Bool { startedAt.isEmpty || startedAt.hasPrefix("0001-01-01") }
}

/// What a container's own health check found.
package struct Health: Sendable, Equatable {
    package var status: HealthStatus
    package var failingStreak: Int
    /// The last five at most, oldest first.
    package var log: [Check]

    /// - Returns: `nil` for the status `none` (and Podman's empty one): there is no check.
    init?(fields: KeyedDecodingContainer<WireKey>) throws {
        guard let status = HealthStatus(rawValue: try fields.value("Status", or: "")) else { return nil }
        self.status = status
        failingStreak = try fields.value("FailingStreak", or: 0)
        log = try fields.value("Log", or: [])
    }

    package struct Check: Sendable, Equatable, Decodable {
        package var exitCode: Int
        /// At most 4,096 bytes of it.
        package var output: String

        package init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: WireKey.self)
            exitCode = try fields.value("ExitCode", or: 0)
            output = try fields.value("Output", or: "")
        }
    }
}
