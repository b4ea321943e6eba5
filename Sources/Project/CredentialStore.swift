package import Diagnostics
import DotEnv

/// The credentials of one profile: `.sfm-dev/credentials/<profile>.env`, mode 0600.
package struct CredentialStore: Sendable, Equatable {
    static let limit = 4 << 20

    package let profile: String
    package private(set) var entries: [String: Credential]

    package init(profile: String, entries: [String: Credential] = [:]) {
        self.profile = profile
        self.entries = entries
    }

    package subscript(name: String) -> Credential? { entries[name] }

    /// Keeps `credential` under `name` in this value; `save` writes it.
    /// - Throws: `.badInput` for a name that is no shell identifier, and for a value that no variable can have.
    package mutating func set(_ name: String, _ credential: Credential) throws(Failure) {
        guard Self.isName(name) else {
            throw Failure(
                .badInput, "'\(name)' cannot be the name of a credential", hint: "use letters, digits and '_'")
        }
        try EnvValue.check(name, credential.value.reveal())
        entries[name] = credential
    }

    /// The same, or forgets it.
    package mutating func keep(_ name: String, _ credential: Credential?) throws(Failure) {
        if let credential { try set(name, credential) } else { remove(name) }
    }

    package mutating func remove(_ name: String) {
        entries[name] = nil
    }

    /// The store, or an empty one where none was written.
    /// - Throws: a located `.badInput` for a broken file; the line is not quoted.
    package static func load(_ folder: StateFolder, profile: String) throws(Failure) -> CredentialStore {
        let path = try folder.credentials(profile)
        let name = folder.shown(path)
        guard
            let text = try SafeFile.readText(
                path, limit: limit, named: name, secret: true,
                hint: "restore it; without it values are made anew: rm \(name)")
        else {
            return CredentialStore(profile: profile)
        }
        return CredentialStore(profile: profile, entries: try CredentialText.parse(text, name: name))
    }

    /// Writes the store; call it with the lock held and the folder prepared.
    package func save(_ folder: StateFolder) throws(Failure) {
        let path = try folder.credentials(profile)
        try AtomicFile.write(
            Array(CredentialText.render(self).utf8), to: path, mode: 0o600, named: folder.shown(path))
    }

    static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
            return false
        }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
    }
}
