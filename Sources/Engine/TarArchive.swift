/// Writes a tar archive in the ustar format (POSIX.1-2017, pax, "ustar Interchange Format"), in memory.
package struct TarArchive: Sendable {
    private var blocks: [UInt8] = []

    private static let blockSize = 512
    /// The largest number of eleven octal digits: 8 GiB less one byte.
    private static let sizeLimit = 0o777_7777_7777
    /// The largest number of seven octal digits.
    private static let idLimit = 0o777_7777

    package init() {}

    /// Why an entry cannot be written down in this format.
    package enum Refusal: Error, Sendable, Equatable {
        /// The path is empty, absolute, has a `..`, or fits no header (100 bytes, or 155 more before a slash).
        case path(String)
        /// An id or a size has more digits than its field.
        case tooLarge(String)
    }

    /// - Parameters:
    ///   - path: relative to the folder that the archive is unpacked in.
    ///   - mode: permission bits.
    package mutating func addFile(
        _ path: String, _ bytes: [UInt8], uid: Int, gid: Int, mode: UInt32
    ) throws(Refusal) {
        try addHeader(path, kind: "0", size: bytes.count, uid: uid, gid: gid, mode: mode)
        blocks += bytes
        blocks += [UInt8](repeating: 0, count: (Self.blockSize - bytes.count % Self.blockSize) % Self.blockSize)
    }

    package mutating func addFolder(_ path: String, uid: Int, gid: Int, mode: UInt32) throws(Refusal) {
        try addHeader(path.hasSuffix("/") ? path : path + "/", kind: "5", size: 0, uid: uid, gid: gid, mode: mode)
    }

    /// With the two empty blocks that end an archive.
    package var bytes: [UInt8] { blocks + [UInt8](repeating: 0, count: 2 * Self.blockSize) }

    private mutating func addHeader(
        _ path: String, kind: Character, size: Int, uid: Int, gid: Int, mode: UInt32
    ) throws(Refusal) {
        guard (0...Self.idLimit).contains(uid), (0...Self.idLimit).contains(gid), size <= Self.sizeLimit else {
            throw .tooLarge(path)
        }
        let (prefix, name) = try Self.split(path)
        var header = [UInt8](repeating: 0, count: Self.blockSize)
        func put(_ text: some Collection<UInt8>, at offset: Int) {
            header.replaceSubrange(offset..<offset + text.count, with: text)
        }
        put(name, at: 0)
        put(Self.octal(Int(mode & 0o7777), digits: 7), at: 100)
        put(Self.octal(uid, digits: 7), at: 108)
        put(Self.octal(gid, digits: 7), at: 116)
        put(Self.octal(size, digits: 11), at: 124)
        // No time of its own: the same files make the same bytes.
        put(Self.octal(0, digits: 11), at: 136)
        put(String(kind).utf8, at: 156)
        put("ustar\u{0}00".utf8, at: 257)
        put(prefix, at: 345)
        // The sum is taken with blanks in its own place.
        put([UInt8](repeating: UInt8(ascii: " "), count: 8), at: 148)
        put(Self.octal(header.reduce(0) { $0 + Int($1) }, digits: 6) + [0, UInt8(ascii: " ")], at: 148)
        blocks += header
    }

    /// A path of more than 100 bytes is cut at a slash: 155 bytes before it, 100 after it.
    private static func split(_ path: String) throws(Refusal) -> (prefix: ArraySlice<UInt8>, name: ArraySlice<UInt8>) {
        let bytes = Array(path.utf8)
        let parts = path.split(separator: "/")
        guard !parts.isEmpty, bytes.first != UInt8(ascii: "/"), !parts.contains(".."), !bytes.contains(0) else {
            throw .path(path)
        }
        if bytes.count <= 100 { return ([], bytes[...]) }
        let earliest = bytes.count - 101
        guard earliest <= 155,
            let slash = bytes[earliest..<min(156, bytes.count - 1)].firstIndex(of: UInt8(ascii: "/"))
        else { throw .path(path) }
        return (bytes[..<slash], bytes[(slash + 1)...])
    }

    private static func octal(_ number: Int, digits: Int) -> [UInt8] {
        let text = String(number, radix: 8)
        return Array((String(repeating: "0", count: digits - text.count) + text).utf8)
    }
}
