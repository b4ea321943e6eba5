/// Rows of cells in aligned columns.
package enum TextTable {
    /// A line for each row, two blanks between columns and none at the end.
    /// - Parameter rows: all with as many cells as the first.
    package static func lines(_ rows: [[String]]) -> [String] {
        guard let first = rows.first else { return [] }
        let widths = first.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            var line = zip(row, widths).map { $0.padded(to: $1) }.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    /// The lines, each with its line break.
    package static func text(_ rows: [[String]]) -> String { lines(rows).map { $0 + "\n" }.joined() }
}

extension String {
    /// With blanks behind it up to that many characters.
    package func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
