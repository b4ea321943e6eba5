import Engine
import FoundationEssentials
import Testing

@testable import Convergence

struct ContainerLookTests {
    private func look(state: String, restart: String = #"{"Name": "no"}"#, restarts: Int = 0) throws -> ContainerLook {
        let json = #"""
            {"Id": "c", "RestartCount": \#(restarts), "State": \#(state), "Config": {},
             "HostConfig": {"RestartPolicy": \#(restart)}}
            """#
        return ContainerLook(try JSONDecoder().decode(ContainerDetail.self, from: Data(json.utf8)))
    }

    @Test(arguments: [
        ("no", 0, 1, 0, false), ("always", 0, 0, 9, true), ("unless-stopped", 0, 1, 9, true),
        ("on-failure", 0, 1, 9, true), ("on-failure", 0, 0, 0, false), ("on-failure", 3, 1, 2, true),
        ("on-failure", 3, 1, 3, false),
    ])
    func `the restart policy decides whether an exit is the end`(
        _ name: String, _ maximum: Int, _ code: Int, _ restarts: Int, _ goesOn: Bool
    ) throws {
        let look = try look(
            state: #"{"Status": "exited", "ExitCode": \#(code)}"#,
            restart: #"{"Name": "\#(name)", "MaximumRetryCount": \#(maximum)}"#, restarts: restarts)
        let exit = ContainerExit(code: code)
        #expect(look.condition == (goesOn ? .ended(exit, restarts: restarts) : .exited(exit)))
    }

    @Test func `one that the engine could not start has ended`() throws {
        let look = try look(state: #"{"Status": "created", "ExitCode": 127, "Error": "no such file"}"#)
        #expect(look.condition == .exited(ContainerExit(code: 127, error: "no such file")))
    }

    @Test(arguments: [
        ("paused", "the container is paused"), ("created", "the container is not started"),
        ("dead", "the container does not run"),
    ])
    func `one that does not run is not ready`(_ status: String, _ words: String) throws {
        #expect(try look(state: #"{"Status": "\#(status)"}"#).health(at: 0) == .unreachable(words))
    }

    @Test(arguments: [(-5.0, true), (0.0, false), (0.9, false), (1.0, true), (9.0, true)])
    func `without a health check it must have run for a moment`(_ age: Double, _ isReady: Bool) throws {
        let start = 1_767_323_045.5
        let state = #"{"Status": "running", "StartedAt": "2026-01-02T03:04:05.500000000Z"\#(health(nil))}"#
        let answer = try look(state: state).health(at: start + age)
        #expect((answer == .ready(ProbeFacts())) == isReady)
    }

    @Test(arguments: [(1.0, false), (4.9, false), (5.0, true)])
    func `one that has ended before must have run for longer`(_ age: Double, _ isReady: Bool) throws {
        let state = #"{"Status": "running", "StartedAt": "2026-01-02T03:04:05.500000000Z"}"#
        let answer = try look(state: state, restarts: 2).health(at: 1_767_323_045.5 + age)
        #expect((answer == .ready(ProbeFacts())) == isReady)
    }

    @Test func `with one its word counts at once`() throws {
        let state = #"{"Status": "running", "StartedAt": "2026-01-02T03:04:05.5Z"\#(health("healthy"))}"#
        #expect(try look(state: state).health(at: 1_767_323_045.5) == .ready(ProbeFacts()))
    }

    private func health(_ status: String?) -> String { status.map { #", "Health": {"Status": "\#($0)"}"# } ?? "" }

    @Test(arguments: [
        ("1970-01-01T00:00:01Z", 1.0), ("1970-01-01T01:00:01.25+01:00", 1.25), ("1969-12-31T23:30:00-00:30", 0.0),
        ("", nil), ("yesterday", nil), ("1970-01-01T00:00:01", nil), ("1970-01-01T00:00:01+1", nil),
    ])
    func `the engine's times are read`(_ text: String, _ seconds: Double?) {
        #expect(Timestamp.seconds(text) == seconds)
    }
}
