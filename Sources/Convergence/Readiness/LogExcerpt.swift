package import Diagnostics

/// The end of a container's log as it may be shown: secrets out, control characters visible.
package enum LogExcerpt {
    /// The last lines of `log`, at most `count`, each cut at 240 characters, which is three lines of a terminal.
    package static func lines(of log: [UInt8], last count: Int = 10, redactor: Redactor) -> [String] {
        let text = String(decoding: redactor.redacted(log) ?? log, as: UTF8.self)
        return text.split { $0.isNewline }.suffix(count).map { line in
            let text = String(line).shownOnOneLine
            return text.count > 240 ? text.prefix(239) + "…" : text
        }
    }

    /// `: <last line>`, ready to follow what ended; nothing where nothing was written.
    static func lastLine(of output: [UInt8]) -> String {
        lines(of: output, last: 1, redactor: .none).first.map { ": \($0)" } ?? ""
    }
}
