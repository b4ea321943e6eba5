/// A place in a file that a user wrote.
package struct SourceLocation: Sendable, Hashable, Comparable {
    package let file: SourceFile
    /// Counted from 1.
    package let line: Int
    /// Counted from 1, in Unicode scalars, as libyaml counts and as editors jump.
    package let column: Int
    /// How many scalars the mistake is wide; 1 draws a bare caret.
    package let length: Int

    package init(file: SourceFile, line: Int, column: Int, length: Int = 1) {
        self.file = file
        self.line = line
        self.column = column
        self.length = max(1, length)
    }

    package static func == (a: SourceLocation, b: SourceLocation) -> Bool {
        a.file.path == b.file.path && a.line == b.line && a.column == b.column && a.length == b.length
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(file.path)
        hasher.combine(line)
        hasher.combine(column)
    }

    package static func < (a: SourceLocation, b: SourceLocation) -> Bool {
        (a.file.path, a.line, a.column) < (b.file.path, b.line, b.column)
    }
}

extension SourceLocation: CustomStringConvertible {
    /// `path:line:column`, the form that editors and CI turn into a link.
    package var description: String { "\(file.path):\(line):\(column)" }
}
