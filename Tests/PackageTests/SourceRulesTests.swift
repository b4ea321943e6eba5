import Diagnostics
import Testing

/// What no compiler and no formatter holds.
struct SourceRulesTests {
    static let longest = 400

    @Test func `no file is longer than 400 lines`() throws {
        for file in try files() {
            let count = file.text.utf8.count { $0 == UInt8(ascii: "\n") }
            #expect(count <= Self.longest, "\(file.path)")
        }
    }

    @Test(arguments: ["try", "as"])
    func `nothing is forced`(word: String) throws {
        for file in try files() {
            for (number, text) in file.lines where !isComment(text) {
                #expect(!text.contains(" \(word)!"), "\(file.path):\(number)")
            }
        }
    }

    @Test(arguments: ["@unchecked Sendable", "nonisolated(unsafe)"])
    func `what the compiler cannot check has its reason above`(word: String) throws {
        for file in try files() {
            var above: Substring = ""
            for (number, text) in file.lines {
                // The table above names them in quotes.
                if text.contains(word), !isComment(text), !text.contains("\"\(word)\"") {
                    #expect(isComment(above), "\(file.path):\(number)")
                }
                above = text
            }
        }
    }

    private func files() throws -> [SourceFile] {
        let files = try PackageDescription.ours.get().targets.flatMap(\.sources)
        try #require(files.contains { $0.path == "Tests/PackageTests/SourceRulesTests.swift" })
        return files
    }

    private func isComment(_ line: Substring) -> Bool {
        line.drop { $0 == " " }.hasPrefix("//")
    }
}
