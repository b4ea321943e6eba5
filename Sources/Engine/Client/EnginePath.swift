/// The path and query of a call, without the version in front.
struct EnginePath: Sendable {
    private(set) var text: String

    /// - Parameter parts: each is percent-encoded but for `/ : @`, which references of images hold.
    init(_ parts: String...) {
        text = parts.map { "/" + $0.percentEncoded(sparing: "/:@") }.joined()
    }

    /// The same path with one more parameter; `nil` adds none.
    func query(_ name: String, _ value: (some CustomStringConvertible)?) -> EnginePath {
        guard let value else { return self }
        var path = self
        path.text += "\(text.contains("?") ? "&" : "?")\(name)=\(value.description.percentEncoded(sparing: ""))"
        return path
    }

    /// A parameter that the API reads as true when it is there.
    func flag(_ name: String, _ isSet: Bool) -> EnginePath {
        query(name, isSet ? "1" : nil)
    }

    /// The API's filters: `{"label": ["a=b", "c"]}`, every label must fit. None at all add no parameter.
    func filters(_ filters: [String: [String]]) -> EnginePath {
        let given = filters.filter { !$0.value.isEmpty }
        return query("filters", given.isEmpty ? nil : WireJSON.text(given))
    }
}

extension String {
    /// RFC 3986, section 2.1: all but the unreserved characters, and those that are to stay.
    func percentEncoded(sparing spared: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        let kept = Set("-._~".utf8).union(spared.utf8)
        var bytes: [UInt8] = []
        for byte in utf8 {
            let isAlphanumeric = (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
            if isAlphanumeric || kept.contains(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
