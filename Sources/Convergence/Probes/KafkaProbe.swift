/// Which brokers a Kafka listener advertises.
struct KafkaProbe {
    func run(on connection: inout some ProbeStream & ~Copyable) throws(ProbeEnd) -> ProbeFacts {
        try connection.send(KafkaMessage.apiVersions(correlation: 1))
        let versions = try response(1, on: &connection)
        guard let version = try KafkaMessage.metadataVersion(in: versions) else {
            throw .refused(.other, "speaks no version of Metadata that sfm-dev knows")
        }
        try connection.send(KafkaMessage.metadata(version: version, correlation: 2))
        let metadata: [UInt8]
        do {
            metadata = try response(2, on: &connection)
        } catch {
            // A listener with SASL answers the first request of anybody and hangs up at the second.
            guard case .silent(let sentence) = error.answer else { throw error }
            throw .refused(.other, "\(sentence) when asked for its brokers: the listener may want a login")
        }
        let brokers = try KafkaMessage.brokers(in: metadata, version: version)
        guard !brokers.isEmpty else { throw .refused(.notYet, "knows no broker yet") }
        return ProbeFacts(brokers: brokers)
    }

    private func response(
        _ correlation: Int32, on connection: inout some ProbeStream & ~Copyable
    ) throws(ProbeEnd) -> [UInt8] {
        try connection.next("Kafka") { (buffer: inout [UInt8]) throws(ProbeEnd) in
            try KafkaMessage.take(from: &buffer, correlation: correlation)
        }
    }
}
