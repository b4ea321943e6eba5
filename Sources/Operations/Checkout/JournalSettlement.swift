import Diagnostics
import DotEnv
import Project

/// What a killed command left open. A switch is rolled back: its files become again what they were.
enum JournalSettlement {
    static func settle(_ folder: StateFolder, _ console: Console) throws(Failure) {
        if let journal = try SwitchJournal.read(folder) {
            let profile = try undo(journal, folder).activeProfile.map { "profile '\($0)' is active again" }
            let end = profile ?? "no profile is active"
            console.report([Diagnostic(.note, "an interrupted switch was taken back; \(end)")])
        }
        try settleRotation(folder, console)
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

    /// Makes the files what they were, and closes the journal. Containers that the switch left are remembered.
    /// - Returns: the state from then on.
    @discardableResult
    static func undo(_ journal: SwitchJournal, _ folder: StateFolder) throws(Failure) -> ProjectState {
        let state = try journal.stateBefore(folder)
        let compose = folder.shown(folder.composeFile)
        if let bytes = journal.composeFile {
            try AtomicFile.write(bytes, to: folder.composeFile, mode: 0o600, named: compose)
        } else {
            try AtomicFile.remove(folder.composeFile, named: compose)
        }
        try CertificateFiles(folder).restore(journal.certificates)
        try restore(journal.environmentFile, folder)
        try state.save(folder)
        try SwitchJournal.commit(folder)
        return state
    }

    /// Byte for byte where nobody else wrote it since; else the block alone, and the user's lines stay as they are.
    private static func restore(_ before: String?, _ folder: StateFolder) throws(Failure) {
        let path = folder.project + "/.env"
        let text = try SafeFile.readText(path, limit: 4 << 20, named: ".env", secret: true) ?? before ?? ""
        let (now, old) = (try ManagedFile.parse(text), try ManagedFile.parse(before ?? ""))
        let isUntouched = now.block.map { old.splicing($0) == text } ?? true
        let restored = isUntouched ? before : old.block.map(now.splicing) ?? now.before + now.after
        guard let restored else { return try AtomicFile.remove(path, named: ".env") }
        try AtomicFile.update(path, to: restored, named: ".env", by: folder.path)
    }
}
