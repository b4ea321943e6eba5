import TestSupport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The peers' programs, through a shell.
enum Program {
    struct Problem: Error, CustomStringConvertible {
        let message: String
        var description: String { message }
    }

    /// Where this file lies.
    static let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        .joined(separator: "/")

    static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Standard output; a failure is thrown with what was written to standard error.
    @discardableResult
    static func run(_ script: String, in folder: String = "/") throws -> String {
        let errors = try TemporaryFolder()
        let setUp = "set -o pipefail; cd '\(folder)'; export DOCKER_HOST=\"$SFM_DEV_TEST_ENGINE\""
        try errors.write("\(setUp)\n\(script)\n", to: "script")
        guard let pipe = popen("bash '\(errors.path)/script' 2>'\(errors.path)/errors'", "r") else {
            throw Problem(message: "no shell")
        }
        let output = contents(pipe)
        guard pclose(pipe) == 0 else {
            let said = fopen("\(errors.path)/errors", "r").map(contents) ?? ""
            throw Problem(message: "\(script)\n\(said)")
        }
        return output
    }

    private static func contents(_ file: UnsafeMutablePointer<FILE>) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
