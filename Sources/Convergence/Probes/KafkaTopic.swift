/// A topic that is to be made (CreateTopics).
struct KafkaTopic: Sendable, Equatable {
    var name: String
    /// The broker's own number where it is nil.
    var partitions: Int?

    private static let key: Int16 = 19
    /// The first that knows the broker's own numbers; from 5 on the encoding has tagged fields.
    private static let version: Int16 = 4
    private static let alreadyThere: Int16 = 36
    /// How long the broker may wait until it is there, in milliseconds.
    private static let patience: Int32 = 20_000

    func request(_ versions: KafkaVersions) throws(ProbeEnd) -> KafkaRequest {
        let version = try versions.newest(Self.key, among: Self.version...Self.version, "CreateTopics")
        var body: [UInt8] = []
        body.append(bigEndian: Int32(1))
        body.append(kafka: name)
        body.append(bigEndian: partitions.flatMap(Int32.init(exactly:)) ?? -1)
        // replication_factor: the broker's own
        body.append(bigEndian: Int16(-1))
        // assignments, configs
        body.append(bigEndian: Int32(0))
        body.append(bigEndian: Int32(0))
        body.append(bigEndian: Self.patience)
        // validate_only
        body.append(0)
        return KafkaRequest(key: Self.key, version: version, body: body)
    }

    /// - Throws: the broker's words where it did not make it, and it is not there.
    static func check(_ response: ByteReader) throws(ProbeEnd) {
        var reader = response
        // throttle_time_ms
        guard reader.integer(Int32.self) != nil, let count = reader.kafkaCount(), count > 0 else {
            throw .garbage("Kafka")
        }
        for _ in 0..<count {
            guard reader.kafkaText() != nil, let error = reader.integer(Int16.self),
                let sentence = reader.kafkaText()
            else { throw .garbage("Kafka") }
            guard error == 0 || error == alreadyThere else {
                throw .refused(.other, KafkaError.words(error, sentence))
            }
        }
    }
}
