import TestSupport
import Testing

@testable import Kubernetes

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Our Secrets beside kubectl's own, made of the same files.
@Suite(.enabled(if: kubectl != nil && python != nil, "SFM_DEV_TEST_KUBECTL or SFM_DEV_TEST_SCHEMAS is not set"))
struct KubectlEqualityTests {
    /// Each takes kubectl a twentieth of a second.
    private static let count = getenv("SFM_DEV_TEST_ALL") == nil ? 200 : 1000

    private static let pieces =
        (1...126).map { String(Unicode.Scalar(UInt8($0))) }
        + [
            "\n\n", "\r\n", "\"", "'", "\\", "$(id)", "é", "→", "😀", "\u{FEFF}", "\u{2028}", "  ", ": ", "- ", "#", "=",
            "%",
        ]

    private struct Problem: Error { let message: String }

    /// Keys and values; every tenth set has one of 64 KiB, and one that is empty.
    private static func set(_ index: Int) -> [(key: String, bytes: [UInt8])] {
        var random = SplitMix(state: UInt64(index))
        var data: [(key: String, bytes: [UInt8])] = []
        for number in 0..<Int.random(in: 1...8, using: &random) {
            let length = index % 10 == 0 && number == 0 ? 32 * 1024 : Int.random(in: 0...40, using: &random)
            let text = (0..<length).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let letters = (0..<Int.random(in: 1...12, using: &random)).map { _ in
                Array("abcXYZ019-._").randomElement(using: &random) ?? "a"
            }
            data.append((key: "k\(number)" + String(letters), bytes: Array(text.utf8)))
        }
        return data.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }

    private static func write(_ bytes: [UInt8], to path: String) throws {
        guard let file = fopen(path, "w") else { throw Problem(message: "cannot write \(path)") }
        defer { fclose(file) }
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw Problem(message: "cannot write \(path)") }
    }

    @Test func `a Secret is the one that kubectl makes of the same values`() throws {
        let temporary = try TemporaryFolder()
        let folder = temporary.path
        for index in 0..<Self.count {
            let data = Self.set(index)
            let place = "\(folder)/\(index)"
            guard mkdir(place, 0o700) == 0, mkdir("\(place)/files", 0o700) == 0 else {
                throw Problem(message: "no folder \(place)")
            }
            for (key, bytes) in data { try Self.write(bytes, to: "\(place)/files/\(key)") }
            let ours = Manifests.text([SecretManifest(name: "s\(index)", namespace: "n", data: data).value])
            try Self.write(Array(ours.utf8), to: "\(place)/ours")
        }
        // Read by another's YAML: kubectl sorts numbers in keys by their size, and quotes fewer of them.
        let script = """
            cd '\(folder)' && seq 0 \(Self.count - 1) | xargs -P 2 -I{} sh -c \
            "'\(kubectl ?? "")' create secret generic s{} --namespace n --from-file={}/files --dry-run=client -o yaml > {}/theirs"
            '\(python ?? "")' - \(Self.count) <<'END'
            from sys import argv, exit
            from yaml import safe_load
            for index in range(int(argv[1])):
                ours, theirs = (safe_load(open(f"{index}/{name}")) for name in ("ours", "theirs"))
                # Before 1.34 kubectl writes a time that is none (kubernetes#130989).
                theirs["metadata"].pop("creationTimestamp", None)
                if ours != theirs:
                    exit(f"{index}: {ours} {theirs}")
            END
            """
        #expect(system(script) == 0)
    }
}

private let kubectl = getenv("SFM_DEV_TEST_KUBECTL").map { String(cString: $0) }
private let python = getenv("SFM_DEV_TEST_SCHEMAS").map { String(cString: $0) }
