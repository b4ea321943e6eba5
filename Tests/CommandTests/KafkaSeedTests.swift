import StubEngine
import Testing

extension CommandTests {
    /// A broker behind a login, whose users and topics are made inside.
    @Suite(.enabled(if: TestProject.hasClients, "SFM_DEV_TEST_ENGINE or SFM_DEV_TEST_PYTHON is not set"))
    struct KafkaSeedTests {
        private static let topics = ["memory.audit", "memory.dlq", "memory.events"]

        private static func with(_ seed: String? = nil, _ body: (TestProject) throws -> Void) throws {
            try TestProject.with { project in
                let extra = seed.map { ", \($0)" } ?? ""
                try project.done(
                    """
                    sed -i 's/{topic: memory.dlq}/&\(extra)/' compose/kafka.yaml
                    sed -i 's/^  KAFKA_SASL_PASSWORD: {gen.*/&\\n  REPORT_PASSWORD: {default: first word}/' profiles/auth.yaml
                    """)
                try body(project)
            }
        }

        private static let up = "sfm-dev up --profile auth kafka"

        private static func set(_ password: String) -> String {
            "printf %s '\(password)' | sfm-dev credentials set --profile auth KAFKA_SASL_PASSWORD"
        }

        private static func client(_ user: String, _ password: String, _ topic: String = "") -> String {
            "eval $(sfm-dev env); $TEST_PYTHON '\(TestProject.folder)/broker.py' '\(user)' \"\(password)\" \(topic)"
        }

        private func refuses(_ user: String, _ password: String, _ project: TestProject) throws {
            let refused = try project.shell(Self.client(user, password))
            #expect(refused.code != 0)
            #expect(refused.errors.hasPrefix("refused: "), "\(refused.errors)")
            guard !user.isEmpty else { return }
            #expect(
                refused.errors.contains(
                    "Authentication failed during authentication due to invalid credentials with SASL mechanism "
                        + "SCRAM-SHA-512"), "\(refused.errors)")
        }

        @Test func `the value of the environment logs in, and no other`() throws {
            try Self.with { project in
                let first = try project.done("\(Self.set("value A")) && \(Self.up)")
                #expect(
                    first.errors.contains("kafka                 repair     user 'sfm': its volume had none\n"),
                    "\(first.errors)")
                for topic in Self.topics {
                    #expect(first.errors.contains("kafka                 seed       topic '\(topic)': missing\n"))
                }
                let there = try project.done(Self.client("sfm", "value A", "memory.events")).output
                for topic in Self.topics { #expect(there.contains("('\(topic)', ")) }
                let container = "docker inspect -f '{{.Id}} {{.State.StartedAt}}' \(project.name)-kafka-1"
                let before = try project.done(container).output

                let second = try project.done("\(Self.set("value B")) && sfm-dev up kafka")
                #expect(second.errors.contains("repair     password of 'sfm': its volume had another\n"))
                #expect(!second.errors.contains("topic"), "\(second.errors)")
                try project.done(Self.client("sfm", "value B"))
                try refuses("sfm", "value A", project)
                try refuses("nobody", "value B", project)
                try refuses("", "", project)
                // Nothing was made anew for it.
                #expect(try project.done(container).output == before)

                try project.done("sfm-dev credentials rotate KAFKA_SASL_PASSWORD")
                try refuses("sfm", "value B", project)
                try project.done(Self.client("sfm", "$KAFKA_SASL_PASSWORD"))
                #expect(try project.done(container).output == before)
                // No process of the way inside is left there.
                let processes = try project.done("docker top \(project.name)-kafka-1 -o pid,args").output
                #expect(!processes.contains(" cat"), "\(processes)")
                #expect(!processes.contains("value"))
            }
        }

