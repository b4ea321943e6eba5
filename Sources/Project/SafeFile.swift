package import Diagnostics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Reads a file that may not be what it should be.
package enum SafeFile {
    /// The bytes, or nil where nothing stands at `path`.
    /// - Parameters:
    ///   - limit: the largest size taken, in bytes.
    ///   - name: the path as the user would type it, for messages.
    /// - Throws: `.refused` for a link, a folder or a special file; `.badInput` above the limit; `.notReached` where
    ///   the system says no.
    package static func read(_ path: String, limit: Int, named name: String? = nil) throws(Failure) -> [UInt8]? {
        let name = name ?? path
        let found: [UInt8]?
        do throws(SystemCode) {
            // Non-blocking: opening a pipe that nobody writes would wait for ever.
            let file = try Descriptor.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
            guard FileKind(try file.status()) == .regular else { throw SystemCode(ELOOP) }
            found = try file.read(limit: limit)
        } catch {
            // Where a file stands in the folder's place, whoever makes the folder tells.
            if error.number == ENOENT || error.number == ENOTDIR { return nil }
            var info = stat()
            if lstat(path, &info) == 0 { try FileKind(info).requireFile(name) }
            throw SystemFault.cannotRead(name, error.number)
        }
        guard let found else {
            throw Failure(.badInput, "'\(name)' is larger than \(limit) bytes", hint: "ls -l \(ShellWord.quoted(name))")
        }
        return found
    }

    /// The text, or nil where nothing stands at `path`.
    /// - Parameter secret: the message of a mistake must not quote the line.
    /// - Throws: as `read(_:limit:named:)`, and a located `.badInput` at the first byte that is not UTF-8.
    package static func readText(
        _ path: String, limit: Int, named name: String? = nil, secret: Bool = false,
        hint: String = "save the file as UTF-8"
    ) throws(Failure) -> String? {
        guard let bytes = try read(path, limit: limit, named: name) else { return nil }
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        let text = String(decoding: bytes, as: UTF8.self)
        let file =
            secret ? SourceFile.redacted(path: name ?? path, text: text) : SourceFile(path: name ?? path, text: text)
        let fault = firstFault(bytes)
        let place = SourceLocation(file: file, line: fault.line, column: fault.column)
        throw Failure(.badInput, "this byte is not UTF-8", at: place, hint: hint)
    }

    private static func firstFault(_ bytes: [UInt8]) -> (line: Int, column: Int) {
        var decoder = UTF8()
        var rest = bytes.makeIterator()
        var (line, column) = (1, 1)
        while case .scalarValue(let scalar) = decoder.decode(&rest) {
            if scalar == "\n" { (line, column) = (line + 1, 1) } else { column += 1 }
        }
        return (line, column)
    }
}
