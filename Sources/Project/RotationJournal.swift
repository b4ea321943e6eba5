package import Diagnostics

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The new values of a rotation: `.sfm-dev/journal-rotation.json`, mode 0600. `env` answers nothing from `.env`
/// while a file of a name like this is there.
///
/// It is open from before the first service learns a new value until all of them have proved it. Whoever finds it open
/// goes on with the new values: `up` makes them true from any state between.
package struct RotationJournal: Sendable, Equatable {
    package static let version = 1
    static let limit = 16 << 20

    package var profile: String
    /// By credential.
    package var values: [String: Secret]
    /// Seconds since 1970.
    package var time: Int64

    package init(profile: String, values: [String: Secret], time: Int64) {
        self.profile = profile
        self.values = values
        self.time = time
    }

    /// Writes the journal; an earlier one was settled when the lock was taken.
    package func begin(_ folder: StateFolder) throws(Failure) {
        try AtomicFile.write(
            try JSONRecord.encode(self), to: folder.rotation, mode: 0o600, named: folder.shown(folder.rotation))
    }

    /// Makes its values those of the store.
    package func apply(to store: inout CredentialStore) throws(Failure) {
        for (name, value) in values {
            try store.set(name, Credential(value: value, source: .generated, time: time))
        }
    }

    /// The open journal, or nil.
    /// - Throws: a located `.badInput` for a broken one and for one of a newer sfm-dev.
    package static func read(_ folder: StateFolder) throws(Failure) -> RotationJournal? {
        let name = folder.shown(folder.rotation)
        guard let text = try JSONRecord.text(folder.rotation, limit: limit, named: name) else {
            return nil
        }
        let file = JSONRecord(name: name, text: text, version: version, secret: true)
        return try file.decode(RotationJournal.self, fields: Field.allCases.map(\.rawValue))
    }

    /// Settles it. Nothing happens where none is open.
    package static func commit(_ folder: StateFolder) throws(Failure) {
        try AtomicFile.remove(folder.rotation, named: folder.shown(folder.rotation))
    }
}

extension RotationJournal: Codable {
    private enum Field: String, CodingKey, CaseIterable { case version, profile, values, time }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Field.self)
        profile = try fields.decode(String.self, forKey: .profile)
        values = try fields.decode([String: String].self, forKey: .values).mapValues { Secret($0) }
        time = try fields.decode(Int64.self, forKey: .time)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Field.self)
        try fields.encode(Self.version, forKey: .version)
        try fields.encode(profile, forKey: .profile)
        try fields.encode(values.mapValues { $0.reveal() }, forKey: .values)
        try fields.encode(time, forKey: .time)
    }
}
