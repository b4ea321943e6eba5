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
        SaltedPasswords.remember((text ?? nil) ?? "", key: key.bytes)
    }

    func keep() {
        let used = SaltedPasswords.used
        guard !used.isEmpty else { return }
        try? AtomicFile.update(folder.salted, to: used, named: folder.shown(folder.salted))
    }
}
