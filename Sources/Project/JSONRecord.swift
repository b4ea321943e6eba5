import Diagnostics

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A versioned JSON file of `.sfm-dev/`: one reading, one wording of its mistakes.
struct JSONRecord {
    let name: String
    let text: String
    let version: Int
    /// Its lines must not be quoted in a message.
    let secret: Bool

    /// - Returns: nil where there is no such file.
    /// - Throws: for bytes that are no text too: no hand wrote them, and there is nothing to save in another way.
    static func text(_ path: String, limit: Int, named name: String) throws(Failure) -> String? {
        try SafeFile.readText(path, limit: limit, named: name, secret: true, hint: "rm \(name)")
    }

    static func encode(_ value: some Encodable) throws(Failure) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
        } catch {
            throw Failure(.notReached, "cannot encode as JSON: \(error)")
        }
    }

    /// - Parameter fields: the top-level names that this version knows.
    func decode<Value: Decodable>(_ type: Value.Type, fields: [String]) throws(Failure) -> Value {
        do {
            // Of an array: what else a sequence may be is looked up among all types of the program.
            let data = Data(Array(text.utf8))
            let header = try JSONDecoder().decode(Header.self, from: data)
            try checkVersion(header, fields)
            return try JSONDecoder().decode(type, from: data)
        } catch let failure as Failure {
            throw failure
        } catch let DecodingError.typeMismatch(_, context), let DecodingError.valueNotFound(_, context) {
            throw broken(
                "\(Self.words(context.codingPath)) has another type than it should", line(of: context.codingPath))
        } catch let DecodingError.keyNotFound(key, context) {
            throw broken("'\(key.stringValue)' is missing", line(of: context.codingPath))
        } catch DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty {
            // Such as bytes that are no base64.
            throw broken("\(Self.words(context.codingPath)) has no value of its kind", line(of: context.codingPath))
        } catch DecodingError.dataCorrupted {
            guard let place = JSONFault.place(in: text) else {
                // The decoder gives no path to such a number.
                throw broken("a number in this file is out of range", (1, 1))
            }
            throw broken("this is not JSON", place)
        } catch {
            throw broken("this cannot be read", (1, 1))
        }
    }

    private func checkVersion(_ header: Header, _ fields: [String]) throws(Failure) {
        if header.version > version {
            throw newer("its version is \(header.version), and this one knows \(version)")
        }
        if let unknown = header.names.filter({ !fields.contains($0) }).min() {
            throw newer("it has a field '\(unknown)' that this one does not know")
        }
    }

    private func newer(_ reason: String) -> Failure {
        Failure(
            .badInput, "'\(name)' was written by a newer sfm-dev: \(reason)", hint: "update sfm-dev, or: rm \(name)")
    }

    private func broken(_ message: String, _ place: (line: Int, column: Int)) -> Failure {
        let file = secret ? SourceFile.redacted(path: name, text: text) : SourceFile(path: name, text: text)
        return Failure(
            .badInput, message, at: SourceLocation(file: file, line: place.line, column: place.column),
            hint: "rm \(name)")
    }

    private static func words(_ path: [any CodingKey]) -> String {
        let names = path.map { $0.intValue.map(String.init) ?? $0.stringValue }
        return names.isEmpty ? "the file" : "'\(names.joined(separator: "."))'"
    }

    private func line(of path: [any CodingKey]) -> (line: Int, column: Int) {
        guard let field = path.first?.stringValue else { return (1, 1) }
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let start = line.prefix { $0 == " " || $0 == "\t" }
            if line.dropFirst(start.count).hasPrefix("\"\(field)\"") { return (index + 1, start.count + 1) }
        }
        return (1, 1)
    }
}

private struct Header: Decodable {
    struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    let version: Int
    let names: [String]

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Name.self)
        version = try fields.decode(Int.self, forKey: Name(stringValue: "version"))
        names = fields.allKeys.map(\.stringValue)
    }
}
