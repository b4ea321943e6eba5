#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a server has under a collection's name.
enum QdrantCollection: Equatable {
    case missing
    case there(size: Int, distance: String)
    /// Its vectors have names, or it has none but sparse ones.
    case otherwise

    /// - Throws: where the reply tells neither.
    init(_ reply: HTTPReply) throws(ProbeEnd) {
        if reply.status == 404 {
            self = .missing
            return
        }
        if let refusal = HTTPProbe.refusal(reply) { throw refusal }
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(reply.body.utf8)) else {
            throw .garbage("Qdrant's")
        }
        let vectors = answer.result.config.params.vectors
        if let size = vectors?.size, let distance = vectors?.distance {
            self = .there(size: size, distance: distance)
        } else {
            self = .otherwise
        }
    }

    /// What is wrong with it; nil where it is as wanted.
    func difference(size: Int, distance: String) -> String? {
        switch self {
        case .missing: "missing"
        case .there(size, distance): nil
        case .there(let other, distance): "has vectors of size \(other), not \(size)"
        case .there(size, let other): "has the distance \(other), not \(distance)"
        case .there(let size, let distance): "has vectors of size \(size) and the distance \(distance)"
        case .otherwise: "has other than one kind of vectors without a name"
        }
    }

    static func path(_ name: String) -> String { "/collections/" + encoded(name) }

    static func creation(size: Int, distance: String) -> [UInt8] {
        Array(#"{"vectors":{"size":\#(size),"distance":"\#(distance)"}}"#.utf8)
    }

    /// Everything but RFC 3986's unreserved characters: a name may hold a slash or a question mark.
    private static func encoded(_ name: String) -> String {
        var text = ""
        for byte in name.utf8 {
            let scalar = Unicode.Scalar(byte)
            if scalar.isASCII,
                scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-._~".unicodeScalars.contains(scalar)
            {
                text.unicodeScalars.append(scalar)
            } else {
                text += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return text
    }

    /// `GET /collections/{name}`, as far as it is looked at.
    private struct Answer: Decodable {
        struct Result: Decodable { var config: Config }
        struct Config: Decodable { var params: Params }
        struct Params: Decodable { var vectors: Vectors? }
        struct Vectors: Decodable {
            var size: Int?
            var distance: String?

            init(from decoder: any Decoder) throws {
                let fields = try decoder.container(keyedBy: Key.self)
                // Under other names each kind of vectors has its own.
                size = try? fields.decode(Int.self, forKey: .size)
                distance = try? fields.decode(String.self, forKey: .distance)
            }

            private enum Key: String, CodingKey { case size, distance }
        }

        var result: Result
    }
}
