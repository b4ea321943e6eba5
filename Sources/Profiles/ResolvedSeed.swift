package import Diagnostics

/// What must exist inside an answering service before it is ready, with every value known.
package struct ResolvedSeed: Sendable, Equatable {
    package enum What: Sendable, Equatable {
        case role(String, password: Secret?, isSuperuser: Bool)
        case database(String, owner: String?)
        case `extension`(String, database: String)
        /// `path` as the user would type it.
        case script(path: String, text: String, database: String, inTransaction: Bool)
        case command([String], user: String?)
        case user(String, password: Secret, rules: String?)
        case collection(String, size: Int, distance: String)
        case topic(String, partitions: Int?)
    }

    package var what: What
    package var location: SourceLocation

    package init(_ what: What, at location: SourceLocation) {
        self.what = what
        self.location = location
    }

    package var hasPassword: Bool {
        switch what {
        case .role(_, let password, _): password != nil
        case .user: true
        default: false
        }
    }

    /// Not a thing that is there or is not, but something that was done.
    package var runsOnce: Bool {
        switch what {
        case .script, .command: true
        case .role, .database, .extension, .user, .collection, .topic: false
        }
    }

    /// nil for any other seed.
    package var topic: String? { if case .topic(let name, _) = what { name } else { nil } }

    /// As a user is told of it.
    package var name: String {
        switch what {
        case .role(let name, _, _): "role '\(name)'"
        case .database(let name, _): "database '\(name)'"
        case .extension(let name, let database): "extension '\(name)' in '\(database)'"
        case .script(let path, _, _, _): "'\(path)'"
        case .command(let words, _): "command '\(words.joined(separator: " "))'"
        case .user(let name, _, _): "user '\(name)'"
        case .collection(let name, _, _): "collection '\(name)'"
        case .topic(let name, _): "topic '\(name)'"
        }
    }
}
