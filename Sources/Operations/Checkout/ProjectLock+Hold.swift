import Diagnostics
import Project

extension ProjectLock {
    /// The lock at once, where nothing has to be made, settled or waited for before; nil elsewhere.
    static func early(_ folder: StateFolder, _ invocation: Invocation) -> ProjectLock? {
        guard folder.isPrepared, let lock = try? acquire(folder, command: invocation.command), !folder.hasJournal
        else { return nil }
        return lock
    }

    /// The lock of a prepared folder whose journals are settled: where every changing command begins.
    /// - Parameters:
    ///   - git: whether git leaves the folder alone, where that was asked already.
    ///   - early: the lock, where it is held already.
    static func hold(
        _ folder: StateFolder, _ invocation: Invocation, _ git: GitQuestion? = nil,
        early: consuming ProjectLock? = nil
    ) async throws(Failure) -> ProjectLock {
        if let git {
            try git.check()
        } else {
            try folder.requireUntracked(GitGuard(environment: invocation.environment))
        }
        try folder.prepare()
        let lock: ProjectLock
        switch consume early {
        case .some(let early): lock = early
        case nil: lock = try await wait(folder, invocation)
        }
        let tightened = try PrivateFiles.tighten(folder)
        invocation.console.report(tightened.map { Diagnostic(.note, "\($0.text); it is private now") })
        try JournalSettlement.settle(folder, invocation.console)
        return lock
    }

    private static func wait(_ folder: StateFolder, _ invocation: Invocation) async throws(Failure) -> ProjectLock {
        guard invocation.waitsForLock else { return try acquire(folder, command: invocation.command) }
        return try await acquireWaiting(folder, command: invocation.command) { diagnostic in
            invocation.console.report([Diagnostic(.note, "waiting: \(diagnostic.message)")])
        }
    }
}
