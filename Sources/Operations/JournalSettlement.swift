import Diagnostics
import Project

/// Rolls back a switch that was killed: its files become again what they were.
enum JournalSettlement {
    static func settle(_ folder: StateFolder, _ console: Console) throws(Failure) {
        guard let journal = try SwitchJournal.read(folder) else { return }
        try restore(journal, folder)
        try SwitchJournal.commit(folder)
        let profile = journal.profile.map { "profile '\($0)'" } ?? "no profile"
        console.report([Diagnostic(.note, "an interrupted switch was taken back; \(profile) is active again")])
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
