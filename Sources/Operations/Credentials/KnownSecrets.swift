import Diagnostics
import Synchronization

/// What this process must not print. The message of a failure is printed where nobody knows any more which plan it was
/// about; so what a plan holds is remembered when it is resolved.
enum KnownSecrets {
    private static let known = Mutex<(secrets: [Secret], redactor: Redactor?)>(([], nil))

    static func learn(_ secrets: [Secret]) {
        known.withLock { known in
            let new = secrets.filter { !known.secrets.contains($0) }
            if !new.isEmpty { known = (known.secrets + new, nil) }
        }
    }

    /// Makes the redactor ahead, for a command that is going to print something: it takes as long as a plan's text.
    static func prepare() { _ = redactor }

    /// Made when something is printed: most commands print little, and forms of secrets cost time.
    static var redactor: Redactor {
        known.withLock { known in
            let redactor = known.redactor ?? Redactor(known.secrets)
            known.redactor = redactor
            return redactor
        }
    }
}
