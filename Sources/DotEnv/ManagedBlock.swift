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
    init?(marker text: String, body: String) {
        let lines = ByteLines(Array(text.utf8))
        var line = 0..<lines.bytes.count
        guard lines.starts(line, with: "# >>> sfm-dev ") else { return nil }
        line = line.dropFirst(14)
        guard let profile = lines.word(of: &line), lines.starts(profile, with: "profile="), profile.count > 8,
            let hmac = lines.word(of: &line), lines.starts(hmac, with: "hmac="), hmac.count > 5,
            lines.equals(line, ">>>")
        else { return nil }
        self.init(profile: lines.text(profile.dropFirst(8)), hmac: lines.text(hmac.dropFirst(5)), body: body)
    }

    /// Whether a later line of the value would be taken for a marker.
    static func marksALine(in value: [UInt8]) -> Bool {
        guard value.contains(UInt8(ascii: "\n")) else { return false }
        return value.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropFirst().contains {
            $0.starts(with: beginPrefix.utf8) || $0.starts(with: end.utf8)
        }
    }
}
