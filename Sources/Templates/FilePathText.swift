/// Paths as text, without looking at the disk.
package enum FilePathText {
    /// Without `.`, `..`, doubled and trailing slashes; an absolute path stays absolute.
    package static func clean(_ path: String) -> String {
        // Texts, which alone are joined without looking up what else they may be.
        var parts: [String] = []
        for part in path.utf8.split(separator: UInt8(ascii: "/")).map({ String(Substring($0)) }) where part != "." {
            if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
        }
        let text = parts.joined(separator: "/")
        return path.utf8.first == UInt8(ascii: "/") ? "/" + text : (text.isEmpty ? "." : text)
    }
}
