package import Diagnostics

/// A `.env` file: the managed block, and the user's own lines around it.
package struct ManagedFile: Sendable, Equatable {
    package var before: String
    package var block: ManagedBlock?
    package var after: String

    package init(before: String = "", block: ManagedBlock? = nil, after: String = "") {
        self.before = before
        self.block = block
        self.after = after
    }

    /// - Throws: `.badInput` for a second block, one that does not end or begin, or a begin marker that does not read.
    package static func parse(_ text: String, path: String = ".env") throws(Failure) -> ManagedFile {
        let markers = Markers(text)
        let file = { SourceFile(path: path, text: text, isQuotable: false) }
        func failure(_ message: String, _ line: Int, _ hint: String) -> Failure {
            Failure(.badInput, message, at: SourceLocation(file: file(), line: line, column: 1), hint: hint)
        }
        if let second = markers.secondBegin {
            throw failure(
                "a second block of sfm-dev begins here", second, "remove one of the two blocks, then: sfm-dev generate")
        }
        guard let begin = markers.begin else {
            guard let end = markers.end else { return ManagedFile(before: text) }
            throw failure(
                "the block of sfm-dev ends here but begins nowhere", end.line,
                "remove this line and the block's lines above it, then: sfm-dev generate")
        }
        guard let end = markers.end, end.range.lowerBound >= begin.range.upperBound else {
            throw failure(
                "the block of sfm-dev begins here and does not end", begin.line,
                "put the line '\(ManagedBlock.end)' behind its last line")
        }
        let lines = markers.lines
        let body = lines.text(begin.range.upperBound..<end.range.lowerBound)
        guard let block = ManagedBlock(marker: markers.beginText, body: body) else {
            throw failure(
                "the first line of sfm-dev's block was changed", begin.line,
                "remove the block, from here to '\(ManagedBlock.end)', then: sfm-dev generate")
        }
        return ManagedFile(
            before: lines.text(0..<begin.range.lowerBound), block: block,
            after: lines.text(end.range.upperBound..<lines.bytes.count))
    }

    /// The whole text with this block, in the place of the old one, else at the end; foreign lines byte for byte.
    package func splicing(_ block: ManagedBlock) -> String {
        guard self.block == nil else { return before + block.text + after }
        let gap = before.isEmpty || before.utf8.last == UInt8(ascii: "\n") ? "" : "\n"
        return before + gap + block.text + after
    }

    /// An error for each foreign line that defines one of the names: it would win over the block, or lose, by the reader.
    /// - Throws: `.badInput` where the foreign lines are no `.env` text.
    package func redefinitions(of names: Set<String>, path: String = ".env") throws(Failure) -> [Diagnostic] {
        let clashes = try definitions(path).filter { names.contains($0.name) }
        if block == nil, let first = clashes.first, let last = clashes.last, Set(clashes.map(\.name)) == names {
            return [
                Diagnostic(
                    .error, "the lines of sfm-dev's block begin here, without the marks around them",
                    at: first.location, hint: "remove them, to the value of '\(last.name)', then: sfm-dev generate")
            ]
        }
        return clashes.map { name, location in
            Diagnostic(
                .error, "'\(name)' is set here and by sfm-dev's block", at: location,
                hint: name.hasPrefix("COMPOSE_")
                    ? "remove this line; the project's name is 'project:' in config.yaml"
                    : "remove this line; to change the value, set it under 'variables:' in config.yaml")
        }
    }

    /// A warning for each foreign line that beats a variable of the block in programs that read the whole file.
    /// - Parameter rivals: the variable that each beats.
    /// - Throws: as `redefinitions`.
    package func rivals(_ rivals: [String: String], path: String = ".env") throws(Failure) -> [Diagnostic] {
        try definitions(path).compactMap { name, location in
            rivals[name].map { variable in
                Diagnostic(
                    .warning, "'\(name)' beats '\(variable)' where both are set", at: location, hint: "remove this line"
                )
            }
        }
    }

    private func definitions(_ path: String) throws(Failure) -> [(name: String, location: SourceLocation)] {
        guard !before.isEmpty || !after.isEmpty else { return [] }
        // The block's lines stay as blank ones, or every number behind them would be wrong.
        let gap = String(repeating: "\n", count: block?.text.utf8.count { $0 == UInt8(ascii: "\n") } ?? 0)
        let file = SourceFile(path: path, text: before + gap + after, isQuotable: false)
        // Only the names count; what the values come from stands in the block, or in the reader's environment.
        return try EnvFileReader.read(file, lookup: { _ in "x" }).map { entry in
            (entry.name, SourceLocation(file: file, line: entry.line, column: 1))
        }
    }
}

private struct Markers {
    struct Line {
        var line: Int
        var range: Range<Int>
    }

    var begin: Line?
    var beginText = ""
    var secondBegin: Int?
    var end: Line?
    private(set) var lines: ByteLines

    init(_ text: String) {
        lines = ByteLines(Array(text.utf8))
        var number = 0
        while var content = lines.line() {
            number += 1
            // Cheap first: few lines are comments.
            guard let first = content.first, lines.bytes[first] == UInt8(ascii: "#") else { continue }
            let whole = content.lowerBound..<lines.position
            // An editor may have changed all line ends.
            if lines.bytes[content.upperBound - 1] == 0x0D { content = content.dropLast() }
            if lines.starts(content, with: "# >>> sfm-dev ") {
                if begin == nil {
                    begin = Line(line: number, range: whole)
                    beginText = lines.text(content)
                } else if secondBegin == nil {
                    secondBegin = number
                }
            } else if lines.equals(content, "# <<< sfm-dev <<<"), end == nil {
                end = Line(line: number, range: whole)
            }
        }
    }
}
