import Diagnostics
import Profiles
import Testing

@testable import Kubernetes

struct ClusterValuesTests {
    @Test func `values are those that containers see, and files come with them`() throws {
        let values = try Shop.values(try Shop.plan())
        #expect(
            values.entries.map { "\($0.name)=\($0.value.reveal())" } == [
                "TOKEN=dev-token",
                "POSTGRES_URL=postgresql://ada:pa%3Ass%20word@postgres:5432/shop?sslmode=verify-full"
                    + "&sslrootcert=%2Fetc%2Ftls%2Fca.pem&sslkey=%2Fetc%2Ftls%2Fclient.key",
                "REDIS_URL=redis://cache.example:6379/0", "KAFKA_BOOTSTRAP_SERVERS=kafka:9092", "CA=/etc/tls/ca.pem",
            ])
        #expect(values.files.map(\.key) == ["ca.pem", "client.key"])
        #expect(values.files.map(\.isPrivate) == [false, true])
        #expect(values.files.map(\.folder) == ["/etc/tls", "/etc/tls"])
        #expect(
            values.keys == [
                "CA", "KAFKA_BOOTSTRAP_SERVERS", "POSTGRES_URL", "REDIS_URL", "TOKEN", "ca.pem", "client.key",
            ])
    }

    @Test func `a surface gets what it reads, and no more`() throws {
        let plan = try Shop.plan()
        #expect(try Shop.values(plan, surfaces: [.cli]).keys == ["POSTGRES_URL", "TOKEN", "ca.pem", "client.key"])
        #expect(
            try Shop.values(plan, surfaces: [.consumer]).entries.map(\.name)
                == ["POSTGRES_URL", "REDIS_URL", "KAFKA_BOOTSTRAP_SERVERS", "CA"])
    }

    @Test func `a value that was overridden names no file`() throws {
        let plan = try Shop.plan(["config.yaml": "sfm-dev: {variables: {POSTGRES_URL: \"postgresql://x/y\"}}"])
        #expect(
            try Shop.values(plan).keys == [
                "CA", "KAFKA_BOOTSTRAP_SERVERS", "POSTGRES_URL", "REDIS_URL", "TOKEN", "ca.pem",
            ])
    }

    @Test func `a file whose name no Secret can hold is refused`() throws {
        let profile = Shop.profile.replacing("/etc/tls/client.key", with: "/etc/tls/my key")
        let plan = try Shop.plan(["profiles/local.yaml": profile])
        #expect(
            Shop.refusal { _ = try Shop.values(plan) } == """
                exit 65
                sfm-dev: error: 'my key', the file of 'POSTGRES_URL', is no key that a Secret can have
                hint: name it with letters, digits, '-', '_' and '.' only

                """)
    }

    @Test func `a file that is called as a variable is refused`() throws {
        let profile = Shop.profile.replacing("/etc/tls/client.key", with: "/etc/tls/TOKEN")
        let plan = try Shop.plan(["profiles/local.yaml": profile])
        #expect(
            Shop.refusal { _ = try Shop.values(plan) } == """
                exit 65
                sfm-dev: error: 'TOKEN' is a variable and the file of 'POSTGRES_URL', and a Secret has one value for a key
                hint: give the file another name in the profile

                """)
    }

    @Test(arguments: [
        "/ca.pem", "/etc/ca.pem", "ca.pem", "/etc/../x/ca.pem", "/etc/x/", "/etc/a:b/ca.pem", "/etc/a b/ca.pem",
    ])
    func `a file that would hide the image's, or cannot be mounted, is refused`(path: String) throws {
        let profile = Shop.profile.replacing("/etc/tls/client.key", with: path)
        let plan = try Shop.plan(["profiles/local.yaml": profile])
        let shown = Shop.refusal { _ = try Shop.values(plan) }
        #expect(
            shown.contains("error: '\(path)', the file of 'POSTGRES_URL', is no path that can be mounted in a pod\n"))
    }

    @Test func `a folder inside another that is mounted is refused`() throws {
        let profile = Shop.profile.replacing("/etc/tls/client.key", with: "/etc/tls/more/client.key")
        let plan = try Shop.plan(["profiles/local.yaml": profile])
        #expect(
            Shop.refusal { _ = try Shop.values(plan) } == """
                exit 65
                sfm-dev: error: '/etc/tls/more/client.key' lies below '/etc/tls', which is mounted itself, and cannot be written to
                hint: put both into one folder

                """)
    }

    @Test func `two files of one name are refused`() throws {
        let profile = Shop.profile.replacing("/etc/tls/client.key", with: "/etc/other/ca.pem")
        let plan = try Shop.plan(["profiles/local.yaml": profile])
        #expect(
            Shop.refusal { _ = try Shop.values(plan) } == """
                exit 65
                sfm-dev: error: two files are called 'ca.pem': '/etc/tls/ca.pem' and '/etc/other/ca.pem'
                hint: give one of them another name in the profile

                """)
    }

    @Test func `a Secret holds a mebibyte and no byte more`() throws {
        #expect(
            Shop.refusal { try ClusterValues.requireSize([("a", [UInt8](repeating: 0, count: 1 << 20))]) } == "accepted"
        )
        #expect(
            Shop.refusal {
                try ClusterValues.requireSize([("a", [0]), ("large", [UInt8](repeating: 0, count: 1 << 20))])
            } == """
                exit 65
                sfm-dev: error: the values are 1048577 bytes, and a Secret holds 1048576
                note: the largest: 'large' 1048576, 'a' 1
                hint: mount the large ones from a volume, and take them out of the profile's variables

                """)
    }

    @Test(arguments: [
        ("a", true), ("A_b.c-9", true), (".hidden", true), ("", false), (".", false), ("..", false), ("..x", false),
        ("a b", false), ("ä", false), ("a/b", false), (String(repeating: "a", count: 254), false),
    ])
    func `keys are those that Kubernetes takes`(text: String, isKey: Bool) {
        #expect(ClusterName.isKey(text) == isKey)
    }
}
