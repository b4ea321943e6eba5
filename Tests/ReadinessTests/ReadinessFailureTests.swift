import Convergence
import Diagnostics
import Testing

struct ReadinessFailureTests {
    private func text(
        _ reason: ReadinessMachine.Reason, _ service: String = "postgres",
        _ change: (inout ReadinessFailure) -> Void = { _ in }
    ) -> String {
        var failure = ReadinessFailure(service: service, reason: reason)
        change(&failure)
        return failure.diagnostic.rendered()
    }

    @Test func `an exit names the code, who waited, and the last lines`() {
        let text = text(.exited(ContainerExit(code: 3)), "kafka") {
            $0.waiting = ["api", "consumer"]
            $0.log = ["starting", "cannot bind"]
        }
        #expect(
            text == """
                sfm-dev: error: 'kafka' exited with code 3 before it was ready
                note: 'api', 'consumer' were not started because they wait for 'kafka'
                note: kafka | starting
                note: kafka | cannot bind
                hint: sfm-dev logs kafka

                """)
    }

    @Test func `want of memory is named`() {
        #expect(
            text(.exited(ContainerExit(code: 137, oomKilled: true))) == """
                sfm-dev: error: 'postgres' was killed: it ran out of memory (exit code 137)
                hint: sfm-dev logs postgres

                """)
    }

    @Test func `what the engine could not start is told in its words`() {
        #expect(
            text(.exited(ContainerExit(code: 127, error: "exec: \"nope\": executable file not found"))) == """
                sfm-dev: error: 'postgres' could not be started
                note: the engine says: exec: "nope": executable file not found
                hint: sfm-dev logs postgres

                """)
    }

    @Test(arguments: [(1, "once"), (7, "7 times")])
    func `a crash loop is counted`(_ restarts: Int, _ words: String) {
        #expect(
            text(.crashLoop(ContainerExit(code: 1), restarts: restarts)) == """
                sfm-dev: error: 'postgres' keeps ending: it was started again \(words), last exit code 1
                hint: sfm-dev logs postgres

                """)
    }

    @Test func `a container removed meanwhile is named`() {
        #expect(
            text(.removed) == """
                sfm-dev: error: 'postgres' is gone: its container was removed while sfm-dev waited for it
                hint: sfm-dev logs postgres

                """)
    }

    @Test func `a refused password says what is likely and how to get on`() {
        let reason = ReadinessMachine.Reason.refused(
            .wrongPassword, "password authentication failed for user \"postgres\"")
        let text = text(reason) {
            $0.login = .init(user: "postgres", credential: "POSTGRES_PASSWORD", isLive: true)
        }
        #expect(
            text == """
                sfm-dev: error: 'postgres' refuses the password of 'postgres'
                note: it says: password authentication failed for user "postgres"
                note: its data keeps the password that was set in it before
                hint: sfm-dev seed postgres makes it true inside; the data stays

                """)
    }

    @Test func `a missing database is named`() {
        let text = text(.refused(.databaseMissing, "database \"somamemory\" does not exist")) {
            $0.login = .init(
                user: "postgres", database: "somamemory", credential: "POSTGRES_PASSWORD", isLive: true)
        }
        #expect(
            text == """
                sfm-dev: error: 'postgres' has no database 'somamemory'
                note: it says: database "somamemory" does not exist
                note: its volume was initialised with another database, which stays as it was then
                hint: sfm-dev seed postgres makes it true inside; the data stays

                """)
    }

    @Test func `a password that is a setting comes with a new container`() {
        let reason = ReadinessMachine.Reason.refused(.wrongPassword, "WRONGPASS invalid username-password pair")
        #expect(
            text(reason, "redis") { $0.login = .init(credential: "REDIS_PASSWORD") } == """
                sfm-dev: error: 'redis' refuses the password
                note: it says: WRONGPASS invalid username-password pair
                hint: sfm-dev up redis --force-recreate makes its container anew, with the value of REDIS_PASSWORD

                """)
        #expect(
            text(.refused(.wrongPassword, "NOAUTH Authentication required."), "redis") == """
                sfm-dev: error: 'redis' refuses the password
                note: it says: NOAUTH Authentication required.
                hint: name the credential that it wants under 'ready'

                """)
    }

    @Test func `an external service's password is its owner's`() {
        let text = text(.refused(.wrongPassword, "WRONGPASS invalid username-password pair"), "redis") {
            $0.isExternal = true
            $0.login = .init(credential: "REDIS_PASSWORD")
            $0.address = "127.0.0.1:6379"
        }
        #expect(
            text == """
                sfm-dev: error: 'redis' refuses the password
                note: it says: WRONGPASS invalid username-password pair
                note: another project runs it; looked for at 127.0.0.1:6379
                hint: sfm-dev credentials set REDIS_PASSWORD

                """)
    }

    @Test func `an external service that is away is not ours to start`() {
        let text = text(.outOfTime(.seconds(60), last: .unreachable("connection refused"))) {
            $0.isExternal = true
            $0.address = "127.0.0.1:5432"
        }
        #expect(
            text == """
                sfm-dev: error: 'postgres' does not answer after 60 s
                note: last answer: connection refused
                note: another project runs it; looked for at 127.0.0.1:5432
                hint: start the shared stack that runs 'postgres', or correct its address in the profile

                """)
    }

    @Test func `the end of the time quotes the last answer and the place of the limit`() {
        let file = SourceFile(path: "compose/qdrant.yaml", text: "a\nb")
        let text = text(.outOfTime(.milliseconds(2_500), last: .refused(.notYet, "status 503")), "qdrant") {
            $0.location = SourceLocation(file: file, line: 2, column: 1)
            $0.waiting = ["api"]
        }
        #expect(
            text == """
                sfm-dev: error: 'qdrant' is not ready after 2.5 s
                note: last answer: status 503
                note: 'api' was not started because it waits for 'qdrant'
                hint: sfm-dev logs qdrant; raise 'ready_within' in compose/qdrant.yaml:2:1 if it only needs longer

                """)
    }

    @Test func `an accepted connection says nothing of a container behind Docker's proxy`() {
        #expect(
            text(.outOfTime(.seconds(1), last: .silent("closed the connection without an answer"))) == """
                sfm-dev: error: 'postgres' does not answer after 1 s
                note: last answer: closed the connection without an answer
                hint: sfm-dev logs postgres; raise 'ready_within' if it only needs longer

                """)
    }

    @Test func `a server that wants TLS is named`() {
        #expect(
            text(.refused(.needsTLS, "no pg_hba.conf entry, no encryption")) == """
                sfm-dev: error: 'postgres' refuses a connection without TLS
                note: it says: no pg_hba.conf entry, no encryption
                hint: sfm-dev logs postgres

                """)
    }

    @Test func `a server without TLS, or with another's certificate, is named`() {
        #expect(
            text(.refused(.lacksTLS, "answers in plain text")) == """
                sfm-dev: error: 'postgres' answers without TLS
                note: it says: answers in plain text
                hint: have it speak TLS, or write 'tls: false' under 'x-sfm-dev'

                """)
        #expect(
            text(.refused(.untrusted, "its certificate ran out")) == """
                sfm-dev: error: 'postgres' shows a certificate that is not trusted
                note: it says: its certificate ran out
                hint: sfm-dev up postgres --force-recreate gives its container today's certificate, if this machine's clock is right

                """)
    }

    @Test func `a CA that cannot be read is nobody's answer`() {
        #expect(
            text(.refused(.noAuthority, "the CA of this checkout is not there")) == """
                sfm-dev: error: 'postgres' cannot be verified
                note: the CA of this checkout is not there
                hint: sfm-dev certificates show

                """)
    }
}
