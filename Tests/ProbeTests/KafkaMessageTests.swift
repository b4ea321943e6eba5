import Diagnostics
import Testing

@testable import Convergence

/// What is sent to a broker and taken from it, byte by byte.
struct KafkaMessageTests {
    /// A broker that knows these versions.
    static func versions(_ ranges: [(UInt8, UInt8, UInt8)]) throws -> KafkaVersions {
        let entries: [[UInt8]] = ranges.map { [0, $0.0, 0, $0.1, 0, $0.2] }
        return try KafkaVersions(ByteReader([0, 0, 0, 0, 0, UInt8(ranges.count)] + entries.joined()))
    }

    static let all = [(UInt8(3), UInt8(0), UInt8(12)), (17, 0, 1), (19, 0, 7), (36, 0, 2), (50, 0, 0), (51, 0, 0)]

    private static func text(_ text: String) -> [UInt8] { [0, UInt8(text.utf8.count)] + text.utf8 }
    private static func compact(_ text: String) -> [UInt8] { [UInt8(text.utf8.count + 1)] + text.utf8 }

    @Test func `a request has its size and its header before it`() {
        let plain = KafkaRequest(key: 3, version: 8, body: [9])
        let header: [UInt8] = [0, 3, 0, 8, 0, 0, 1, 2] + Self.text("sfm-dev")
        #expect(plain.frame(correlation: 258) == [0, 0, 0, 18] + header + [9])
        let flexible = KafkaRequest(key: 3, version: 8, body: [9], isFlexible: true)
        #expect(flexible.frame(correlation: 258) == [0, 0, 0, 19] + header + [0, 9])
    }

    @Test func `a response is taken once it is whole, and no other's`() throws {
        let plain = KafkaRequest(key: 3, version: 8, body: [])
        var buffer: [UInt8] = [0, 0, 0, 5, 0, 0, 0, 7]
        #expect(try plain.takeResponse(from: &buffer, correlation: 7) == nil)
        buffer += [42, 1]
        #expect(try plain.takeResponse(from: &buffer, correlation: 7).map { Array($0.rest) } == [42])
        #expect(buffer == [1])
        var other: [UInt8] = [0, 0, 0, 4, 0, 0, 0, 8]
        #expect(throws: ProbeEnd.garbage("Kafka")) { try plain.takeResponse(from: &other, correlation: 7) }
        var endless: [UInt8] = [0x7F, 0, 0, 0]
        #expect(throws: ProbeEnd.garbage("Kafka")) { try plain.takeResponse(from: &endless, correlation: 7) }
        // One tagged field of two bytes stands in the header.
        var tagged: [UInt8] = [0, 0, 0, 10, 0, 0, 0, 7, 1, 0, 2, 1, 1, 42]
        let flexible = KafkaRequest(key: 51, version: 0, body: [], isFlexible: true)
        #expect(try flexible.takeResponse(from: &tagged, correlation: 7).map { Array($0.rest) } == [42])
    }

    @Test(arguments: [(0, [UInt8(1)]), (126, [0x7F]), (127, [0x80, 1]), (16_383, [0x80, 0x80, 1])])
    func `a length of seven bits a byte goes both ways`(count: Int, bytes: [UInt8]) {
        var written: [UInt8] = []
        written.append(compactCount: count)
        #expect(written == bytes)
        var reader = ByteReader(bytes)
        #expect(reader.compactCount() == count)
        var endless = ByteReader([0x80, 0x80, 0x80, 0x80, 0x80, 1])
        #expect(endless.compactCount() == nil)
    }

