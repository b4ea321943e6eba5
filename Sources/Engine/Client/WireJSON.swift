#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// JSON as it goes over the wire.
enum WireJSON {
    /// Keys are sorted, so that the same value is the same bytes. Values of ours hold no number that JSON lacks: the
    /// encoder has nothing to refuse.
    static func bytes(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(value) else { return [] }
        return Array(data)
    }

    static func text(_ value: some Encodable) -> String {
        String(decoding: bytes(value), as: UTF8.self)
    }

    static func decode<Value: Decodable>(
        _ type: Value.Type, from bytes: some Collection<UInt8>
    ) throws(EngineError) -> Value {
        do { return try JSONDecoder().decode(type, from: Data(bytes)) } catch {
            throw .decoding(type: "\(type)", excerpt: excerpt(of: bytes))
        }
    }

    /// 200 bytes show what answered (a page of a proxy, an older format) and fill no screen.
    static func excerpt(of bytes: some Collection<UInt8>) -> String {
        String(decoding: bytes.prefix(200), as: UTF8.self)
    }
}
