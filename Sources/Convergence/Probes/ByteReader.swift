/// Takes numbers (big-endian) and texts from the front of bytes; nil where there are too few.
struct ByteReader {
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: some Collection<UInt8>) { rest = ArraySlice(bytes) }

    mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    mutating func integer<Integer: FixedWidthInteger>(_: Integer.Type = Integer.self) -> Integer? {
        bytes(Integer.bitWidth / 8)?.reduce(0) { $0 << 8 | Integer(truncatingIfNeeded: $1) }
    }

    /// Up to the next NUL, which is taken too.
    mutating func zeroTerminated() -> String? {
        guard let end = rest.firstIndex(of: 0) else { return nil }
        defer { rest = rest[(end + 1)...] }
        return String(decoding: rest[..<end], as: UTF8.self)
    }
}

extension [UInt8] {
    mutating func append(bigEndian number: some FixedWidthInteger) {
        append(contentsOf: Swift.withUnsafeBytes(of: number.bigEndian) { [UInt8]($0) })
    }

    mutating func append(zeroTerminated text: String) {
        append(contentsOf: text.utf8)
        append(0)
    }
}
