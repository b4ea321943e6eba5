import Convergence
import Diagnostics
import Testing

/// A service as time goes by: what is seen at which millisecond.
private struct Story: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var goal = ReadinessMachine.Goal.ready
    var within = Duration.seconds(60)
    var seen: [(Int, ReadinessMachine.Input)]
    var ends: ReadinessMachine.Verdict

    init(
        _ name: String, goal: ReadinessMachine.Goal = .ready, within: Duration = .seconds(60),
        seen: [(Int, ReadinessMachine.Input)], ends: ReadinessMachine.Verdict
    ) {
        testDescription = name
        self.goal = goal
        self.within = within
        self.seen = seen
        self.ends = ends
    }
}

private let refusedConnection = ReadinessMachine.Input.answer(.unreachable("connection refused"))
private let closed = ReadinessMachine.Input.answer(.silent("closed the connection without an answer"))
private let startingUp = ReadinessMachine.Input.answer(.refused(.notYet, "the database system is starting up"))
private let wrongPassword = ReadinessMachine.Input.answer(.refused(.wrongPassword, "password authentication failed"))
private let lacksTLS = ReadinessMachine.Input.answer(.refused(.lacksTLS, "answers in plain text"))
private let untrusted = ReadinessMachine.Input.answer(.refused(.untrusted, "its certificate ran out"))
private let ready = ReadinessMachine.Input.answer(.ready(ProbeFacts()))
private let one = ContainerExit(code: 1)

