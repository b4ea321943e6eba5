import Diagnostics
import Profiles
import Testing

@testable import Convergence

/// Whether programs of this machine get where Kafka sends them.
struct AdvertisedBrokersTests {
    private static let known = ProbeAddress(host: "localhost", port: 9096)
    private static let elsewhere = ProbeAddress(host: "localhost", port: 9092)
    private static let inside = ProbeAddress(host: "kafka", port: 9092)

    private static func service(_ ready: ResolvedService.ReadyCheck) -> ExternalService {
        let address = HostAndPort(host: "kafka", port: 9092)
        var service = ExternalService(
            name: "kafka", network: address, host: HostAndPort(host: known.host, port: known.port),
            location: SourceLocation(file: SourceFile(path: "", text: ""), line: 1, column: 1))
        service.ready = ready
        return service
    }

    private static let kafka = service(.kafka(user: nil, password: nil, local: nil))

    private static let lost = "kafka:9092, which this machine cannot reach"
    private static let foreign = "localhost:9092, where another cluster answers on this machine"

    private static let cases: [([ProbeAddress], [ProbeAddress: ProbeAnswer], String?)] = [
        ([known], [:], nil),
        ([elsewhere], [elsewhere: .ready(ProbeFacts(cluster: "theirs"))], nil),
        ([elsewhere], [elsewhere: .refused(.notYet, "starting")], nil),
        ([elsewhere], [elsewhere: .ready(ProbeFacts(cluster: "ours"))], foreign),
        ([elsewhere], [elsewhere: .ready(ProbeFacts())], foreign),
        ([elsewhere], [elsewhere: .refused(.wrongPassword, "no")], foreign),
        ([known, inside], [inside: .unreachable("no such host")], lost),
        ([inside], [inside: .silent("closed the connection")], lost),
        (
            [elsewhere, inside],
            [elsewhere: .ready(ProbeFacts(cluster: "ours")), inside: .unreachable("no")], "\(lost), and to \(foreign)"
        ),
    ]

    @Test(arguments: cases)
    func `each answer counts for what it is`(
        brokers: [ProbeAddress], answers: [ProbeAddress: ProbeAnswer], fault: String?
    ) throws {
        let found = try #require(
            AdvertisedBrokers(Self.kafka, ProbeFacts(brokers: brokers, cluster: "theirs"))
        ).note(answers)
        let text = fault.map {
            "'kafka' at localhost:9096 sends its clients to \($0): only containers on its network can use it; "
                + "its owner must advertise localhost:9096 on a listener for this machine; "
                + "where it has one, 'external: {kafka: {host: \"discover:PORT\"}}' in config.yaml names its port"
        }
        #expect(found == text)
    }

    @Test func `a broker that does not tell its cluster cannot be told from another`() {
        let brokers = AdvertisedBrokers(Self.kafka, ProbeFacts(brokers: [Self.elsewhere]))
        #expect(brokers?.note([Self.elsewhere: .ready(ProbeFacts(cluster: "x"))]) == nil)
    }

    @Test func `all are tried, but for the known one, and nothing but Kafka is`() async {
        let facts = ProbeFacts(brokers: [Self.known, Self.inside, Self.elsewhere], cluster: "theirs")
        let note = await AdvertisedBrokers(Self.kafka, facts)?.note { _, address, _ in
            address == Self.known ? .ready(ProbeFacts()) : .unreachable("no")
        }
        #expect(note?.contains("to kafka:9092, localhost:9092, which") == true)
        #expect(AdvertisedBrokers(Self.service(.tcp), facts) == nil)
    }

    @Test func `a search that was cancelled has found nothing`() async {
        let search = Task {
            await AdvertisedBrokers(Self.kafka, ProbeFacts(brokers: [Self.inside]))?.note { _, _, _ in
                _ = try? await Task.sleep(for: .seconds(60))
                return .unreachable("the probe was cancelled")
            }
        }
        search.cancel()
        #expect(await search.value == nil)
    }
}
