/// What the `env` front must know of the files that `generate` read and wrote: `.sfm-dev/stamp`, plain lines.
package struct Stamp: Sendable, Equatable {
    package static let path = ".sfm-dev/stamp"

    /// A file on which the variables depend.
    package struct Input: Sendable, Equatable {
        /// Relative to the project directory, or absolute.
        package var path: String
        /// nil for one that may exist and does not.
        package var state: FileState?

        package init(path: String, state: FileState?) {
            self.path = path
            self.state = state
        }

        /// As it is now.
        package init(_ path: String, in directory: String) {
            self.init(path: path, state: FileState(path: Stamp.absolute(path, in: directory)))
        }

        /// nil where the path has a line break.
        var line: String? {
            if path.utf8.contains(UInt8(ascii: "\n")) { return nil }
            guard let state else { return "absent \(path)\n" }
            return "input \(state.size) \(state.modified) \(state.changed) \(state.inode) \(path)\n"
        }
    }

    /// What `.env` does not say of an exported variable.
    package struct Variable: Sendable, Equatable {
        package var name: String
        package var surfaces: [String]
        package var isSecret: Bool
        package var rivals: [String]

        package init(name: String, surfaces: [String], isSecret: Bool, rivals: [String]) {
            self.name = name
            self.surfaces = surfaces
            self.isSecret = isSecret
            self.rivals = rivals
        }

        package init(_ variable: ExportedVariable) {
            self.init(
                name: variable.name, surfaces: variable.surfaces, isSecret: variable.isSecret, rivals: variable.rivals)
        }
    }

    package var profile: String
    /// Of the exported variables, keyed; for the shell's marker. Lower-case hexadecimal.
    package var hash: String
    /// Every file that was read, `.env` as written, and each that is absent but would count.
    package var inputs: [Input]
    /// Whoever takes the variables over is told something, which only the full program knows.
    package var hasNotes: Bool
    /// The exported ones in their order.
    package var variables: [Variable]

    package init(
        profile: String, hash: String, inputs: [Input], hasNotes: Bool = false, variables: [Variable]
    ) {
        self.profile = profile
        self.hash = hash
        self.inputs = inputs
        self.hasNotes = hasNotes
        self.variables = variables
    }

    /// nil where a path has a line break: without a stamp the front hands over, which is right and slower.
    package var text: String? {
        var text = "sfm-dev stamp 1\nprofile \(profile)\nhash \(hash)\n"
        for input in inputs {
            guard let line = input.line else { return nil }
            text += line
        }
        if hasNotes { text += "notes\n" }
        for variable in variables {
            let secret = variable.isSecret ? "secret" : "plain"
            let lists = "\(Self.list(variable.surfaces)) \(Self.list(variable.rivals))"
            text += "variable \(variable.name) \(secret) \(lists)\n"
        }
        return text + "end\n"
    }

    /// Whether every input is as it was. `.env` must be among them.
    package func isCurrent(in directory: String) -> Bool {
        inputs.contains { $0.path == ".env" && $0.state != nil }
            && inputs.allSatisfy { FileState(path: Self.absolute($0.path, in: directory)) == $0.state }
    }

    static func absolute(_ path: String, in directory: String) -> String {
        path.utf8.first == UInt8(ascii: "/") ? path : "\(directory)/\(path)"
    }

    private static func list(_ words: [String]) -> String { words.isEmpty ? "-" : words.joined(separator: ",") }
}
