import Diagnostics
import Templates
import Testing
import YAML

struct TemplateReaderTests {
    /// The service, and what its reader said.
    private func read(_ text: String) throws -> (service: ServiceDefinition, messages: [String]) {
        let findings = Findings()
        let reader = TemplateReader(findings: findings, directory: "/home/ada/shop") { _, _ in nil }
        let template = try reader.read(parseYAML("image: i\n" + text, path: "compose/s.yaml"), name: "s")
        let messages = findings.sorted.map { $0.message + ($0.hint.map { " | " + $0 } ?? "") }
        return (try #require(template).service, messages)
    }

    @Test(
        arguments: [
            ("5433:5432", "127.0.0.1:5433:5432/tcp"), ("\"5433:5432\"", "127.0.0.1:5433:5432/tcp"),
            ("0.0.0.0:53:53/udp", "0.0.0.0:53:53/udp"), ("\"[::1]:80:8080\"", "::1:80:8080/tcp"),
            ("1:65535/tcp", "127.0.0.1:1:65535/tcp"),
            ("{target: 80, published: 8080}", "127.0.0.1:8080:80/tcp"),
            ("{target: 53, published: \"53\", protocol: udp, host_ip: 0.0.0.0}", "0.0.0.0:53:53/udp"),
        ])
    func `a port is published on this machine alone unless it says otherwise`(text: String, expected: String) throws {
        let (service, messages) = try read("ports:\n  - \(text)\n")
        #expect(messages.isEmpty)
        #expect(
            service.ports.map { "\($0.hostIP):\($0.published):\($0.target)/\($0.networkProtocol)" } == [expected])
    }

    @Test(
        arguments: [
            ("5432", "'5432' names no host port | write PUBLISHED:TARGET, such as \"5433:5432\""),
            ("0:5432", "'0' is no port | ports go from 1 to 65535"),
            ("65536:5432", "'65536' is no port | ports go from 1 to 65535"),
            ("-1:5432", "'-1' is no port | ports go from 1 to 65535"),
            ("80-:5432", "'80-' is no port | ports go from 1 to 65535"),
            ("5433:x", "'x' is no port | ports go from 1 to 65535"),
            (
                "8000-8010:80",
                "'8000-8010:80' has 11 host ports for 1 of the container | make both ranges of one length"
            ),
            ("8010-8000:10-20", "the range '8010-8000' ends before it begins"),
            ("53:53/sctp", "'sctp' is neither tcp nor udp"),
            ("{target: 80}", "a port needs 'published'"),
            ("[80]", "expected a port such as 5433:5432, found a list"),
        ])
    func `a wrong port is refused`(text: String, message: String) throws {
        let (service, messages) = try read("ports:\n  - \(text)\n")
        #expect(messages == [message])
        #expect(service.ports.isEmpty)
    }

    @Test(
        arguments: [
            ("data:/data", .volume("data"), "/data", false), ("data:/data:ro", .volume("data"), "/data", true),
            ("./c.conf:/etc/c.conf:ro", .bind("/home/ada/shop/c.conf"), "/etc/c.conf", true),
            ("../x/./y//z:/d/", .bind("/home/ada/x/y/z"), "/d", false),
            (".:/src:rw", .bind("/home/ada/shop"), "/src", false),
            ("/etc/hosts:/h", .bind("/etc/hosts"), "/h", false),
            ("{type: volume, source: data, target: /data, read_only: true}", .volume("data"), "/data", true),
            ("{type: bind, source: sub, target: /data}", .bind("/home/ada/shop/sub"), "/data", false),
        ] as [(String, Mount.Kind, String, Bool)])
    func `a mount is a volume or a path of the project`(
        text: String, kind: Mount.Kind, target: String, readOnly: Bool
    ) throws {
        let (service, messages) = try read("volumes:\n  - \(text)\n")
        #expect(messages.isEmpty)
        let mount = try #require(service.mounts.first)
        #expect(mount.kind == kind)
        #expect(mount.target == target)
        #expect(mount.readOnly == readOnly)
    }

