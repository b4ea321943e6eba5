import Convergence
import Diagnostics
import Project

/// Keeps what seeding remembers in `.sfm-dev/servers.json`. Its holder has the lock.
actor ServerLedger: SeedLedger {
    private let folder: StateFolder
    private var records: ServerRecords

    init(_ folder: StateFolder) throws(Failure) {
        self.folder = folder
        records = try ServerRecords.load(folder)
    }

    func record(_ key: String) -> ServerRecord {
        guard let server = records.servers[key] else { return ServerRecord() }
        return ServerRecord(
            identity: server.identity, done: server.done.mapValues { .init(digest: $0.digest, time: $0.time) })
    }

    func keep(_ key: String, _ change: @Sendable (inout ServerRecord) -> Void) throws(Failure) {
        var record = record(key)
        change(&record)
        records.servers[key] = .init(
            identity: record.identity, done: record.done.mapValues { .init(digest: $0.digest, time: $0.time) })
        try records.save(folder)
    }
}
