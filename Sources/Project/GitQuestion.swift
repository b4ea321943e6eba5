package import Diagnostics
import Synchronization

/// Whether git leaves alone what sfm-dev writes in a project: `.env` and `.sfm-dev/`. Git starts while others work, and
/// nobody waits for it before the answer is needed.
package final class GitQuestion: Sendable {
    private enum Phase: ~Copyable {
        case waiting
        case asked(GitCommand.Running)
        case answered(Result<Void, Failure>)

        var isWaiting: Bool {
            switch self {
            case .waiting: true
            default: false
            }
        }
    }

    private let folder: StateFolder
    private let git: GitGuard
    private let phase = Mutex(Phase.waiting)

    /// - Parameter environment: as `GitGuard` takes it.
    package init(_ folder: StateFolder, environment: [String: String]) {
        self.folder = folder
        git = GitGuard(environment: environment)
        // On one of Swift's own threads: while libcurl is loaded glibc lets nobody make another (dl_load_tls_lock).
        Task.detached { [self] in
            phase.withLock { phase in
                if phase.isWaiting, let running = ask() { phase = .asked(running) }
            }
        }
    }

    deinit {
        phase.withLock { phase in
            // Nobody wants the answer; a child that ended stays until it was waited for.
            if case .asked(let running) = consume phase { _ = running.isSilent() }
            phase = .waiting
        }
    }

    /// Waits for the answer.
    /// - Throws: `.refused`, with what git could take in.
    package func check() throws(Failure) {
        try phase.withLock { phase in
            let result: Result<Void, Failure>
            switch consume phase {
            case .answered(let known): result = known
            case .asked(let running): result = judge(running)
            case .waiting: result = if let running = ask() { judge(running) } else { Result(catching: explain) }
            }
            phase = .answered(result)
            return result
        }.get()
    }

    /// One question where all is well; nil where it cannot be asked.
    private func ask() -> GitCommand.Running? {
        // Of a file that is not there git does not tell whether it is ignored.
        guard FileFacts.isThere(folder.project + "/.env") else { return nil }
        return git.ask(about: [".env", StateFolder.name], in: folder.project)
    }

    private func judge(_ running: consuming GitCommand.Running) -> Result<Void, Failure> {
        running.isSilent() ? .success(()) : Result(catching: explain)
    }

    /// Which answer is wrong takes three questions.
    private func explain() throws(Failure) {
        try git.requireUntracked(folder.project + "/.env", named: ".env")
        try folder.requireUntracked(git)
    }
}
