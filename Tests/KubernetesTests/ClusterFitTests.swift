import Diagnostics
import Testing

@testable import Kubernetes

/// What no cluster can have of a store, and what is left to others.
struct ClusterFitTests {
    private static func manifests(_ changes: [String: String]) throws -> StoreManifests {
        StoreManifests(try Shop.plan(changes), try Shop.settings("namespace: shop")) { _ in nil }
    }

    @Test func `what is left to others is told`() throws {
        let kafka = Shop.kafka.replacing(
            "ready_within: 100s", with: "ready: {kafka: {user: ada, password: DB_PASSWORD}}"
        )
        .replacing("image:", with: "stop_signal: SIGINT\ninit: true\nimage:")
        let manifests = try Self.manifests(["compose/kafka.yaml": kafka])
        let text = manifests.notes.map { $0.rendered() }.joined()
        #expect(
            text == """
                sfm-dev: note: 'kafka': Kubernetes has no place for 'stop_signal', 'init'
                sfm-dev: warning: 'kafka': its user 'ada' is made by 'sfm-dev up', and by nobody in a cluster
                hint: kafka-configs --bootstrap-server HOST:PORT --alter --entity-type users --entity-name ada --add-config-file FILE

                """)
    }

    @Test(arguments: [
        (
            "extra_hosts: [\"host.docker.internal:host-gateway\"]",
            """
            exit 65
            compose/kafka.yaml:1:1: error: 'host.docker.internal=host-gateway' is this machine, which a cluster does not have
              1 | image: kafka:3
                | ^
            hint: take it out of 'extra_hosts' in the template

            """
        ),
        (
            "volumes: [\"./data:/data\"]",
            """
            exit 65
            compose/kafka.yaml:11:11: error: '/home/ada/shop/data' is a path of this machine, which no cluster has
              11 | volumes: ["./data:/data"]
                 |           ^~~~~~~~~~~~~~
            hint: mount a text of it: 'configs:', or 'secrets:'

            """
        ),
        (
            "ulimits: {nofile: 10}",
            """
            exit 65
            compose/kafka.yaml:1:1: error: 'kafka' wants the limit 'nofile', which Kubernetes gives to no pod: its nodes decide
              1 | image: kafka:3
                | ^
            hint: take 'ulimits' out of the template

            """
        ),
        (
            "user: ada",
            """
            exit 65
            compose/kafka.yaml:1:1: error: 'kafka' runs as 'ada', and Kubernetes knows users by their numbers
              1 | image: kafka:3
                | ^
            hint: write 'user: "1000"'

            """
        ),
        (
            "ports: [\"9094:9092\", \"53:53/udp\"]",
            """
            exit 65
            compose/kafka.yaml:10:22: error: port 53 of 'kafka' is UDP, which is not carried to a cluster
              10 | ports: ["9094:9092", "53:53/udp"]
                 |                      ^~~~~~~~~~~
            hint: take it out of the template

            """
        ),
        (
            "post_start: [{command: [\"true\"], user: root}]",
            """
            exit 65
            compose/kafka.yaml:11:14: error: a hook of 'kafka' asks for more than a command, which Kubernetes cannot give
              11 | post_start: [{command: ["true"], user: root}]
                 |              ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            hint: write the command alone

            """
        ),
    ])
    func `what no cluster can have is told with its place`(line: String, shown: String) throws {
        let field = line.prefix { $0 != ":" }
        let lines = Shop.kafka.split(separator: "\n").filter { !$0.hasPrefix("\(field):") }
        let kafka = lines.joined(separator: "\n") + "\n" + line + "\n"
        let manifests = try Self.manifests(["compose/kafka.yaml": kafka])
        #expect(Shop.refusal { _ = try manifests.objects() } == shown)
    }

    @Test func `volumes have names that Kubernetes takes, each its own`() throws {
        let kafka = Shop.kafka + "\nvolumes: [\"a_b:/x\", \"a-b:/y\", \"_Data:/z\"]\n"
        let manifests = try Self.manifests([
            "compose/kafka.yaml": kafka, "profiles/local.yaml": Shop.profile + "\nvolumes: [a_b, a-b, _Data]\n",
        ])
        let shown = Shop.refusal { _ = try manifests.objects() }
        #expect(shown.contains("error: the volumes 'a-b' and 'a_b' would both be called 'a-b'\n"))
        #expect(shown.contains("error: the volume '_Data' cannot be called '-data' in Kubernetes\n"))
    }

    @Test func `a size beyond 64 bits is none`() throws {
        let kafka = Shop.kafka.replacing("size=64m", with: "size=99999999999g")
        let text = Manifests.text(try Self.manifests(["compose/kafka.yaml": kafka]).objects())
        #expect(text.contains("medium: Memory\n") && !text.contains("sizeLimit"))
    }

    @Test func `a profile without stores has none`() throws {
        let profile = """
            profile: local
            services: []
            external: {postgres: {network: "db:5432", host: "db:5432"}}

            """
        let manifests = try Self.manifests(["profiles/local.yaml": profile])
        #expect(
            Shop.refusal { _ = try manifests.objects() } == """
                exit 65
                sfm-dev: error: profile 'local' runs no store of its own
                hint: sfm-dev kubernetes manifests --profile local

                """)
    }
}
