/// A request to a Kafka broker (Apache Kafka documentation, "Kafka protocol guide"), and how its response is found.
struct KafkaRequest: Sendable, Equatable {
    var key: Int16
    var version: Int16
    var body: [UInt8]
    /// Both headers and the bodies have tagged fields, and shorter lengths.
    var isFlexible = false

    /// With its size.
    func frame(correlation: Int32) -> [UInt8] {
        var message: [UInt8] = []
        message.append(bigEndian: key)
        message.append(bigEndian: version)
        message.append(bigEndian: correlation)
        message.append(kafka: "sfm-dev")
        if isFlexible { message.append(0) }
        message += body
        var frame: [UInt8] = []
        frame.append(bigEndian: Int32(message.count))
        return frame + message
    }

    /// Takes one response from the front; nil while it is not whole.
    /// - Returns: what follows its header.
    func takeResponse(from buffer: inout [UInt8], correlation: Int32) throws(ProbeEnd) -> ByteReader? {
        var reader = ByteReader(buffer)
        guard let size = reader.integer(Int32.self) else { return nil }
        guard (4...Self.longest).contains(Int(size)) else { throw .garbage("Kafka") }
        guard let message = reader.bytes(Int(size)) else { return nil }
        buffer = Array(reader.rest)
        var body = ByteReader(message)
        guard body.integer(Int32.self) == correlation else { throw .garbage("Kafka") }
        if isFlexible, !body.skipTags() { throw .garbage("Kafka") }
        return body
    }

    /// A response to what is asked here is below 10 KB in a cluster of a hundred brokers.
    private static let longest = 1 << 20
}

/// What a broker answered with instead of what was asked for.
enum KafkaError {
    /// Its own sentence, or the name that the protocol has for the number.
    static func words(_ code: Int16, _ sentence: String? = nil) -> String {
        if let sentence, !sentence.isEmpty { return sentence }
        let name: String? =
            switch code {
            case -1: "UNKNOWN_SERVER_ERROR"
            case 7: "REQUEST_TIMED_OUT"
            case 17: "INVALID_TOPIC_EXCEPTION"
            case 29: "TOPIC_AUTHORIZATION_FAILED"
            case 31: "CLUSTER_AUTHORIZATION_FAILED"
            case 35: "UNSUPPORTED_VERSION"
            case 37: "INVALID_PARTITIONS"
            case 38: "INVALID_REPLICATION_FACTOR"
            case 41: "NOT_CONTROLLER"
            case 44: "POLICY_VIOLATION"
            case 58: "SASL_AUTHENTICATION_FAILED"
            case 92: "DUPLICATE_RESOURCE"
            case 93: "UNACCEPTABLE_CREDENTIAL"
            default: nil
            }
        return name.map { "error \(code), \($0)" } ?? "error \(code)"
    }
}

extension [UInt8] {
    /// A text with its length in two bytes.
    mutating func append(kafka text: String) {
        append(bigEndian: Int16(truncatingIfNeeded: text.utf8.count))
        append(contentsOf: text.utf8)
    }

    /// The length of what follows in a message with tagged fields, one more than it is: 0 stands for null.
    mutating func append(compactCount count: Int) {
        var number = UInt32(truncatingIfNeeded: count + 1)
        while number >= 0x80 {
            append(UInt8(truncatingIfNeeded: number) | 0x80)
            number >>= 7
        }
        append(UInt8(truncatingIfNeeded: number))
    }

    mutating func append(compact bytes: some Collection<UInt8>) {
        append(compactCount: bytes.count)
        append(contentsOf: bytes)
    }
}

extension ByteReader {
    /// A text with its length in two bytes; null is empty. nil where there is none.
    mutating func kafkaText() -> String? {
        guard let length = integer(Int16.self), let text = bytes(Swift.max(Int(length), 0)) else { return nil }
        return String(decoding: text, as: UTF8.self)
    }

    /// The number of things that follow, null being none.
    mutating func kafkaCount() -> Int? { integer(Int32.self).map { Swift.max(Int($0), 0) } }

    /// The same in a message with tagged fields.
    mutating func compactCount() -> Int? { unsigned().map { Swift.max(Int($0) - 1, 0) } }

    mutating func compactText() -> String? {
        guard let length = compactCount(), let text = bytes(length) else { return nil }
        return String(decoding: text, as: UTF8.self)
    }

    /// Tagged fields, which are all optional.
    mutating func skipTags() -> Bool {
        guard let count = unsigned() else { return false }
        for _ in 0..<count {
            guard unsigned() != nil, let length = unsigned(), bytes(Int(length)) != nil else { return false }
        }
        return true
    }

    /// Seven bits a byte, the lowest first; at most five bytes.
    private mutating func unsigned() -> UInt32? {
        var value: UInt32 = 0
        for shift in stride(from: UInt32(0), to: 35, by: 7) {
            guard let byte = integer(UInt8.self) else { return nil }
            value |= UInt32(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        return nil
    }
}
