import Diagnostics
import TestSupport
import Testing

@testable import Profiles
@testable import Templates

/// A template and an override of it, in docker compose's form.
struct MergeCase: Sendable, CustomTestStringConvertible {
    let name: String
    let base: String
    let over: String

    init(_ name: String, _ base: String, _ over: String) {
        self.name = name
        self.base = base
        self.over = over
    }

    var testDescription: String { name }
    var service: String { String(name.map { $0.isLetter || $0.isNumber ? $0 : "-" }) }

    static let all = [
        MergeCase("texts", "hostname: a\nuser: \"1\"", "hostname: b"),
        MergeCase("nothing over something", "hostname: a\ncommand: [x]", "hostname:"),
        MergeCase("command", "command: [a, b]\nentrypoint: [c]", "command: d e\nentrypoint: []"),
        MergeCase("environment mappings", "environment: {A: \"1\", B: \"2\"}", "environment: {B: \"3\", C: \"4\"}"),
        MergeCase("environment list over mapping", "environment: {A: \"1\", B: \"2\"}", "environment: [B=3, C=x=y]"),
        MergeCase("environment mapping over list", "environment: [A=1, B=2]", "environment: {B: \"3\"}"),
        MergeCase("labels", "labels: [a=1, b=2]", "labels: {b: \"3\", c: \"\"}"),
        MergeCase(
            "ports", "ports: [\"127.0.0.1:18001:80\", \"127.0.0.1:18002:81\"]",
            "ports: [\"127.0.0.1:18001:80\", \"127.0.0.1:18003:82\"]"),
        MergeCase(
            "ports in long form",
            "ports: [{target: 80, published: \"18011\", host_ip: 127.0.0.1, protocol: tcp}]",
            "ports: [{target: 80, published: \"18011\", host_ip: 127.0.0.1, protocol: tcp}]"),
        MergeCase(
            "volumes by target", "volumes: [\"one:/data\", \"two:/more\"]", "volumes: [\"two:/data:ro\", /cache]"),
        MergeCase(
            "volumes of both forms", "volumes: [\"one:/data\"]",
            "volumes: [{type: volume, source: two, target: /data, volume: {}}]"),
        MergeCase("healthcheck", "healthcheck: {test: [CMD, a], retries: 3}", "healthcheck: {test: b, interval: 2s}"),
        MergeCase(
            "start_interval", "healthcheck: {test: a, start_period: 30s}", "healthcheck: {start_interval: 500ms}"),
        MergeCase("networks list over list", "networks: [front]", "networks: [back]"),
        MergeCase(
            "networks mapping over list", "networks: [front, back]", "networks: {front: {aliases: [x]}}"),
        MergeCase(
            "aliases", "networks: {front: {aliases: [x, y]}}", "networks: {front: {aliases: [y, z]}}"),
        MergeCase("expose", "expose: [\"1\", \"2\"]", "expose: [\"2\", \"3\"]"),
        MergeCase("cap_add", "cap_add: [A, B]", "cap_add: [B, C]"),
        MergeCase("tmpfs", "tmpfs: /a", "tmpfs: [/a, /b]"),
        MergeCase("security_opt", "security_opt: [a]", "security_opt: [b]"),
        MergeCase("extra_hosts", "extra_hosts: [\"a=10.0.0.1\"]", "extra_hosts: [\"a=10.0.0.1\", \"b=10.0.0.2\"]"),
        MergeCase("extra_hosts of both forms", "extra_hosts: {a: 10.0.0.1}", "extra_hosts: [\"b=10.0.0.2\"]"),
        MergeCase("ulimits", "ulimits: {nofile: {soft: 1, hard: 2}, nproc: 3}", "ulimits: {nofile: 5}"),
        MergeCase(
            "logging of one driver", "logging: {driver: local, options: {max-size: 1m}}",
            "logging: {driver: local, options: {max-file: \"2\"}}"),
        MergeCase(
            "logging of two drivers", "logging: {driver: local, options: {max-size: 1m}}", "logging: {driver: none}"),
        MergeCase(
            "deploy", "deploy: {resources: {limits: {memory: 1g, cpus: '1'}}}",
            "deploy: {resources: {limits: {memory: 2g}}}"),
        MergeCase(
            "secrets by target", "secrets: [{source: s, uid: \"0\", gid: \"0\", mode: 0400}]",
            "secrets: [{source: s, uid: \"1\", gid: \"0\", mode: 0400, target: /run/secrets/s}]"),
        MergeCase("tmpfs with options", "tmpfs: [\"/a:size=64m\", \"/b\"]", "tmpfs: [\"/a:size=128m\"]"),
        MergeCase(
            "ports of both forms", "ports: [\"127.0.0.1:18041:80\"]",
            "ports: [{target: 80, published: \"18041\", host_ip: 127.0.0.1}]"),
        MergeCase(
            "port of a range", "ports: [\"127.0.0.1:18051-18052:80-81\"]", "ports: [\"127.0.0.1:18052:81\"]"),
        MergeCase("override of a service", "hostname: a\nuser: \"1\"", "!override\nimage: j\nuser: \"2\""),
        MergeCase("post_start", "post_start: [{command: [a]}]", "post_start: [{command: [b]}]"),
        MergeCase("reset of a text", "hostname: a\nuser: \"1\"", "hostname: !reset null"),
        MergeCase("reset of a list", "ports: [\"127.0.0.1:18021:80\"]", "ports: !reset []"),
        MergeCase("reset within a mapping", "environment: {A: \"1\", B: \"2\"}", "environment: {A: !reset null}"),
        MergeCase(
            "override of a list", "ports: [\"127.0.0.1:18031:80\"]", "ports: !override [\"127.0.0.1:18032:80\"]"),
        MergeCase("override of a mapping", "environment: {A: \"1\"}", "environment: !override {B: \"2\"}"),
        MergeCase(
            "override within a mapping", "logging: {driver: a, options: {x: y}}", "logging: {options: !override {z: w}}"
        ),
        MergeCase("extends", "hostname: b", "extends: texts\nuser: \"2\""),
    ]

