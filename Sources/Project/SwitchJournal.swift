package import Diagnostics

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What `switch` needs to undo itself: `.sfm-dev/journal.json`, mode 0600.
///
/// It is open from before the first file of the new profile is written until everything of it runs. What undoes it writes the
/// files; the containers that it may leave are remembered in `ProjectState.left`, until they are removed.
package struct SwitchJournal: Sendable, Equatable {
    package static let version = 2
    static let limit = 64 << 20

    /// The bytes as they were; nil where the file was absent.
    package var state: [UInt8]?
    package var composeFile: [UInt8]?
    package var environmentFile: String?
    /// The files of `.sfm-dev/tls/` by their names.
    package var certificates: [String: [UInt8]]
    /// The containers that the switch may change: services by their project's name.
    package var touched: [String: Set<String>]

    package init(
        state: [UInt8]?, composeFile: [UInt8]?, environmentFile: String?, certificates: [String: [UInt8]],
        touched: [String: Set<String>]
    ) {
        self.state = state
        self.composeFile = composeFile
        self.environmentFile = environmentFile
        self.certificates = certificates
        self.touched = touched
    }

    /// The state that counts while the switch is open: it may yet be undone.
    /// - Throws: a located `.badInput` where the journal holds none that could be read.
    package func stateBefore(_ folder: StateFolder) throws(Failure) -> ProjectState {
        var before =
            try state.map { bytes throws(Failure) in
                try ProjectState.decode(bytes, folder.shown(folder.journal))
            } ?? ProjectState()
        before.left.merge(touched) { $0.union($1) }
        return before
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
        guard let text = try JSONRecord.text(folder.journal, limit: limit, named: name) else {
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
        case version, state, composeFile, environmentFile, certificates, touched
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Field.self)
        state = try fields.decodeIfPresent(Data.self, forKey: .state).map(Array.init)
        composeFile = try fields.decodeIfPresent(Data.self, forKey: .composeFile).map(Array.init)
        environmentFile = try fields.decodeIfPresent(String.self, forKey: .environmentFile)
        certificates = try fields.decode([String: Data].self, forKey: .certificates).mapValues(Array.init)
        touched = try fields.decode([String: Set<String>].self, forKey: .touched)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Field.self)
        try fields.encode(Self.version, forKey: .version)
        try fields.encodeIfPresent(state.map { Data($0) }, forKey: .state)
        try fields.encodeIfPresent(composeFile.map { Data($0) }, forKey: .composeFile)
        try fields.encodeIfPresent(environmentFile, forKey: .environmentFile)
        try fields.encode(certificates.mapValues { Data($0) }, forKey: .certificates)
        try fields.encode(touched, forKey: .touched)
    }
}
