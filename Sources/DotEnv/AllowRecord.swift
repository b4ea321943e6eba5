/// That this user lets a project's variables into the shell: `<state>/sfm-dev/allow/<name>`, in the user's own folder, where
/// no repository can put a file.
///
/// It names what was allowed by digest, and by the states that the files had then: the front compares only those, which
/// costs no reading.
package struct AllowRecord: Sendable, Equatable {
    /// The project folder, absolute.
    package var directory: String
    /// Of the names and contents of profiles, templates and overrides, and of what those name besides; hexadecimal.
    package var digest: String
    package var inputs: [Stamp.Input]

    package init(directory: String, digest: String, inputs: [Stamp.Input]) {
        self.directory = directory
        self.digest = digest
        self.inputs = inputs
    }

    /// nil where neither `XDG_STATE_HOME` (absolute, as the XDG Base Directory Specification wants it) nor `HOME` is set.
    package static func folder(_ environment: CallingEnvironment) -> String? {
        func absolute(_ name: String) -> String? {
            environment.value(name).flatMap { $0.utf8.first == UInt8(ascii: "/") ? $0 : nil }
        }
        let state = absolute("XDG_STATE_HOME") ?? absolute("HOME").map { $0 + "/.local/state" }
        return state.map { $0 + "/sfm-dev/allow" }
    }

    package static func path(of directory: String, _ environment: CallingEnvironment) -> String? {
        folder(environment).map { $0 + "/" + String(FNV1a.hash(directory.utf8), radix: 16) }
    }

    /// nil where a path has a line break.
    package var text: String? {
        guard !directory.utf8.contains(UInt8(ascii: "\n")) else { return nil }
        var text = "sfm-dev allow 1\npath \(directory)\ndigest \(digest)\n"
        for input in inputs {
            guard let line = input.line else { return nil }
            text += line
        }
        return text + "end\n"
    }

    /// The record of this project; nil for none, for one of another project, and for a damaged one.
    package static func load(_ directory: String, _ environment: CallingEnvironment) -> AllowRecord? {
        // A thousand files of a hundred bytes' name.
        guard let path = path(of: directory, environment),
            let bytes = FileBytes.read(path, limit: 1 << 20, owned: true),
            let record = AllowRecord(text: bytes), record.directory == directory
        else { return nil }
        return record
    }

    init?(text: [UInt8]) {
        var lines = ByteLines(text)
        guard let first = lines.line(), lines.equals(first, "sfm-dev allow 1"),
            let path = lines.line(), lines.starts(path, with: "path "),
            let digest = lines.line(), lines.starts(digest, with: "digest ")
        else { return nil }
        self.init(directory: lines.text(path.dropFirst(5)), digest: lines.text(digest.dropFirst(7)), inputs: [])
        while var line = lines.line() {
            if lines.equals(line, "end") { return }
            guard let kind = lines.word(of: &line), let input = Stamp.Input(kind, line, lines) else { return nil }
            inputs.append(input)
        }
        return nil
    }

    /// Whether no file was touched since.
    package var isCurrent: Bool {
        inputs.allSatisfy { FileState(path: Stamp.absolute($0.path, in: directory)) == $0.state }
    }
}
