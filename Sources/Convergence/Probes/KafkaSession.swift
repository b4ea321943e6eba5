import Crypto

/// A connection to a broker, logged in where there is a login: requests one after the other.
struct KafkaSession {
    let versions: KafkaVersions
    private var correlation: Int32 = 1

    init(_ login: KafkaLogin?, on connection: inout some ProbeStream & ~Copyable) throws(ProbeEnd) {
        versions = try KafkaVersions(Self.ask(KafkaVersions.request, correlation, on: &connection))
        if let login { try logIn(login, on: &connection) }
    }

    /// - Returns: the response without its header.
    mutating func ask(
        _ request: KafkaRequest, on connection: inout some ProbeStream & ~Copyable
    ) throws(ProbeEnd) -> ByteReader {
        correlation += 1
        return try Self.ask(request, correlation, on: &connection)
    }

    mutating func metadata(
        topics: [String] = [], on connection: inout some ProbeStream & ~Copyable
    ) throws(ProbeEnd) -> KafkaMetadata {
        let request = try KafkaMetadata.request(topics: topics, versions)
        let response = try ask(request, on: &connection)
        return try KafkaMetadata(response, version: request.version, withTopics: !topics.isEmpty)
    }

    private mutating func logIn(
        _ login: KafkaLogin, on connection: inout some ProbeStream & ~Copyable
    ) throws(ProbeEnd) {
        try KafkaSasl.checkHandshake(try ask(try KafkaSasl.handshake(versions), on: &connection))
        var client = login.client
        let challenge = try KafkaSasl.answer(
            try ask(try KafkaSasl.authenticate(client.first, versions), on: &connection))
        let proof: String
        do { proof = try client.final(answering: challenge) } catch .tooManyIterations {
            throw .refused(.other, "asks for more than \(ScramVerifier.mostIterations) rounds of hashing")
        } catch {
            throw .garbage("Kafka")
        }
        let signature = try KafkaSasl.answer(try ask(try KafkaSasl.authenticate(proof, versions), on: &connection))
        do { try client.verify(signature) } catch {
            throw .refused(.other, "does not prove that it knows the password itself")
        }
    }

    private static func ask(
        _ request: KafkaRequest, _ correlation: Int32, on connection: inout some ProbeStream & ~Copyable
    ) throws(ProbeEnd) -> ByteReader {
        try connection.send(request.frame(correlation: correlation))
        return try connection.next("Kafka") { (buffer: inout [UInt8]) throws(ProbeEnd) in
            try request.takeResponse(from: &buffer, correlation: correlation)
        }
    }
}
