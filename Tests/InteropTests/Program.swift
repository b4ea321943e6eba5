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

    static func temporaryFolder() throws(Problem) -> String {
        var template = Array("/tmp/sfm-dev-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Problem(message: "no temporary folder") }
        return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    static func write(_ text: String, to path: String) throws(Problem) {
        guard let file = fopen(path, "w") else { throw Problem(message: "cannot write \(path)") }
        let bytes = Array(text.utf8)
        let written = fwrite(bytes, 1, bytes.count, file)
        guard fclose(file) == 0, written == bytes.count else { throw Problem(message: "cannot write \(path)") }
    }

    /// Standard output; a failure is thrown with what was written to standard error.
    @discardableResult
    static func run(_ script: String, in folder: String = "/") throws(Problem) -> String {
        let errors = try temporaryFolder()
        defer { _ = system("rm -rf '\(errors)'") }
        let setUp = "set -o pipefail; cd '\(folder)'; export DOCKER_HOST=\"$SFM_DEV_TEST_ENGINE\""
        try write("\(setUp)\n\(script)\n", to: "\(errors)/script")
        guard let pipe = popen("bash '\(errors)/script' 2>'\(errors)/errors'", "r") else {
            throw Problem(message: "no shell")
        }
        let output = contents(pipe)
        guard pclose(pipe) == 0 else {
            let said = fopen("\(errors)/errors", "r").map(contents) ?? ""
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