    @Test(
        arguments: [
            ("data", "'data' is no volume | write name:/path/in/container or ./path:/path:ro"),
            ("a:b", "'b' is no absolute path in the container | begin it with '/'"),
            (
                "~/x:/x",
                "'~/x' leaves the project for the home of whoever runs it | write an absolute path, or one that begins with './'"
            ),
            ("a:/b:z", "'z' is no option of a volume that sfm-dev knows | use ro or rw"),
            ("{source: a, target: /b}", "a volume needs a type | add 'type: volume'"),
            ("{type: bind, target: /b}", "a volume needs source and target"),
            ("{type: tmpfs, source: a, target: /b}", "a tmpfs has no source"),
            ("{type: npipe, target: /b}", "expected one of volume, bind, tmpfs, found 'npipe'"),
            (
                "{type: volume, source: a, target: /b, tmpfs: {size: 1m}}",
                "'tmpfs' says nothing of a mount of type 'volume'"
            ),
        ])
    func `a wrong mount is refused`(text: String, message: String) throws {
        #expect(try read("volumes:\n  - \(text)\n").messages == [message])
    }

    @Test(
        arguments: [
            ("1024", 1024), ("\"1024\"", 1024), ("1b", 1), ("2k", 2048), ("2kb", 2048), ("64m", 67_108_864),
            ("64MB", 67_108_864), ("1g", 1_073_741_824), ("1Gb", 1_073_741_824), ("0", 0),
        ] as [(String, Int64)])
    func `sizes count in powers of 1024`(text: String, bytes: Int64) throws {
        let (service, messages) = try read("shm_size: \(text)\nmem_limit: \(text)\n")
        #expect(messages.isEmpty)
        #expect(service.sharedMemorySize == bytes)
        #expect(service.memoryLimit == bytes)
    }

    @Test(arguments: ["1.5g", "-1", "g", "1t", "64 m", "9999999999g"])
    func `what is no size is refused`(text: String) throws {
        #expect(
            try read("shm_size: \(text)\n").messages == [
                "'\(text)' is no size | write 64m, 1g or a number of bytes"
            ])
    }

    @Test(
        arguments: [
            ("cpus: 1e12", "'1e12' cores are too many | write 1.5 or 2"),
            ("cpus: many", "expected a number, found 'many'"),
            (
                "restart: sometimes",
                "'sometimes' is no restart policy | write \"no\", always, unless-stopped, on-failure or on-failure:3"
            ),
            ("stop_grace_period: 10", "'10' is no length of time | write 30s, 1m30s or 500ms"),
            ("command: sh -c 'x", "a quote is not closed | write the command as a list"),
            ("build: .", "'build' is not supported: sfm-dev runs images; build yours first and name it under 'image'"),
            ("privileged: true", "'privileged' is not supported: sfm-dev does not pass it to the engine"),
            ("tty: yes please", "expected true or false, found 'yes please'"),
            (
                "healthcheck: {test: [curl, x]}",
                "a health check begins with CMD, CMD-SHELL or NONE, found 'curl' | write test: [\"CMD\", \"curl\", …]"
            ),
            (
                "healthcheck: {start_interval: 1s}",
                "start_interval without start_period has no effect | add 'start_period: 30s'"
            ),
            ("depends_on: {db: {restart: true}}", "'db' needs a condition | write 'db: {condition: service_healthy}'"),
            (
                "secrets: [A]\nread_only: true",
                "a service with secrets cannot be read_only | remove 'read_only: true': secrets are copied in before the start"
            ),
            (
                "secrets: [A]\ntmpfs: /run:size=1m",
                "the tmpfs on '/run' hides the secrets below it | mount the tmpfs on a folder without secrets"
            ),
            (
                "secrets: [A]\ntmpfs: [\"\"]",
                "the tmpfs on '' hides the secrets below it | mount the tmpfs on a folder without secrets"
            ),
            ("secrets: [{source: A, mode: 999}]", "'999' is no file mode | write 0400 or 0440"),
        ])
    func `a wrong value is refused with what to write`(text: String, message: String) throws {
        #expect(try read(text).messages == [message])
    }
}
