/// A key of the engine's JSON, written as text where it is read: the API's names stay out of our types.
struct WireKey: CodingKey, ExpressibleByStringLiteral {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringLiteral name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

extension KeyedDecodingContainer<WireKey> {
    /// The value, or the one that stands for it where the engine leaves the key out or sends `null`: engines differ in
    /// that, and 1.52 leaves out more than those before it.
    func value<Value: Decodable>(_ key: WireKey, or standard: Value) throws -> Value {
        try decodeIfPresent(Value.self, forKey: key) ?? standard
    }

    func optional<Value: Decodable>(_ key: WireKey) throws -> Value? {
        try decodeIfPresent(Value.self, forKey: key)
    }

    /// Text, `nil` also where it is empty: Go writes an absent text as "".
    func text(_ key: WireKey) throws -> String? {
        let text = try decodeIfPresent(String.self, forKey: key)
        return text?.isEmpty == true ? nil : text
    }

    func nested(_ key: WireKey) throws -> KeyedDecodingContainer<WireKey>? {
        guard contains(key), try !decodeNil(forKey: key) else { return nil }
        return try nestedContainer(keyedBy: WireKey.self, forKey: key)
    }
}
