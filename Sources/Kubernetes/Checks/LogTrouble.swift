/// Lines of a log in which a program says that something is wrong.
package enum LogTrouble {
    /// By the words that loggers write for their levels, and by Python's beginning of a trace.
    package static func lines(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).filter { line in
            line.firstMatch(of: #/\b(ERROR|CRITICAL|FATAL|PANIC)\b|^Traceback |"level": ?"(error|fatal|critical)"/#)
                != nil
        }.map { String($0) }
    }
}
