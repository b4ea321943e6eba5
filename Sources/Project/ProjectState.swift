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
    /// The project's name in the generated files; nil before there are any.
    package var project: String?
    /// The names of the projects in which containers of another profile than the active one may stand, because a switch was
    /// not finished: `up`, `switch` and `down` remove them.
    package var unsettled: Set<String> = []

    package init() {}

    /// The state, or an empty one where none was written.
    /// - Throws: a located `.badInput` for a broken file, and for one that a newer sfm-dev wrote.
    package static func load(_ folder: StateFolder) throws(Failure) -> ProjectState {
        let name = folder.shown(folder.state)
        guard let text = try SafeFile.readText(folder.state, limit: limit, named: name) else { return ProjectState() }
        return try decode(text, name)
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
        case version, activeProfile, previousProfile, with, ports, engine, project, unsettled
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Field.self)
        activeProfile = try fields.decodeIfPresent(String.self, forKey: .activeProfile)
        previousProfile = try fields.decodeIfPresent(String.self, forKey: .previousProfile)
        with = try fields.decodeIfPresent([String: [String]].self, forKey: .with) ?? [:]
        ports = try fields.decodeIfPresent([String: Int].self, forKey: .ports) ?? [:]
        engine = try fields.decodeIfPresent(String.self, forKey: .engine)
        project = try fields.decodeIfPresent(String.self, forKey: .project)
        unsettled = Set(try fields.decodeIfPresent([String].self, forKey: .unsettled) ?? [])
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Field.self)
        try fields.encode(Self.version, forKey: .version)
        try fields.encodeIfPresent(activeProfile, forKey: .activeProfile)
        try fields.encodeIfPresent(previousProfile, forKey: .previousProfile)
        try fields.encode(with, forKey: .with)
        try fields.encode(ports, forKey: .ports)
        try fields.encodeIfPresent(engine, forKey: .engine)
        try fields.encodeIfPresent(project, forKey: .project)
        if !unsettled.isEmpty { try fields.encode(unsettled.sorted(), forKey: .unsettled) }
    }
}
