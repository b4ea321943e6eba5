package import Diagnostics

/// What sfm-dev remembers of a checkout between commands: `.sfm-dev/state.json`, written only under the lock.
package struct ProjectState: Sendable, Equatable {
    package static let version = 1
    /// Far above what 500 services need.
    static let limit = 4 << 20

    package var activeProfile: String?
    package var previousProfile: String?
    /// The optional services of each profile that `--with` chose.
    package var with: [String: [String]] = [:]
    /// The host ports that `--auto-ports` chose, by the variable in the template's port.
    package var ports: [String: Int] = [:]

    /// The version of the API that was last spoken with the engine; nil before that.
    package var engine: String?
    /// What the generated files name; nil before there are any.
    package var made: Footprint?
    /// What may still run of profiles that were left: services by their project's name. An `up`, a `switch` or a `down` of
    /// everything removes their containers.
    package var left: [String: Set<String>] = [:]

    /// The profile that is up before another one was chosen.
    package static let firstProfile = "local"

    /// The containers that a plan may have.
    package struct Footprint: Sendable, Equatable, Codable {
        package var project: String
        /// Sorted.
        package var services: [String]

        package init(project: String, services: [String]) {
            self.project = project
            self.services = services
        }
    }

    /// The state once files of a profile are generated. What the one before may have made is remembered, and what the same
    /// profile made under another project's name.
    package func becoming(_ profile: String, _ footprint: Footprint) -> ProjectState {
        var next = self
        let standing = activeProfile ?? Self.firstProfile
        if activeProfile != profile {
            next.previousProfile = standing == profile ? nil : standing
            next.activeProfile = profile
        }
        if let made, standing != profile || made.project != footprint.project {
            next.left[made.project, default: []].formUnion(made.services)
        }
        next.made = footprint
        return next
    }

    package init() {}

    /// The state, or an empty one where none was written.
    /// - Throws: a located `.badInput` for a broken file, and for one that a newer sfm-dev wrote.
    package static func load(_ folder: StateFolder) throws(Failure) -> ProjectState {
        let name = folder.shown(folder.state)
        do throws(Failure) {
            guard let text = try JSONRecord.text(folder.state, limit: limit, named: name) else { return ProjectState() }
            return try decode(text, name)
        } catch {
            var failure = error
            let note = "without it the profile is 'local' again; of another: sfm-dev switch NAME"
            if error.exitCode == .badInput { failure.diagnostics[0].notes.append(.init(note)) }
            throw failure
        }
    }

    /// The same from bytes that the file `name` kept.
    static func decode(_ bytes: [UInt8], _ name: String) throws(Failure) -> ProjectState {
        try decode(String(decoding: bytes, as: UTF8.self), name)
    }

    private static func decode(_ text: String, _ name: String) throws(Failure) -> ProjectState {
        let file = JSONRecord(name: name, text: text, version: version, secret: false)
        return try file.decode(ProjectState.self, fields: Field.allCases.map(\.rawValue))
    }

    package func save(_ folder: StateFolder) throws(Failure) {
        let text = String(decoding: try JSONRecord.encode(self), as: UTF8.self)
        try AtomicFile.update(folder.state, to: text, named: folder.shown(folder.state))
    }
}

extension ProjectState: Codable {
    private enum Field: String, CodingKey, CaseIterable {
        case version, activeProfile, previousProfile, with, ports, engine, made, left
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Field.self)
        activeProfile = try fields.decodeIfPresent(String.self, forKey: .activeProfile)
        previousProfile = try fields.decodeIfPresent(String.self, forKey: .previousProfile)
        with = try fields.decodeIfPresent([String: [String]].self, forKey: .with) ?? [:]
        ports = try fields.decodeIfPresent([String: Int].self, forKey: .ports) ?? [:]
        engine = try fields.decodeIfPresent(String.self, forKey: .engine)
        made = try fields.decodeIfPresent(Footprint.self, forKey: .made)
        left = try fields.decodeIfPresent([String: Set<String>].self, forKey: .left) ?? [:]
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Field.self)
        try fields.encode(Self.version, forKey: .version)
        try fields.encodeIfPresent(activeProfile, forKey: .activeProfile)
        try fields.encodeIfPresent(previousProfile, forKey: .previousProfile)
        try fields.encode(with, forKey: .with)
        try fields.encode(ports, forKey: .ports)
        try fields.encodeIfPresent(engine, forKey: .engine)
        try fields.encodeIfPresent(made, forKey: .made)
        if !left.isEmpty { try fields.encode(left.mapValues { $0.sorted() }, forKey: .left) }
    }
}
