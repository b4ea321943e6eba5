import Diagnostics
import Engine
import Profiles
import Testing

@testable import Convergence

/// Where this machine reaches what stands behind a name on a network of others.
struct DiscoveryTests {
    private static let network = "team"
    private static let wanted = HostAndPort(host: "postgres", port: 5432)

    private static func port(
        _ inside: Int, _ outside: Int?, ip: String? = "127.0.0.1", type: String = "tcp"
    )
        -> PublishedPort
    {
        PublishedPort(ip: ip, privatePort: inside, publicPort: outside, type: type)
    }

    private static func member(
        _ container: String, _ names: Set<String>, state: ContainerState = .running, _ ports: [PublishedPort] = []
    ) -> NetworkMember {
        NetworkMember(
            network: network, container: container, names: names.union([container]), state: state, ports: ports)
    }

    private static func find(_ members: [NetworkMember]?) throws(DiscoveryFault) -> String {
        try Discovery([network: members]).find(wanted).description
    }

    @Test(arguments: [
        ([port(5432, 5434)], "localhost:5434"),
        ([port(5432, 5434, ip: "0.0.0.0"), port(5432, 5434, ip: "::")], "localhost:5434"),
        // The lowest of several, whatever the engine's order.
        ([port(5432, 6000), port(5432, 5999), port(9, 1)], "localhost:5999"),
        ([port(5432, 5434, type: "udp"), port(5432, 5435)], "localhost:5435"),
        ([port(5432, 5434, ip: "192.0.2.7"), port(5432, 5435)], "localhost:5435"),
        ([port(5432, 5434, ip: "::1")], "localhost:5434"),
        ([port(5432, 5434, ip: "")], "localhost:5434"),
        ([port(5432, 5434, ip: nil)], "localhost:5434"),
    ])
    func `a published port is found`(ports: [PublishedPort], address: String) throws {
        #expect(try Self.find([Self.member("team-postgres-1", ["postgres"], ports)]) == address)
    }

    @Test func `an alias, a service of compose and the container's own name are names`() throws {
        let ports = [Self.port(5432, 5434)]
        #expect(try Self.find([Self.member("postgres", [], ports)]) == "localhost:5434")
        #expect(
            try Self.find([Self.member("other", ["x"]), Self.member("a", ["b", "postgres"], ports)]) == "localhost:5434"
        )
        // One that has ended has left its name to the other.
        #expect(
            try Self.find([
                Self.member("old", ["postgres"], state: .exited), Self.member("new", ["postgres"], ports),
            ]) == "localhost:5434")
    }

    @Test func `one container on two networks is one`() throws {
        let member = Self.member("a", ["postgres"], [Self.port(5432, 5434)])
        var other = member
        other.network = "other"
        let twin = Self.member("b", ["postgres"], [Self.port(5432, 5435)])
        #expect(try Discovery(["team": [member], "other": [other]]).find(Self.wanted).description == "localhost:5434")
        #expect(throws: DiscoveryFault.several(["a", "b"])) {
            try Discovery(["team": [member, twin], "other": [other]]).find(Self.wanted)
        }
    }

    @Test func `what was found instead is told`() {
        let ports = [Self.port(5432, 5434)]
        let cases: [([NetworkMember]?, DiscoveryFault)] = [
            (nil, .noNetwork("team")),
            ([], .nobody(["team"])),
            (
                [Self.member("team-db-1", ["db", "0123456789ab"], ports)],
                .unknown(["team"], known: ["db", "team-db-1"])
            ),
            (
                [Self.member("a", ["postgres"], ports), Self.member("b", ["postgres"], ports)],
                .several(["a", "b"])
            ),
            ([Self.member("a", ["postgres"], state: .exited, ports)], .stopped("a", .exited)),
            ([Self.member("a", ["postgres"], [Self.port(5432, nil), Self.port(80, 8080)])], .unpublished("a", [])),
            (
                [Self.member("a", ["postgres"], [Self.port(5432, 5434, ip: "192.0.2.7")])],
                .elsewhere("a", HostAndPort(host: "192.0.2.7", port: 5434))
            ),
        ]
        for (members, fault) in cases {
            #expect("\(fault)") { try Self.find(members) } throws: { error in
                switch (error as? DiscoveryFault, fault) {
                case (.unknown(let networks, let known)?, .unknown(let others, let names)):
                    networks == others && known.sorted() == names
                case (.unpublished(let container, _)?, .unpublished(let other, _)): container == other
                case (let seen, _): seen == fault
                }
            }
        }
    }

    private static let faults: [(DiscoveryFault, String)] = [
        (
            .noNetwork("team"),
            """
            error: 'db' is looked for on network 'team', which this engine does not have
            hint: start the shared stack that makes it; docker network ls

            """
        ),
        (
            .nobody(["team", "other"]),
            """
            error: 'db' is looked for on 'team', 'other', where no container is
            hint: start the shared stack

            """
        ),
        (
            .unknown(["team"], known: ["postgre", "kafka"]),
            """
            error: no container on 'team' is called 'postgres'
            note: there are: kafka, postgre
            hint: write 'external: {db: {network: "postgre:5432"}}' under 'sfm-dev:' in config.yaml

            """
        ),
        (
            .several(["a", "b"]),
            """
            error: 'postgres' is more than one container: 'a', 'b'
            hint: stop the ones that are not meant, or write 'external: {db: {network: "a:5432"}}' under 'sfm-dev:' in config.yaml

            """
        ),
        (
            .stopped("a", .exited),
            """
            error: 'db' is container 'a', which does not run
            hint: docker start a

            """
        ),
        (
            .stopped("a", .paused),
            """
            error: 'db' is container 'a', which is paused
            hint: docker unpause a

            """
        ),
        (
            .stopped("a", .restarting),
            """
            error: 'db' is container 'a', which ends and is restarted again and again
            hint: docker logs a

            """
        ),
        (
            .unpublished("a", [port(5432, nil), port(80, 8080), port(80, 8080)]),
            """
            error: 'db' is container 'a', which publishes no port for 5432
            note: it publishes 80 as 8080
            hint: ask its owner to publish it on this machine, or write 'external: {db: {host: "HOST:PORT"}}' under 'sfm-dev:' in config.yaml

            """
        ),
        (
            .elsewhere("a", HostAndPort(host: "192.0.2.7", port: 5434)),
            """
            error: 'db' is container 'a', which publishes 5432 on 192.0.2.7:5434 only
            hint: write 'external: {db: {host: "192.0.2.7:5434"}}' under 'sfm-dev:' in config.yaml

            """
        ),
    ]

    @Test(arguments: faults) func `each fault has its words and its way out`(fault: DiscoveryFault, text: String) {
        let file = SourceFile(path: "", text: "")
        let service = ExternalService(
            name: "db", network: Self.wanted, host: Self.wanted,
            location: SourceLocation(file: file, line: 1, column: 1))
        var diagnostic = fault.diagnostic(service, overrides: "config.yaml")
        diagnostic.location = nil
        #expect(diagnostic.rendered().replacing("sfm-dev: error", with: "error") == text)
    }
}
