package import Diagnostics

/// What is remembered of the servers on this checkout's data volumes: `.sfm-dev/servers.json`, mode 0600, written only under
/// the lock. A file of its own: what `env` vouches for is written before services are seeded.
package struct ServerRecords: Sendable, Equatable {
    package static let version = 1
    static let limit = 4 << 20

    /// A seed that was made.
    package struct Done: Sendable, Equatable, Codable {
        package var digest: String
        /// Seconds since 1970.
        package var time: Int64

        package init(digest: String, time: Int64) {
            self.digest = digest
            self.time = time
        }
    }

    package struct Server: Sendable, Equatable, Codable {
        package var identity: String?
        package var done: [String: Done]

        package init(identity: String?, done: [String: Done]) {
            self.identity = identity
            self.done = done
        }
    }

    /// By the volume's name and its mark, a label that no later volume of the name has.
    package var servers: [String: Server] = [:]

    package init() {}

    /// The records, or none where none were written.
    /// - Throws: a located `.badInput` for a broken file, and for one that a newer sfm-dev wrote.
    package static func load(_ folder: StateFolder) throws(Failure) -> ServerRecords {
        let name = folder.shown(folder.servers)
        guard let text = try JSONRecord.text(folder.servers, limit: limit, named: name) else {
            return ServerRecords()
        }
        let file = JSONRecord(name: name, text: text, version: version, secret: false)
        return try file.decode(ServerRecords.self, fields: Field.allCases.map(\.rawValue))
    }

    package func save(_ folder: StateFolder) throws(Failure) {
        let text = String(decoding: try JSONRecord.encode(self), as: UTF8.self)
        try AtomicFile.update(folder.servers, to: text, named: folder.shown(folder.servers))
    }
}

extension ServerRecords: Codable {
    private enum Field: String, CodingKey, CaseIterable { case version, servers }

    package init(from decoder: any Decoder) throws {
        servers = try decoder.container(keyedBy: Field.self).decode([String: Server].self, forKey: .servers)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Field.self)
        try fields.encode(Self.version, forKey: .version)
        try fields.encode(servers, forKey: .servers)
    }
}