private let stories: [Story] = [
    Story("fast", seen: [(0, ready)], ends: .reached(.ready(ProbeFacts()))),
    Story(
        "slow start",
        seen: [(0, refusedConnection), (300, closed), (2_000, startingUp), (9_000, startingUp), (9_500, ready)],
        ends: .reached(.ready(ProbeFacts()))),
    Story("not yet", seen: [(100, startingUp)], ends: .look(after: .milliseconds(20))),
    Story("exit", seen: [(0, refusedConnection), (40, .container(.exited(one)))], ends: .gaveUp(.exited(one))),
    Story("removed", seen: [(40, .container(.gone))], ends: .gaveUp(.removed)),
    Story(
        "restarted and then well", seen: [(0, .container(.restarting(one, restarts: 3))), (900, ready)],
        ends: .reached(.ready(ProbeFacts()))),
    Story(
        "crash loop has until the deadline", within: .seconds(5),
        seen: [(0, refusedConnection), (4_999, .container(.restarting(one, restarts: 7)))],
        ends: .look(after: .milliseconds(1))),
    Story(
        "crash loop", within: .seconds(5),
        seen: [(0, refusedConnection), (4_999, .container(.restarting(one, restarts: 7))), (5_000, .tick)],
        ends: .gaveUp(.crashLoop(one, restarts: 7))),
    Story(
        "crash loop, looked at between two runs", within: .seconds(5),
        seen: [(4_000, .container(.restarting(one, restarts: 7))), (5_000, refusedConnection)],
        ends: .gaveUp(.crashLoop(one, restarts: 7))),
    Story(
        "crash loop, met while it runs", within: .seconds(5),
        seen: [(4_000, .container(.restarting(one, restarts: 7))), (5_000, startingUp)],
        ends: .gaveUp(.crashLoop(one, restarts: 7))),
    Story(
        "slow after a restart", within: .seconds(5),
        seen: [(1_000, .container(.restarting(one, restarts: 1))), (4_000, startingUp), (5_000, startingUp)],
        ends: .gaveUp(.outOfTime(.seconds(5), last: .refused(.notYet, "the database system is starting up")))),
    Story(
        "stopped by somebody", within: .seconds(60),
        seen: [
            (0, refusedConnection), (10, .container(.ended(one, restarts: 0))),
            (2_010, .container(.ended(one, restarts: 0))),
        ],
        ends: .gaveUp(.exited(one))),
    Story(
        "ended for a moment, and restarted", within: .seconds(60),
        seen: [(10, .container(.ended(one, restarts: 0))), (2_010, .container(.ended(one, restarts: 1)))],
        ends: .look(after: .microseconds(20_100))),
    Story(
        "restarted, and now slow", within: .seconds(5),
        seen: [(1_000, .container(.restarting(one, restarts: 1))), (4_000, startingUp), (5_000, .tick)],
        ends: .gaveUp(.outOfTime(.seconds(5), last: .refused(.notYet, "the database system is starting up")))),
    Story(
        "wrong password for less than two seconds", seen: [(0, wrongPassword), (1_999, wrongPassword)],
        ends: .look(after: .milliseconds(20))),
    Story(
        "wrong password", seen: [(0, wrongPassword), (1_000, wrongPassword), (2_000, wrongPassword)],
        ends: .gaveUp(.refused(.wrongPassword, "password authentication failed"))),
    Story(
        "no TLS", seen: [(0, lacksTLS), (2_000, lacksTLS)],
        ends: .gaveUp(.refused(.lacksTLS, "answers in plain text"))),
    Story(
        "a certificate that is not trusted", seen: [(0, untrusted), (2_000, untrusted)],
        ends: .gaveUp(.refused(.untrusted, "its certificate ran out"))),
    Story(
        "wrong password when the time is over", within: .seconds(1), seen: [(0, wrongPassword), (1_000, .tick)],
        ends: .gaveUp(.refused(.wrongPassword, "password authentication failed"))),
    Story(
        "wrong password, a restart between",
        seen: [(0, wrongPassword), (1_000, refusedConnection), (2_100, wrongPassword)],
        ends: .look(after: .milliseconds(21))),
    Story(
        "another reason starts the patience anew",
        seen: [
            (0, wrongPassword), (1_900, .answer(.refused(.databaseMissing, "no such database"))),
            (2_500, wrongPassword),
        ],
        ends: .look(after: .milliseconds(25))),
    Story(
        "starting up never counts as refused", within: .seconds(5),
        seen: [(0, startingUp), (3_000, startingUp), (5_000, startingUp)],
        ends: .gaveUp(.outOfTime(.seconds(5), last: .refused(.notYet, "the database system is starting up")))),
    Story(
        "never listening", within: .seconds(1), seen: [(0, refusedConnection), (1_000, refusedConnection)],
        ends: .gaveUp(.outOfTime(.seconds(1), last: .unreachable("connection refused")))),
    Story(
        "listening and silent", within: .seconds(1), seen: [(0, closed), (1_000, .tick)],
        ends: .gaveUp(.outOfTime(.seconds(1), last: .silent("closed the connection without an answer")))),
    Story("no time at all", within: .zero, seen: [(0, .tick)], ends: .gaveUp(.outOfTime(.zero, last: nil))),
    Story(
        "ready at the last moment", within: .seconds(1), seen: [(1_000, ready)], ends: .reached(.ready(ProbeFacts()))),
    Story(
        "a refused login is an answer", goal: .answering, seen: [(0, startingUp), (10, wrongPassword)],
        ends: .reached(.refused(.wrongPassword, "password authentication failed"))),
    Story(
        "starting up is no answer", goal: .answering, seen: [(0, startingUp)], ends: .look(after: .milliseconds(20))),
    Story(
        "a job that ended well", goal: .completed,
        seen: [(0, .container(.running)), (90, .container(.exited(.init(code: 0))))],
        ends: .reached(nil)),
    Story(
        "a job that ended badly", goal: .completed, seen: [(90, .container(.exited(one)))], ends: .gaveUp(.exited(one))),
    Story(
        "a service that ended well is not ready", seen: [(90, .container(.exited(.init(code: 0))))],
        ends: .gaveUp(.exited(.init(code: 0)))),
]

struct ReadinessMachineTests {
    @Test(arguments: stories)
    fileprivate func `a story ends as it must`(_ story: Story) {
        var machine = ReadinessMachine(goal: story.goal, within: story.within)
        var verdicts = story.seen.map { machine.take($0.1, at: .milliseconds($0.0)) }
        #expect(verdicts.popLast() == story.ends)
        for verdict in verdicts {
            guard case .look = verdict else {
                Issue.record("ended before its end: \(verdict)")
                return
            }
        }
    }

    @Test(arguments: [(0, 20), (2_000, 20), (3_000, 30), (5_000, 50), (29_999, 50), (30_000, 250), (60_000, 1_000)])
    func `looks come fast at first and slower later`(_ elapsed: Int, _ pause: Int) {
        #expect(ReadinessMachine.pause(after: .milliseconds(elapsed)) == .milliseconds(pause))
    }

    @Test func `the next look never lies behind the deadline`() {
        var machine = ReadinessMachine(goal: .ready, within: .milliseconds(105))
        #expect(machine.take(.tick, at: .milliseconds(100)) == .look(after: .milliseconds(5)))
    }
}