        @Test func `what ended with a container is made again`() throws {
            try Self.with { project in
                try project.done("\(Self.up) && docker restart -t 1 \(project.name)-kafka-1")
                let again = try project.done("sfm-dev up kafka")
                #expect(again.errors.contains("repair     user 'sfm': its volume had none\n"), "\(again.errors)")
                #expect(again.errors.contains("seed       topic 'memory.dlq': missing\n"))
                let proxy = try RecordingProxy(before: TestProject.engine ?? "")
                let idle = try project.done("DOCKER_HOST=\(proxy.host) sfm-dev up kafka")
                #expect(idle.errors.contains("nothing to do"), "\(idle.errors)")
                #expect(!proxy.requests.isEmpty && proxy.writes == [])
                let inside = "docker exec \(project.name)-kafka-1 kafka-topics --bootstrap-server localhost:29092"
                try project.done("\(inside) --delete --topic memory.audit")
                let drift = try project.done("sfm-dev status kafka")
                #expect(drift.output.contains("differs from the plan: topic 'memory.audit': missing\n"))
                try project.done("sfm-dev seed kafka")
                #expect(try project.done("\(inside) --list").output == "memory.audit\nmemory.dlq\nmemory.events\n")
            }
        }

        @Test func `a restart ends with a service that is ready, and with what .env says`() throws {
            try Self.with { project in
                try project.done(Self.up)
                for verb in ["restart kafka", "stop kafka && sfm-dev start kafka"] {
                    let again = try project.done("sfm-dev \(verb)")
                    #expect(again.errors.contains("repair     user 'sfm': its volume had none\n"), "\(again.errors)")
                    #expect(try project.done("sfm-dev up kafka").errors.contains("nothing to do"))
                }
                // What was not generated yet is not made true by the way.
                let early = try project.shell("\(Self.set("value B")) && sfm-dev restart kafka")
                #expect(early.code == 1 && !early.errors.contains("repair"), "\(early.errors)")
                #expect(early.errors.contains("'kafka' refuses the password of 'sfm'"))
                #expect(
                    early.errors.contains(
                        "note: '.env' is not what the plan says: logins are left as they are\nhint: sfm-dev up\n"))
                let left = try project.shell("sfm-dev restart kafka --no-seed")
                #expect(left.code == 1 && !left.errors.contains("repair"), "\(left.errors)")
                // Nor is a container that is not what the plan would make.
                try project.done(
                    "sfm-dev up kafka && sed -i 's/^restart: unless-stopped/restart: always/' compose/kafka.yaml")
                let old = try project.shell("sfm-dev restart kafka")
                #expect(old.code == 1 && !old.errors.contains("repair"), "\(old.errors)")
            }
        }

        @Test func `other users and topics with partitions are made`() throws {
            let seed = "{user: report, password: REPORT_PASSWORD}, {topic: report.out, partitions: 5}"
            try Self.with(seed) { project in
                let up = try project.done(Self.up)
                #expect(up.errors.contains("seed       user 'report': missing, or has another password\n"))
                let there = try project.done(Self.client("report", "first word")).output
                #expect(there.contains("('report.out', 5)"), "\(there)")
                try project.done("printf other | sfm-dev credentials set REPORT_PASSWORD && sfm-dev up kafka")
                try project.done(Self.client("report", "other"))
                try refuses("report", "first word", project)
                #expect(try project.done("sfm-dev up kafka").errors.contains("nothing to do"))
            }
        }

        @Test func `users need a listener that asks for no login`() throws {
            try Self.with("{user: report, password: REPORT_PASSWORD}") { project in
                try project.done("\(Self.up) && sed -i 's/, local: 29092//' compose/kafka.auth.yaml")
                try project.done("printf other | sfm-dev credentials set REPORT_PASSWORD")
                let refused = try project.shell("sfm-dev up kafka")
                #expect(refused.code == 1)
                #expect(
                    refused.errors.contains(
                        "error: user 'report' of 'kafka' cannot be made: users are made over a listener that asks for no "
                            + "login, and 'ready' names none\n"), "\(refused.errors)")
                try project.done(
                    "git checkout -q compose/kafka.auth.yaml && sed -i 's/local: 29092/local: 1/' compose/kafka.auth.yaml"
                )
                let unreached = try project.shell("sfm-dev up kafka")
                #expect(
                    unreached.errors.contains(
                        "cannot be made: its port 1 cannot be reached from inside: "), "\(unreached.errors)")
                #expect(unreached.errors.contains("Connection refused\n"), "\(unreached.errors)")
            }
        }
    }
}
