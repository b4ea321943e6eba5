import Diagnostics
import Testing

@testable import Project

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct ProjectLockTests {
    @Test func `a taken lock names its holder, and is free when the holder is dropped`() throws {
        let scratch = try Scratch()
        try scratch.folder.prepare()
        try hold(scratch.folder) {
            let said = told { _ = try ProjectLock.acquire(scratch.folder, command: "sfm-dev down") }
            #expect(
                said == "75\nsfm-dev: error: another sfm-dev holds this project: 'sfm-dev up' (pid \(getpid()))\n"
                    + "hint: --wait-lock\n")
        }
        #expect(told { _ = try ProjectLock.acquire(scratch.folder, command: "sfm-dev down") } == "nothing")
        #expect(try scratch.mode(".sfm-dev/lock") == 0o600)
    }

    @Test func `a holder that has not written its line is not made up`() throws {
        let scratch = try Scratch()
        try scratch.folder.prepare()
        try hold(scratch.folder) {
            try scratch.sh(": > .sfm-dev/lock")
            let said = told { _ = try ProjectLock.acquire(scratch.folder, command: "sfm-dev down") }
            #expect(said == "75\nsfm-dev: error: another sfm-dev holds this project\nhint: --wait-lock\n")
        }
    }

    @Test func `a killed holder frees the lock`() async throws {
        let scratch = try Scratch()
        try scratch.folder.prepare()
        let path = scratch.path
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let lock = try ProjectLock.acquire(StateFolder(project: path), command: "sfm-dev up")
            kill(getpid(), SIGKILL)
            _ = consume lock
        }
        #expect(try scratch.text(".sfm-dev/lock")?.hasSuffix(" sfm-dev up\n") == true)
        #expect(told { _ = try ProjectLock.acquire(scratch.folder, command: "sfm-dev down") } == "nothing")
    }

    @Test func `a lock file that was removed does not let two in`() throws {
        let scratch = try Scratch()
        try scratch.folder.prepare()
        try hold(scratch.folder) {
            try scratch.sh("rm .sfm-dev/lock && ln -s /dev/null .sfm-dev/lock")
            let said = told { _ = try ProjectLock.acquire(scratch.folder, command: "sfm-dev down") }
            #expect(
                said == "77\nsfm-dev: error: '.sfm-dev/lock' is a link; "
                    + "sfm-dev reads and writes only files that stand there themselves\nhint: rm .sfm-dev/lock\n")
        }
    }

    @Test func `a waiter is told once, gets the lock when it is free`() async throws {
        let scratch = try Scratch()
        try scratch.folder.prepare()
        let (told, tell) = AsyncStream<String>.makeStream()
        let folder = scratch.folder
        let holder = try ProjectLock.acquire(folder, command: "sfm-dev up")
        let waiter = Task { try await wait(folder, tell) }
        var messages = told.makeAsyncIterator()
        let first = await messages.next()
        #expect(first == "another sfm-dev holds this project: 'sfm-dev up' (pid \(getpid()))")
        _ = consume holder
        try await waiter.value
        #expect(await messages.next() == nil)
    }

    @Test func `a cancelled waiter ends as interrupted`() async throws {
        let scratch = try Scratch()
        try scratch.folder.prepare()
        let (told, tell) = AsyncStream<String>.makeStream()
        let folder = scratch.folder
        let holder = try ProjectLock.acquire(folder, command: "sfm-dev up")
        let waiter = Task { try await wait(folder, tell) }
        var messages = told.makeAsyncIterator()
        _ = await messages.next()
        waiter.cancel()
        await #expect(throws: Failure(.interrupted, "interrupted while waiting for another sfm-dev")) {
            try await waiter.value
        }
        _ = consume holder
    }

    private func hold(_ folder: StateFolder, _ work: () throws -> Void) throws {
        let lock = try ProjectLock.acquire(folder, command: "sfm-dev up")
        try work()
        _ = consume lock
    }

    private func wait(_ folder: StateFolder, _ tell: AsyncStream<String>.Continuation) async throws {
        defer { tell.finish() }
        let lock = try await ProjectLock.acquireWaiting(folder, command: "sfm-dev down") { tell.yield($0.message) }
        _ = consume lock
    }
}
