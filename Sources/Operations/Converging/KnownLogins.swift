import Convergence
import Project

/// Keeps what logins hash from one `up` to the next, in `.sfm-dev/salted`: with the passwords of four services that takes
/// longer than the logins do. It is worth as much as the passwords in `.env`, and as private.
struct KnownLogins {
    private let folder: StateFolder
    private let key: PlanKey
    private let limit = 1 << 16

    init(_ folder: StateFolder, _ key: PlanKey) {
        self.folder = folder
        self.key = key
    }

    /// A file that cannot be read costs time, and nothing else.
    func remember() {
        let text = try? SafeFile.readText(folder.salted, limit: limit, secret: true)
        SaltedPasswords.remember(text.flatMap(\.self) ?? "", key: key.bytes)
    }

    /// Those of this process, and no other: what nobody logs in with any more is not kept.
    func keep() {
        let (used, name) = (SaltedPasswords.used, folder.shown(folder.salted))
        guard !used.isEmpty else { return _ = try? AtomicFile.remove(folder.salted, named: name) }
        try? AtomicFile.update(folder.salted, to: used, named: name)
    }
}
