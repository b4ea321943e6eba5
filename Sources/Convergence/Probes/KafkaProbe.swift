/// Which brokers a Kafka listener advertises, and which topics it has.
struct KafkaProbe {
    var login: KafkaLogin?
    var topics: [String] = []

    func run(on connection: inout some ProbeStream & ~Copyable) throws(ProbeEnd) -> ProbeFacts {
        var session = try KafkaSession(login, on: &connection)
        let metadata: KafkaMetadata
        do { metadata = try ask(&session, on: &connection) } catch {
            // A listener with SASL answers the first request of anybody and hangs up at the second.
            guard login == nil, error != .garbage("Kafka"), case .silent(let sentence) = error.answer else {
                throw error
            }
            throw .refused(.other, "\(sentence) when asked for its brokers: the listener may want a login")
        }
        guard !metadata.brokers.isEmpty else { throw .refused(.notYet, "knows no broker yet") }
        return ProbeFacts(
            brokers: metadata.brokers, cluster: metadata.cluster, topics: metadata.topics.map { Set($0.keys) })
    }

    private func ask(
        _ session: inout KafkaSession, on connection: inout some ProbeStream & ~Copyable
    ) throws(ProbeEnd) -> KafkaMetadata {
        guard !topics.isEmpty else { return try session.metadata(on: &connection) }
        do { return try session.metadata(topics: topics, on: &connection) } catch {
            guard case .refused = error.answer else { throw error }
            // What is wrong with a topic does not make the broker less ready.
            return try session.metadata(on: &connection)
        }
    }
}
