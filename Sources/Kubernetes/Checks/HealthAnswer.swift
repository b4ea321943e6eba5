#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What an application answers when it is asked for its health.
package enum HealthAnswer {
    private enum Part: Decodable {
        case flag(Bool)
        case object([String: Part])
        case list([Part])
        case other

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let flag = try? container.decode(Bool.self) {
                self = .flag(flag)
            } else if let object = try? container.decode([String: Part].self) {
                self = .object(object)
            } else if let list = try? container.decode([Part].self) {
                self = .list(list)
            } else {
                self = .other
            }
        }

        func failed(_ path: [String]) -> [String] {
            switch self {
            case .flag(false): [path.joined(separator: ".")]
            case .object(let parts): parts.sorted { $0.key < $1.key }.flatMap { $0.value.failed(path + [$0.key]) }
            case .list(let parts): parts.enumerated().flatMap { $0.element.failed(path + [String($0.offset)]) }
            default: []
            }
        }
    }

    /// The checks in it that are false, by name. Text that is no JSON says nothing: that it was answered counts.
    package static func failed(_ text: String) -> [String] {
        guard let part = try? JSONDecoder().decode(Part.self, from: Data(text.utf8)) else { return [] }
        return part.failed([]).map { $0.isEmpty ? "the answer" : $0 }
    }
}

/// Lines of a log in which a program says that something is wrong.
package enum LogTrouble {
    /// By the words that loggers write for their levels, and by Python's beginning of a trace.
    package static func lines(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).filter { line in
            line.firstMatch(of: #/\b(ERROR|CRITICAL|FATAL|PANIC)\b|^Traceback |"level": ?"(error|fatal|critical)"/#)
                != nil
        }.map { String($0) }
    }
}
