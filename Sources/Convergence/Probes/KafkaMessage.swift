/// Requests and responses of a Kafka broker (Apache Kafka documentation, "Kafka protocol guide"), in versions without
/// tagged fields.
enum KafkaMessage {
    /// A response to these two requests is below 10 KB in a cluster of a hundred brokers.
    static let longest = 1 << 20
    static let apiVersionsKey: Int16 = 18
    static let metadataKey: Int16 = 3
    /// From 9 on the encoding has tagged fields.
    static let metadataVersions: ClosedRange<Int16> = 1...8

    /// One response, of which only what follows the correlation id is given.
    static func take(from buffer: inout [UInt8], correlation: Int32) throws(ProbeEnd) -> [UInt8]? {
        var reader = ByteReader(buffer)
        guard let size = reader.integer(Int32.self) else { return nil }
        guard (4...longest).contains(Int(size)) else { throw .garbage("Kafka") }
        guard let message = reader.bytes(Int(size)) else { return nil }
        buffer = Array(reader.rest)
        var body = ByteReader(message)
        guard body.integer(Int32.self) == correlation else { throw .garbage("Kafka") }
        return Array(body.rest)
    }

    static func apiVersions(correlation: Int32) -> [UInt8] {
        framed(key: apiVersionsKey, version: 0, correlation: correlation, body: [])
    }

    /// Asks for brokers and no topics.
    static func metadata(version: Int16, correlation: Int32) -> [UInt8] {
        var body: [UInt8] = []
        body.append(bigEndian: Int32(0))
        // allow_auto_topic_creation
        if version >= 4 { body.append(0) }
        // include_cluster_authorized_operations, include_topic_authorized_operations
        if version >= 8 { body += [0, 0] }
        return framed(key: metadataKey, version: version, correlation: correlation, body: body)
    }

    private static func framed(key: Int16, version: Int16, correlation: Int32, body: [UInt8]) -> [UInt8] {
        var message: [UInt8] = []
        message.append(bigEndian: key)
        message.append(bigEndian: version)
        message.append(bigEndian: correlation)
        let client = Array("sfm-dev".utf8)
        message.append(bigEndian: Int16(client.count))
        message += client + body
        var frame: [UInt8] = []
        frame.append(bigEndian: Int32(message.count))
        return frame + message
    }

    /// The newest version of Metadata that both sides know; nil where there is none.
    static func metadataVersion(in response: [UInt8]) throws(ProbeEnd) -> Int16? {
        var reader = ByteReader(response)
        guard let error = reader.integer(Int16.self), let count = reader.integer(Int32.self), count >= 0
        else { throw .garbage("Kafka") }
        guard error == 0 else { throw .refused(.other, "answers with error \(error) when asked for its versions") }
        for _ in 0..<count {
            guard let key = reader.integer(Int16.self), let least = reader.integer(Int16.self),
                let most = reader.integer(Int16.self)
            else { throw .garbage("Kafka") }
            guard key == metadataKey else { continue }
            let version = min(most, metadataVersions.upperBound)
            return version >= max(least, metadataVersions.lowerBound) ? version : nil
        }
        return nil
    }

    static func brokers(in response: [UInt8], version: Int16) throws(ProbeEnd) -> [ProbeAddress] {
        var reader = ByteReader(response)
        // throttle_time_ms
        if version >= 3, reader.integer(Int32.self) == nil { throw .garbage("Kafka") }
        guard let count = reader.integer(Int32.self), count >= 0 else { throw .garbage("Kafka") }
        var brokers: [ProbeAddress] = []
        for _ in 0..<count {
            guard reader.integer(Int32.self) != nil, let length = reader.integer(Int16.self),
                let host = reader.bytes(Int(length)),
                let port = reader.integer(Int32.self).flatMap(UInt16.init(exactly:)),
                let rack = reader.integer(Int16.self), reader.bytes(max(Int(rack), 0)) != nil
            else { throw .garbage("Kafka") }
            brokers.append(ProbeAddress(host: String(decoding: host, as: UTF8.self), port: port))
        }
        return brokers
    }
}
