/// A wrong file and the whole text that its user sees.
struct Mistake: Sendable {
    let bytes: [UInt8]
    let shown: String

    init(_ text: String, _ shown: String) {
        self.init(Array(text.utf8), shown)
    }

    init(_ bytes: [UInt8], _ shown: String) {
        self.bytes = bytes
        self.shown = shown
    }

    /// What is no text at all.
    static let encoding = [
        Mistake(
            Array("a: b\nc: gr".utf8) + [0xF6] + Array("n\n".utf8),
            """
            p.yaml:2:6: error: byte 0xf6 is not valid UTF-8
              2 | c: gr\u{FFFD}n
                |      ^
            hint: if the file is LATIN1: iconv -f LATIN1 -t UTF-8 'p.yaml'

            """),
        Mistake(
            [0xFF, 0xFE, 0x61, 0x00, 0x3A, 0x00],
            """
            p.yaml:1:1: error: byte 0xff is not valid UTF-8
              1 | \u{FFFD}\u{FFFD}a\\x00:\\x00
                | ^
            hint: if the file is UTF-16: iconv -f UTF-16 -t UTF-8 'p.yaml'

            """),
        Mistake(
            Array("a: \u{e9}".utf8) + [0xE2, 0x82],
            """
            p.yaml:1:5: error: byte 0xe2 is not valid UTF-8
              1 | a: \u{e9}\u{FFFD}
                |     ^
            hint: if the file is LATIN1: iconv -f LATIN1 -t UTF-8 'p.yaml'

            """),
    ]
}
