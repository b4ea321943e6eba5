package import Diagnostics

/// Reads a text that is known to be UTF-8. See `parseYAML(_:path:)` for bytes.
package func parseYAML(_ text: String, path: String, isQuotable: Bool = true) throws(Failure) -> YAMLNode {
    try parseYAML(Array(text.utf8), path: path, isQuotable: isQuotable)
}

/// Reads one YAML 1.1 document, as libyaml has it, into a tree that knows its places.
///
/// An empty file is a null node. Aliases and merge keys are resolved. Refused, each with its place: duplicate keys, keys
/// that are no text, unknown aliases, a second document, tags of YAML's own that make no text, number, list or mapping,
/// and what would grow beyond `YAMLLimits`.
/// - Parameters:
///   - path: as the user would type it.
///   - isQuotable: false for a file that may hold secrets: messages then tell places and keys, but show no line and no
///     value.
/// - Throws: `Failure` with exit code 65. libyaml stops at its first mistake; what comes before it is reported too.
package func parseYAML(_ bytes: [UInt8], path: String, isQuotable: Bool = true) throws(Failure) -> YAMLNode {
    let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let content = bytes.starts(with: byteOrderMark) ? bytes[3...] : bytes[...]
    guard let text = String(validating: content, as: UTF8.self) else {
        throw Failure(.badInput, [invalidUTF8(Array(content), path: path, isQuotable: isQuotable)])
    }
    let lines = LineIndex(SourceFile(path: path, text: text, isQuotable: isQuotable))
    var composer = YAMLComposer(events: YAMLEventReader(content), lines: lines)
    return try composer.document()
}

private func invalidUTF8(_ bytes: [UInt8], path: String, isQuotable: Bool) -> Diagnostic {
    var offset = 0
    var parser = Unicode.UTF8.ForwardParser()
    var rest = bytes.makeIterator()
    scan: while true {
        switch parser.parseScalar(from: &rest) {
        case .valid(let scalar): offset += scalar.count
        case .error, .emptyInput: break scan
        }
    }
    let lines = LineIndex(
        SourceFile(path: path, text: String(decoding: bytes, as: UTF8.self), isQuotable: isQuotable))
    let isUTF16 = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    let value = String(bytes[min(offset, bytes.count - 1)], radix: 16)
    let encoding = isUTF16 ? "UTF-16" : "LATIN1"
    return Diagnostic(
        .error, "byte 0x\(value) is not valid UTF-8", at: lines.location(ofByte: offset),
        hint: "if the file is \(encoding): iconv -f \(encoding) -t UTF-8 '\(path.replacing("'", with: "'\\''"))'")
}
