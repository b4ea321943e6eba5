import Diagnostics
import YAML

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What SwiftPM says about this package.
struct PackageDescription {
    struct Target {
        let name: String
        let isTest: Bool
        /// Targets and products that it names.
        let dependencies: Set<String>
        let sources: [SourceFile]
    }

    struct Problem: Error { let message: String }

    let targets: [Target]

    /// Read once for all tests.
    static let ours = Result { try PackageDescription() }

    private init() throws {
        // `swift test` holds the lock of the build folder until the tests end: a scratch folder of our own needs none.
        let output = try Self.output(
            of: """
                scratch=$(mktemp -d) && trap 'rm -rf "$scratch"' EXIT &&
                swift package --package-path '\(Self.root)' --scratch-path "$scratch" describe --type json
                """)
        // JSON is YAML, near enough for what SwiftPM prints.
        let root = try parseYAML(output, path: "description")
        targets = try (root["targets"]?.items ?? []).map { target in
            let folder = "\(Self.root)/\(target["path"]?.text ?? "")"
            return Target(
                name: target["name"]?.text ?? "",
                isTest: target["type"]?.text == "test",
                dependencies: Set(
                    ["target_dependencies", "product_dependencies"].flatMap { target[$0]?.items ?? [] }
                        .compactMap(\.text)),
                sources: try (target["sources"]?.items ?? []).compactMap(\.text).map { name in
                    SourceFile(
                        path: String("\(folder)/\(name)".dropFirst(Self.root.count + 1)),
                        text: try Self.output(of: "cat '\(folder)/\(name)'"))
                })
        }
    }

    /// The package's folder, three levels above this file.
    static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        .joined(separator: "/")

    static func output(of command: String) throws(Problem) -> String {
        guard let pipe = popen(command, "r") else { throw Problem(message: "no shell") }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = fread(&buffer, 1, buffer.count, pipe)
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        guard pclose(pipe) == 0 else { throw Problem(message: "this did not end well: \(command)") }
        return String(decoding: bytes, as: UTF8.self)
    }
}
