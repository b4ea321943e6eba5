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

    static var redactor: Redactor {
        known.withLock { known in
            let redactor = known.redactor ?? Redactor(known.secrets)
            known.redactor = redactor
            return redactor
        }
    }
}
