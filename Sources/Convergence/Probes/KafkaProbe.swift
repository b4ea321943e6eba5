/// Which brokers a Kafka listener advertises.
struct KafkaProbe {
    var login: KafkaLogin?

    func run(on connection: inout some ProbeStream & ~Copyable) throws(ProbeEnd) -> ProbeFacts {
        var session = try KafkaSession(login, on: &connection)
        let brokers: [ProbeAddress]
        do {
            brokers = try session.metadata(on: &connection).brokers
        } catch {
            // A listener with SASL answers the first request of anybody and hangs up at the second.
            guard login == nil, error != .garbage("Kafka"), case .silent(let sentence) = error.answer else {
                throw error
            }
            throw .refused(.other, "\(sentence) when asked for its brokers: the listener may want a login")
        }
        guard !brokers.isEmpty else { throw .refused(.notYet, "knows no broker yet") }
        return ProbeFacts(brokers: brokers)
    }
}