    static let declarations = """
        networks: {front: {}, back: {}}
        volumes: {one: {}, two: {}}
        secrets: {s: {environment: PATH}}

        """
}

@Suite(.enabled(if: Comparison.isPossible, "SFM_DEV_TEST_ENGINE and SFM_DEV_TEST_COMPOSE name no peer"))
struct MergeTests {
    /// By service: docker compose's hashes over two files, and ours of the template with the override.
    private static let hashes = Result { () throws -> (theirs: [String: String], ours: [String: String]) in
        let temporary = try TemporaryFolder()
        let folder = temporary.path
        func services(_ body: (MergeCase) -> String) -> String {
            "services:\n"
                + MergeCase.all.map { test in
                    // A tag stands beside the key.
                    let lines = body(test).split(separator: "\n", omittingEmptySubsequences: false)
                    let tag = lines.first?.hasPrefix("!") == true ? " " + lines[0] : ""
                    let rest = lines.dropFirst(tag.isEmpty ? 0 : 1).joined(separator: "\n")
                    return "  \(test.service):\(tag)\n" + rest.indented(4)
                }.joined()
        }
        let over = services(\.over) + MergeCase.declarations
        try temporary.write(services { "image: i\n\($0.base)" }, to: "a.yaml")
        try temporary.write(over, to: "b.yaml")
        let output = try Program.run("$SFM_DEV_TEST_COMPOSE -p x -f a.yaml -f b.yaml config --hash '*'", in: folder)

        var files = ["docker-compose.override.yml": over]
        for test in MergeCase.all { files["compose/\(test.service).yaml"] = "image: i\n\(test.base)\n" }
        let names = MergeCase.all.map(\.service).joined(separator: ", ")
        files["profiles/local.yaml"] = "profile: local\nservices: [\(names)]\n"
        var input = ResolverInput(profile: "local", files: files.mapValues { Array($0.utf8) }, directory: folder)
        input.composeOverridePath = "docker-compose.override.yml"
        input.environment = ["SFM_DEV_PATH": "x"]
        do throws(Failure) {
            let plan = try Resolver(input).resolve().plan
            let ours = plan.services.map { ($0.name, $0.hashWithoutOwnLabels) }
            return (output.pairs, Dictionary(uniqueKeysWithValues: ours))
        } catch {
            throw Program.Problem(message: error.diagnostics.map { $0.rendered() }.joined())
        }
    }

    @Test(arguments: MergeCase.all)
    func `an override is merged as docker compose merges its files`(test: MergeCase) throws {
        let hashes = try Self.hashes.get()
        let ours = try #require(hashes.ours[test.service])
        #expect(hashes.theirs[test.service] == ours)
    }
}
