/// What an engine says of a container that it has created.
package struct CreatedContainer: Sendable, Equatable, Decodable {
    package var id: String
    /// To be shown: a limit that the kernel does not know, a platform that is not the host's.
    package var warnings: [String]

    package init(id: String, warnings: [String] = []) {
        self.id = id
        self.warnings = warnings
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: WireKey.self)
        id = try fields.decode(String.self, forKey: "Id")
        warnings = try fields.value("Warnings", or: [])
    }
}

package enum WaitCondition: String, Sendable {
    /// At once for one that has been created and not started.
    case notRunning = "not-running"
    /// Ask before the start, and no exit is missed.
    case nextExit = "next-exit"
    case removed
}

package struct WaitResult: Sendable, Equatable, Decodable {
    package var exitCode: Int
    /// Why the engine could not wait.
    package var error: String?

    package init(exitCode: Int, error: String? = nil) {
        self.exitCode = exitCode
        self.error = error
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: WireKey.self)
        exitCode = try fields.decode(Int.self, forKey: "StatusCode")
        error = try fields.nested("Error")?.text("Message")
    }
}

/// Which part of a container's log.
package struct LogQuery: Sendable, Equatable {
    package var stdout = true
    package var stderr = true
    /// Goes on with what is written from now on, until the container ends.
    package var follow = false
    /// Each line begins with its time in RFC 3339.
    package var timestamps = false
    /// The last lines only.
    package var tail: Int?
    /// Seconds since 1970, with a fraction.
    package var since: String?
    package var until: String?

    package init(
        stdout: Bool = true, stderr: Bool = true, follow: Bool = false, timestamps: Bool = false, tail: Int? = nil,
        since: String? = nil, until: String? = nil
    ) {
        self.stdout = stdout
        self.stderr = stderr
        self.follow = follow
        self.timestamps = timestamps
        self.tail = tail
        self.since = since
        self.until = until
    }
}
