package import Diagnostics

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What `switch` needs to undo itself: `.sfm-dev/journal.json`, mode 0600.
///
/// It is open from before the first file of the new profile is written until the switch has settled, forward or back.
package struct SwitchJournal: Sendable, Equatable {
    package static let version = 1
    static let limit = 64 << 20

    /// The profile that was active; nil where none was.
    package var profile: String?
    /// The bytes as they were; nil where the file was absent.
    package var state: [UInt8]?
    package var environmentFile: [UInt8]?
    package var composeFile: [UInt8]?

    package init(profile: String?, state: [UInt8]?, environmentFile: [UInt8]?, composeFile: [UInt8]?) {
        self.profile = profile
        self.state = state
        self.environmentFile = environmentFile
        self.composeFile = composeFile
    }

    /// Writes the journal.
    /// - Throws: `.refused` where one is open already: it holds the only copy of older files.
    package func begin(_ folder: StateFolder) throws(Failure) {
        let name = folder.shown(folder.journal)
        if try SafeFile.read(folder.journal, limit: Self.limit, named: name) != nil {
            throw Failure(.refused, "an earlier switch is not settled: '\(name)' is open", hint: "sfm-dev up")
        }
        try AtomicFile.write(try JSONRecord.encode(self), to: folder.journal, mode: 0o600, named: name)
    }

    /// The open journal, or nil.
    /// - Throws: a located `.badInput` for a broken one and for one of a newer sfm-dev.
    package static func read(_ folder: StateFolder) throws(Failure) -> SwitchJournal? {
        let name = folder.shown(folder.journal)
        guard let text = try SafeFile.readText(folder.journal, limit: limit, named: name, secret: true) else {
            return nil
        }
        let file = JSONRecord(name: name, text: text, version: version, secret: true)
        return try file.decode(SwitchJournal.self, fields: Field.allCases.map(\.rawValue))
    }

    /// Settles it: the switch is done, forward or back. Nothing happens where none is open.
    package static func commit(_ folder: StateFolder) throws(Failure) {
        try AtomicFile.remove(folder.journal, named: folder.shown(folder.journal))
    }
}

extension SwitchJournal: Codable {
    private enum Field: String, CodingKey, CaseIterable {
        case version, profile, state, environmentFile, composeFile
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Field.self)
        profile = try fields.decodeIfPresent(String.self, forKey: .profile)
        state = try fields.decodeIfPresent(Data.self, forKey: .state).map(Array.init)
        environmentFile = try fields.decodeIfPresent(Data.self, forKey: .environmentFile).map(Array.init)
        composeFile = try fields.decodeIfPresent(Data.self, forKey: .composeFile).map(Array.init)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Field.self)
        try fields.encode(Self.version, forKey: .version)
        try fields.encodeIfPresent(profile, forKey: .profile)
        try fields.encodeIfPresent(state.map { Data($0) }, forKey: .state)
        try fields.encodeIfPresent(environmentFile.map { Data($0) }, forKey: .environmentFile)
        try fields.encodeIfPresent(composeFile.map { Data($0) }, forKey: .composeFile)
    }
}