    @Test func `the newest version that both sides know is taken`() throws {
        let versions = try Self.versions([(3, 2, 5)])
        #expect(try versions.newest(3, among: 1...8, "Metadata") == 5)
        #expect(try versions.newest(3, among: 1...4, "Metadata") == 4)
        let sentence = "speaks no version of Metadata that sfm-dev knows"
        for known in [Int16(0)...1, 6...8] {
            #expect(throws: ProbeEnd.refused(.other, sentence)) { try versions.newest(3, among: known, "Metadata") }
        }
        #expect(throws: ProbeEnd.refused(.other, sentence)) { try versions.newest(4, among: 0...9, "Metadata") }
        #expect(throws: ProbeEnd.refused(.other, "answers with error 35 when asked for its versions")) {
            try KafkaVersions(ByteReader([0, 35, 0, 0, 0, 0]))
        }
    }

    @Test func `topics are asked for without being made`() throws {
        let request = try KafkaMetadata.request(topics: ["a.b"], Self.versions(Self.all))
        #expect(request == KafkaRequest(key: 3, version: 8, body: [0, 0, 0, 1, 0, 3] + "a.b".utf8 + [0, 0, 0]))
        let old = try Self.versions([(3, 0, 3)])
        #expect(try KafkaMetadata.request(topics: [], old).body == [0, 0, 0, 0])
        #expect(throws: ProbeEnd.self) { try KafkaMetadata.request(topics: ["a"], old) }
    }

    private static func metadata(error: UInt8, version: Int16 = 8) -> [UInt8] {
        let node: [UInt8] = [0, 0, 0, 1]
        // throttle_time_ms, one broker in a rack, cluster_id, controller_id
        let brokers = [0, 0, 0, 0] + node + node + text("kf") + [0, 0, 0x23, 0x84] + text("r1") + text("abc") + node
        let partition =
            [0, 0, 0, 0, 0, 0] + node + (version >= 7 ? [0, 0, 0, 0] : []) + node + node + node + node
            + (version >= 5 ? [0, 0, 0, 0] : [])
        let operations: [UInt8] = version >= 8 ? [0x80, 0, 0, 0] : []
        return brokers + [0, 0, 0, 2]
            + [0, 0] + text("one") + [0] + [0, 0, 0, 2] + partition + partition + operations
            + [0, error] + text("two") + [0] + [0, 0, 0, 0] + operations
    }

    @Test(arguments: [Int16(4), 5, 7, 8])
    func `topics that are there are read in each version`(version: Int16) throws {
        let bytes = Self.metadata(error: 3, version: version)
        let found = try KafkaMetadata(ByteReader(bytes), version: version, withTopics: true)
        #expect(found.topics == ["one": 2])
        #expect(found.brokers == [ProbeAddress(host: "kf", port: 9092)])
        #expect(found.cluster == "abc")
        for count in [4, 20, 44, bytes.count - 7] {
            #expect(throws: ProbeEnd.garbage("Kafka")) {
                try KafkaMetadata(ByteReader(bytes.prefix(count)), version: version, withTopics: true)
            }
        }
    }

    @Test func `a topic without a leader is there, and one that may not be seen is told`() throws {
        let leaderless = try KafkaMetadata(ByteReader(Self.metadata(error: 5)), version: 8, withTopics: true)
        #expect(leaderless.topics == ["one": 2, "two": 0])
        #expect(throws: ProbeEnd.refused(.other, "topic 'two': error 29, TOPIC_AUTHORIZATION_FAILED")) {
            try KafkaMetadata(ByteReader(Self.metadata(error: 29)), version: 8, withTopics: true)
        }
    }

    @Test(arguments: [(nil, [UInt8]([0xFF, 0xFF, 0xFF, 0xFF])), (3, [0, 0, 0, 3])] as [(Int?, [UInt8])])
    func `a topic is made with its partitions, or the broker's own`(partitions: Int?, bytes: [UInt8]) throws {
        let request = try KafkaTopic(name: "a.b", partitions: partitions).request(Self.versions(Self.all))
        #expect(request.version == 4)
        #expect(
            request.body == [0, 0, 0, 1, 0, 3] + "a.b".utf8 + bytes + [0xFF, 0xFF]
                + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x4E, 0x20, 0])
    }

    @Test(
        arguments: [
            (37, "Number of partitions must be larger than 0.", "Number of partitions must be larger than 0."),
            (44, nil, "error 44, POLICY_VIOLATION"), (99, nil, "error 99"), (0, nil, nil), (36, "It exists.", nil),
        ] as [(UInt8, String?, String?)])
    func `a topic that was not made is told in the broker's words`(code: UInt8, said: String?, told: String?) throws {
        let sentence = said.map(Self.text) ?? [0xFF, 0xFF]
        let response = ByteReader([0, 0, 0, 0, 0, 0, 0, 1] + Self.text("a") + [0, code] + sentence)
        guard let told else { return try KafkaTopic.check(response) }
        #expect(throws: ProbeEnd.refused(.other, told)) { try KafkaTopic.check(response) }
    }

    private static let user = KafkaUser(
        KafkaLogin(user: "sfm", password: Secret("sesame")), salt: Array(0..<24))

    // PBKDF2 with HMAC-SHA-512 of "sesame", from another implementation.
    private static let salted =
        "26043634fae7ab588dbbbe20e129d53dee0a6d8a60d898d7a95030df7678470bd876c442378cf9cbc7f1f56d8d362615787ffcb1a68085b8f88e561b2c34d376"

    @Test func `a user is told by a salted password, and not by the password`() throws {
        let request = try Self.user.alteration(Self.versions(Self.all))
        #expect(request.key == 51 && request.version == 0 && request.isFlexible)
        let start: [UInt8] = [1, 2] + Self.compact("sfm") + [2, 0, 0, 0x10, 0] + [25] + Array(0..<24) + [65]
        #expect(Array(request.body.prefix(start.count)) == start)
        let digits = request.body.dropFirst(start.count).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        #expect(digits.joined() == Self.salted + "0000")
        #expect(KafkaUser(Self.user.login).salt != KafkaUser(Self.user.login).salt)
        #expect(throws: ProbeEnd.self) { try Self.user.alteration(Self.versions([(3, 0, 8)])) }
    }

    @Test(
        arguments: [
            (93, "Too few iterations", "Too few iterations"), (31, nil, "error 31, CLUSTER_AUTHORIZATION_FAILED"),
            (0, nil, nil),
        ] as [(UInt8, String?, String?)])
    func `a user that was not taken is told in the broker's words`(code: UInt8, said: String?, told: String?) throws {
        let sentence = said.map(Self.compact) ?? [0]
        let response = ByteReader([0, 0, 0, 0, 2] + Self.compact("sfm") + [0, code] + sentence + [0, 0])
        guard let told else { return try KafkaUser.checkAlteration(response) }
        #expect(throws: ProbeEnd.refused(.other, told)) { try KafkaUser.checkAlteration(response) }
    }

    @Test func `whether there is a user is read`() throws {
        let request = try Self.user.description(Self.versions(Self.all))
        let body = [2] + Self.compact("sfm") + [0, 0]
        #expect(request == KafkaRequest(key: 50, version: 0, body: body, isFlexible: true))
        let start = [0, 0, 0, 0, 0, 0, 0, 2] + Self.compact("sfm")
        func isThere(_ rest: [UInt8]) throws -> Bool { try KafkaUser.isThere(ByteReader(start + rest)) }
        #expect(try isThere([0, 91] + Self.compact("none") + [1, 0, 0]) == false)
        #expect(try isThere([0, 0, 0, 2, 1, 0, 0, 0x10, 0, 0, 0, 0]) == false)
        #expect(try isThere([0, 0, 0, 3, 1, 0, 0, 0x10, 0, 0, 2, 0, 0, 0x20, 0, 0, 0, 0]) == true)
        #expect(throws: ProbeEnd.refused(.other, "no")) { try isThere([0, 31] + Self.compact("no") + [1, 0, 0]) }
        #expect(throws: ProbeEnd.garbage("Kafka")) { try isThere([0, 0, 0, 3, 1]) }
    }
}
