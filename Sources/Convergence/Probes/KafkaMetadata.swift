/// The brokers that the asked listener advertises, and some topics.
struct KafkaMetadata: Sendable, Equatable {
    var brokers: [ProbeAddress] = []
    /// nil where the broker does not tell.
    var cluster: String?
    /// By name, of those that were asked for and that are there: the number of partitions. nil where none was asked for.
    var topics: [String: Int]?

    private static let key: Int16 = 3
    /// From 9 on the encoding has tagged fields.
    private static let versions: ClosedRange<Int16> = 1...8
    /// Before it, asking for a topic may make it.
    private static let withoutMaking: Int16 = 4
    private static let unknownTopic: Int16 = 3

    static func request(topics: [String], _ versions: KafkaVersions) throws(ProbeEnd) -> KafkaRequest {
        let known = topics.isEmpty ? Self.versions : withoutMaking...Self.versions.upperBound
        let version = try versions.newest(key, among: known, "Metadata")
        var body: [UInt8] = []
        body.append(bigEndian: Int32(topics.count))
        for topic in topics { body.append(kafka: topic) }
        // allow_auto_topic_creation
        if version >= withoutMaking { body.append(0) }
        // include_cluster_authorized_operations, include_topic_authorized_operations
        if version >= 8 { body += [0, 0] }
        return KafkaRequest(key: key, version: version, body: body)
    }

    /// - Parameter withTopics: they stand behind the brokers.
    init(_ response: ByteReader, version: Int16, withTopics: Bool) throws(ProbeEnd) {
        var reader = response
        // throttle_time_ms
        if version >= 3, reader.integer(Int32.self) == nil { throw .garbage("Kafka") }
        guard let count = reader.kafkaCount() else { throw .garbage("Kafka") }
        for _ in 0..<count {
            // node_id, rack
            guard reader.integer(Int32.self) != nil, let host = reader.kafkaText(),
                let port = reader.integer(Int32.self).flatMap(UInt16.init(exactly:)), reader.kafkaText() != nil
            else { throw .garbage("Kafka") }
            brokers.append(ProbeAddress(host: host, port: port))
        }
        // cluster_id
        let cluster = version >= 2 ? reader.kafkaText() : ""
        if let cluster, !cluster.isEmpty { self.cluster = cluster }
        guard withTopics else { return }
        // controller_id
        guard cluster != nil, reader.integer(Int32.self) != nil,
            let topics = reader.kafkaCount()
        else { throw .garbage("Kafka") }
        self.topics = [:]
        for _ in 0..<topics { try readTopic(&reader, version) }
    }

    private mutating func readTopic(_ reader: inout ByteReader, _ version: Int16) throws(ProbeEnd) {
        // is_internal
        guard let error = reader.integer(Int16.self), let name = reader.kafkaText(),
            reader.integer(UInt8.self) != nil, let partitions = reader.kafkaCount()
        else { throw .garbage("Kafka") }
        for _ in 0..<partitions {
            // error_code, partition_index, leader_id, leader_epoch
            guard reader.bytes(10 + (version >= 7 ? 4 : 0)) != nil else { throw .garbage("Kafka") }
            // replica_nodes, isr_nodes, offline_replicas
            for _ in 0..<(version >= 5 ? 3 : 2) {
                guard let nodes = reader.kafkaCount(), reader.bytes(nodes * 4) != nil else { throw .garbage("Kafka") }
            }
        }
        // topic_authorized_operations
        if version >= 8, reader.integer(Int32.self) == nil { throw .garbage("Kafka") }
        if error == Self.unknownTopic { return }
        // A topic whose partitions have no leader yet is there all the same.
        guard error == 0 || error == 5 else { throw .refused(.other, "topic '\(name)': \(KafkaError.words(error))") }
        topics?[name] = partitions
    }
}
