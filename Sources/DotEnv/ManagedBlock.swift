package import Diagnostics

/// The lines of a `.env` file that sfm-dev writes, between two marker lines.
package struct ManagedBlock: Sendable, Equatable {
    package var profile: String
    /// Lower-case hexadecimal, made by the caller over profile, line break and body: shows an edit by hand.
    package var hmac: String
    /// Whole lines.
    package var body: String

    static let beginPrefix = "# >>> sfm-dev "
    static let beginSuffix = " >>>"
    static let end = "# <<< sfm-dev <<<"

    package init(profile: String, hmac: String, body: String) {
        self.profile = profile
        self.hmac = hmac
        self.body = body
    }

    /// Both markers and the body; ends in a line break.
    package var text: String {
        "\(Self.beginPrefix)profile=\(profile) hmac=\(hmac)\(Self.beginSuffix)\n\(body)\(Self.end)\n"
    }

    /// The body's names and values, helpers of the writer left out.
    package func entries(path: String = ".env") throws(Failure) -> [EnvEntry] {
        let file = SourceFile(path: path, text: body, isQuotable: false)
        return try EnvFileReader.read(file).filter { !EnvFileWriter.isHelper($0.name) }
    }

    /// `profile=P hmac=H` between the begin marker's ends.
    init?(marker line: Substring, body: String) {
        guard line.hasPrefix(Self.beginPrefix), line.hasSuffix(Self.beginSuffix) else { return nil }
        let words = line.utf8.dropFirst(Self.beginPrefix.utf8.count).dropLast(Self.beginSuffix.utf8.count)
            .split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false).map { Substring($0) }
        guard words.count == 2, words[0].hasPrefix("profile="), words[1].hasPrefix("hmac=") else { return nil }
        profile = String(words[0].utf8.dropFirst(8)) ?? ""
        hmac = String(words[1].utf8.dropFirst(5)) ?? ""
        self.body = body
        if profile.isEmpty || hmac.isEmpty { return nil }
    }

    /// Whether a later line of the value would be taken for a marker.
    static func marksALine(in value: [UInt8]) -> Bool {
        guard value.contains(UInt8(ascii: "\n")) else { return false }
        return value.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropFirst().contains {
            $0.starts(with: beginPrefix.utf8) || $0.starts(with: end.utf8)
        }
    }
}
