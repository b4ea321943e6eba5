#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The names of what is false in JSON, however deep: an application may say 200 whatever its checks say.
package struct HealthFlags: Sendable, Decodable {
    package private(set) var wrong: [String] = []
    /// How many there are, true or false.
    package private(set) var count = 0

    /// nil where the text is no JSON.
    package init?(_ text: String) {
        guard let flags = try? JSONDecoder().decode(Self.self, from: Data(text.utf8)) else { return nil }
        self = flags
    }

    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    package init(from decoder: any Decoder) throws {
        if let flag = try? decoder.singleValueContainer().decode(Bool.self) {
            count = 1
            if !flag { wrong = ["the answer"] }
            return
        }
        if let fields = try? decoder.container(keyedBy: Key.self) {
            for key in fields.allKeys {
                if let flag = try? fields.decode(Bool.self, forKey: key) {
                    count += 1
                    if !flag { wrong.append(key.stringValue) }
                } else if let below = try? fields.decode(HealthFlags.self, forKey: key) {
                    count += below.count
                    wrong += below.wrong.map { "\(key.stringValue).\($0)" }
                }
            }
            return
        }
        var items = try decoder.unkeyedContainer()
        while !items.isAtEnd {
            let index = items.currentIndex
            if let flag = try? items.decode(Bool.self) {
                count += 1
                if !flag { wrong.append("\(index)") }
            } else if let below = try? items.decode(HealthFlags.self) {
                count += below.count
                wrong += below.wrong.map { "\(index).\($0)" }
            } else {
                // A text, a number or nothing: past it.
                _ = try items.decode(Anything.self)
            }
        }
    }

    private struct Anything: Decodable {
        init(from decoder: any Decoder) throws {}
    }
}
