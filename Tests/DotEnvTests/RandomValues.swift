import TestSupport

@testable import DotEnv

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Values made to be mangled; the same in each run.
enum RandomValues {
    private static let pieces =
        (1...126).filter { $0 != 0x0D }.map { String(Unicode.Scalar(UInt8($0))) }
        + [
            "\\\\", "\\\"", "\\'", "$$", "${", "${V0}", "${V0:-x}", "$V0", "$(id)", "`id`", "\\n", "\\$", "\\x41", "\n",
            "\n\n",
            " #", "'", "\"", "\\", "*", "[a-z]*", "?", "~", "!", "{a,b}", "é", "→", "😀", "\u{2019}", "\u{A0}", "  ",
            "\t",
            "\n# <<< sfm-dev <<<\n", "\n# >>> sfm-dev profile=x hmac=y >>>\n", "export ", "=", ";", "&", "%", "-",
        ]

    static let fixed = [
        "", " ", "-n", "--", "a'", "it's $5", "it's `x`", "end\\", "it's\\", "it's\\\\", "'\\\\", "\\", "\\\\",
        "'\"'\"", "\n",
        "\n\n", "a\n", "$", "'$", "'${A}", "${A}", "#", " #x", "a #'", "*", "/tmp/*", "~", "~root", "a:~",
        "\u{1}\u{7F}",
        "'\n# <<< sfm-dev <<<\nx", "\u{2018}a\u{2019}", String(repeating: "long '$\\ ", count: 7300),
    ]

    /// One seed, 1,000 values; ten under `make test-all`.
    static let seeds: [UInt64] = getenv("SFM_DEV_TEST_ALL") == nil ? [1] : Array(1...10)

    static func entries(_ count: Int, seed: UInt64) -> [EnvEntry] {
        var random = SplitMix(state: seed)
        var values = fixed
        while values.count < count {
            let length = Int.random(in: 0...12, using: &random)
            values.append((0..<length).map { _ in piece(&random) }.joined())
        }
        return values.enumerated().map { EnvEntry("V\($0.offset)", $0.element) }
    }

    /// Every fourth is any scalar at all; surrogates are none, and NUL and CR are refused.
    private static func piece(_ random: inout SplitMix) -> String {
        guard Int.random(in: 0..<4, using: &random) == 0,
            let scalar = Unicode.Scalar(UInt32.random(in: 1...0x10FFFF, using: &random)), scalar != "\r"
        else { return pieces.randomElement(using: &random) ?? "" }
        return String(scalar)
    }
}
