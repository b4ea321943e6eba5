import Diagnostics
import Project

/// What a killed command left open. A switch is rolled back: its files become again what they were.
enum JournalSettlement {
    /// - Returns: whether a switch was taken back.
    static func settle(_ folder: StateFolder, _ console: Console) throws(Failure) -> Bool {
        let hasTakenBack = try settleSwitch(folder, console)
        try settleRotation(folder, console)
        return hasTakenBack
    }

    /// Some services may have the new value and others not: the new one becomes the wanted one, which `up` makes true
    /// everywhere.
    private static func settleRotation(_ folder: StateFolder, _ console: Console) throws(Failure) {
        guard let journal = try RotationJournal.read(folder) else { return }
        var store = try CredentialStore.load(folder, profile: journal.profile)
        try journal.apply(to: &store)
        try store.save(folder)
        try RotationJournal.commit(folder)
        let names = journal.values.keys.sorted().joined(separator: ", ")
        console.report([
            Diagnostic(
                .note, "an interrupted rotation of \(names) goes on: 'sfm-dev up' makes the new value true everywhere")
        ])
    }

    private static func settleSwitch(_ folder: StateFolder, _ console: Console) throws(Failure) -> Bool {
        guard let journal = try SwitchJournal.read(folder) else { return false }
        try restore(journal, folder)
        try SwitchJournal.commit(folder)
        let profile = journal.profile.map { "profile '\($0)'" } ?? "no profile"
        console.report([Diagnostic(.note, "an interrupted switch was taken back; \(profile) is active again")])
        return true
    }

    static func restore(_ journal: SwitchJournal, _ folder: StateFolder) throws(Failure) {
        let files: [(path: String, bytes: [UInt8]?)] = [
            (folder.composeFile, journal.composeFile), (folder.project + "/.env", journal.environmentFile),
            (folder.state, journal.state),
        ]
        for (path, bytes) in files {
            if let bytes {
                try AtomicFile.write(bytes, to: path, mode: 0o600, named: folder.shown(path), by: folder.path)
            } else {
                try AtomicFile.remove(path, named: folder.shown(path))
            }
        }
    }
}
