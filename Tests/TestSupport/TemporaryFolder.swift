#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A folder for one test, gone with it.
package struct TemporaryFolder: ~Copyable {
    package struct Problem: Error { package let code: Int32 }

    package let path: String

    package init() throws(Problem) {
        var template = Array("/tmp/sfm-dev-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Problem(code: errno) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    package func write(_ text: String, to name: String) throws(Problem) {
        guard let file = fopen("\(path)/\(name)", "w") else { throw Problem(code: errno) }
        let bytes = Array(text.utf8)
        let written = fwrite(bytes, 1, bytes.count, file)
        guard fclose(file) == 0, written == bytes.count else { throw Problem(code: errno) }
    }

    deinit {
        _ = system("rm -rf '\(path)'")
    }
}
