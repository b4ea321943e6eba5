import Diagnostics

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What the docker CLI's `config.json` says of logins to registries.
package struct DockerLogins: Sendable {
    /// Where a registry's login is to be had.
    package enum Source: Sendable, Equatable {
        case none
        /// In the file itself.
        case stored(RegistryAuth)
        /// A program `docker-credential-<name>` knows it; the key of the file that names the program.
        case helper(name: String, namedBy: String)
        /// A sentence about the entry.
        case unusable(String)
    }

    private let helpers: [String: String]
    private let store: String
    private let entries: [String: Entry]

    /// - Returns: nil for a text that is no configuration.
    package init?(configuration: [UInt8]) {
        guard let file = try? WireJSON.decode(File.self, from: configuration) else { return nil }
        helpers = file.credHelpers ?? [:]
        store = file.credsStore ?? ""
        entries = file.auths ?? [:]
    }

    /// As docker/cli chooses (`configfile/file.go`, `getConfiguredCredentialStore`): a helper for this registry, else the
    /// helper for all, else the file; what a helper does not have is not looked for in the file. A helper called `""` is
    /// none.
    package func source(of registry: String) -> Source {
        let key = RegistryKey.key(of: registry)
        let chosen = helpers[key].map { (name: $0, namedBy: "credHelpers") } ?? (name: store, namedBy: "credsStore")
        guard chosen.name.isEmpty else {
            guard Self.isName(chosen.name) else {
                return .unusable("'\(chosen.namedBy)' names '\(chosen.name)', which is no credential helper's name")
            }
            return .helper(name: chosen.name, namedBy: chosen.namedBy)
        }
        // Of several old keys for one host any is right for docker; here it is the first by name.
        let old = entries.keys.sorted().first { RegistryKey.hostname(of: $0) == key }
        guard let entry = entries[key] ?? old.flatMap({ entries[$0] }) else { return .none }
        return Self.read(entry, key)
    }

    /// The name becomes a part of a program's: `../x` must not start something else.
    private static func isName(_ name: String) -> Bool {
        name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
    }

    /// An empty entry is what a helper leaves behind for its registry, and is no login.
    private static func read(_ entry: Entry, _ key: String) -> Source {
        let token = entry.identitytoken.flatMap { $0.isEmpty ? nil : Secret($0) }
        var username = entry.username ?? ""
        var password = entry.password ?? ""
        if let auth = entry.auth, !auth.isEmpty {
            guard let login = decoded(auth) else {
                return .unusable("'auth' of '\(key)' is not the base64 of a user and a password")
            }
            (username, password) = login
        }
        guard !username.isEmpty || token != nil else { return .none }
        return .stored(
            RegistryAuth(
                username: username, password: Secret(password), serverAddress: key, identityToken: token))
    }

    /// `user:password` in base64; a password may hold colons, and old versions padded it with NULs.
    private static func decoded(_ auth: String) -> (String, String)? {
        guard let data = Data(base64Encoded: auth), let text = String(validating: Array(data), as: UTF8.self),
            let colon = text.firstIndex(of: ":"), colon > text.startIndex
        else { return nil }
        var password = text[text.index(after: colon)...]
        while password.first == "\0" { password.removeFirst() }
        while password.last == "\0" { password.removeLast() }
        return (String(text[..<colon]), String(password))
    }

    private struct File: Decodable {
        var auths: [String: Entry]?
        var credsStore: String?
        var credHelpers: [String: String]?
    }

    private struct Entry: Decodable {
        var auth: String?
        var username: String?
        var password: String?
        var identitytoken: String?
    }
}
