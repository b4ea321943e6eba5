package import Diagnostics

/// Where this machine was last seen to reach what others run: `.sfm-dev/discovered.json`, one entry for each profile.
///
/// All of it can be found again: a file that cannot be read counts as none, and of two commands that write it at once, the last
/// one wins.
package struct DiscoveredAddresses: Sendable, Equatable {
    package static let version = 1
    static let limit = 1 << 20

    package struct Entry: Sendable, Equatable, Codable {
        /// The names of the networks that were looked at, sorted.
        package var networks: [String]
        /// By the address on the network: `postgres:5432` to `localhost:5434`.
        package var addresses: [String: String]
        /// What whoever uses them should know.
        package var notes: [String]

        package init(networks: [String] = [], addresses: [String: String] = [:], notes: [String] = []) {
            self.networks = networks
            self.addresses = addresses
            self.notes = notes
        }
    }

    /// By the profile's name.
    package var profiles: [String: Entry] = [:]

    package init() {}

    package static func load(_ folder: StateFolder) -> DiscoveredAddresses {
        let name = folder.shown(folder.discovered)
        do throws(Failure) {
            guard let text = try JSONRecord.text(folder.discovered, limit: limit, named: name) else { return .init() }
            let file = JSONRecord(name: name, text: text, version: version, secret: false)
            return try file.decode(DiscoveredAddresses.self, fields: Field.allCases.map(\.rawValue))
        } catch { return .init() }
    }

    package func save(_ folder: StateFolder) throws(Failure) {
        let text = String(decoding: try JSONRecord.encode(self), as: UTF8.self)
        try AtomicFile.update(folder.discovered, to: text, named: folder.shown(folder.discovered))
    }
}

extension DiscoveredAddresses: Codable {
    private enum Field: String, CodingKey, CaseIterable { case version, profiles }

    package init(from decoder: any Decoder) throws {
        profiles = try decoder.container(keyedBy: Field.self).decode([String: Entry].self, forKey: .profiles)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Field.self)
        try fields.encode(Self.version, forKey: .version)
        try fields.encode(profiles, forKey: .profiles)
    }
}
