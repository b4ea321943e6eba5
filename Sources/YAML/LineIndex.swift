import Diagnostics

/// Turns an offset into a line and a column. libyaml's own line numbers also count U+0085, U+2028 and U+2029 as line
/// breaks (YAML 1.1), which no editor does; its offsets are right.
struct LineIndex {
    let file: SourceFile
    /// The offset of each line's first scalar.
    private let starts: [Int]

    init(_ file: SourceFile) {
        self.file = file
        var starts = [0]
        var offset = 0
        for byte in file.text.utf8 {
            // Only the first byte of a scalar counts it.
            if byte & 0xC0 != 0x80 { offset += 1 }
            if byte == UInt8(ascii: "\n") { starts.append(offset) }
        }
        self.starts = starts
    }

    /// The place of that offset; `end` gives its width as far as it is on the same line.
    func location(_ offset: Int, to end: Int? = nil) -> SourceLocation {
        let line = lineNumber(of: offset)
        let lineEnd = line < starts.count ? starts[line] - 1 : Int.max
        let width = min(end ?? offset, lineEnd) - offset
        return SourceLocation(file: file, line: line, column: offset - starts[line - 1] + 1, length: width)
    }

    /// The line's scalars from that offset on, without the line break.
    func rest(from offset: Int) -> ArraySlice<Unicode.Scalar> {
        let line = lineNumber(of: offset)
        return Array((file.line(line) ?? "").unicodeScalars).dropFirst(offset - starts[line - 1])
    }

    /// The line's text before that offset.
    func beginning(before offset: Int) -> String {
        let line = lineNumber(of: offset)
        let scalars = (file.line(line) ?? "").unicodeScalars.prefix(offset - starts[line - 1])
        return String(String.UnicodeScalarView(scalars))
    }

    /// The place of a byte, for what libyaml reports in bytes.
    func location(ofByte byte: Int) -> SourceLocation {
        location(file.text.utf8.prefix(byte).count { $0 & 0xC0 != 0x80 })
    }

    /// Counted from 1.
    private func lineNumber(of offset: Int) -> Int {
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        return low + 1
    }
}
