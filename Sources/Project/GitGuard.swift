package import Diagnostics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Keeps secrets out of git: asks before a file with a secret is written or read.
package struct GitGuard: Sendable {
    package enum Status: Sendable, Equatable {
        case tracked, ignored, notIgnored, noRepository
    }

    private let environment: [String: String]

    /// - Parameter environment: the caller's: git is found by its PATH and reads its HOME; its `GIT_*` do not count.
    package init(environment: [String: String]) {
        self.environment = environment
    }

    /// What git thinks of `path`; its folder must exist, the file itself need not.
    ///
    /// Where no `.git` stands in a folder upward git is not asked, so none need be installed.
    /// - Throws: `.refused` where there is a repository and git is missing or gives no answer.
    package func status(of path: String, named name: String? = nil) throws(Failure) -> Status {
        let place = PathParts(path)
        let name = name ?? place.name
        guard Self.hasRepository(above: place.folder) else { return .noRepository }
        // Two questions at once: `check-ignore` alone says nothing of a tracked file.
        let tracking = try start(Self.trackedQuestion(place), place.folder, name)
        // Without `-v`, which ends with 0 for a negated pattern too. It has no literal mode: `./` takes the magic from
        // a leading `:`, and it never globs.
        let ignoring = try start(["check-ignore", "-q", "--", "./" + place.name], place.folder, name)
        let tracked = try answer(tracking, place.folder, name)
        let ignored = try answer(ignoring, place.folder, name)
        if try Self.isTracked(tracked, place, name) { return .tracked }
        switch ignored.exitCode {
        case 0: return .ignored
        case 1: return .notIgnored
        default: throw Self.silent(name, place.folder, ignored)
        }
    }

    /// Whether the file, or any file of the folder, at `path` is in git's index, be it there or not.
    /// - Throws: as `status(of:named:)`.
    package func isTracked(_ path: String, named name: String) throws(Failure) -> Bool {
        let place = PathParts(path)
        guard Self.hasRepository(above: place.folder) else { return false }
        let running = try start(Self.trackedQuestion(place), place.folder, name)
        return try Self.isTracked(try answer(running, place.folder, name), place, name)
    }

    /// Asks which of these git tracks or would take in; they are there. It says nothing where all is well.
    /// - Returns: nil where there is no repository, or no git.
    func ask(about names: [String], in folder: String) -> GitCommand.Running? {
        guard Self.hasRepository(above: folder) else { return nil }
        // Tracked files, and others that are not ignored: nothing is said of what is ignored.
        let question = ["--literal-pathspecs", "ls-files", "--cached", "--others", "--exclude-standard", "--"]
        return try? GitCommand(environment)?.start(question + names, in: folder, reading: STDOUT_FILENO)
    }

    private static func trackedQuestion(_ place: PathParts) -> [String] {
        // Literal: a file may be named `*`.
        ["--literal-pathspecs", "ls-files", "--error-unmatch", "--", place.name]
    }

    private static func isTracked(
        _ answer: GitCommand.Answer, _ place: PathParts, _ name: String
    ) throws(Failure) -> Bool {
        guard answer.exitCode == 0 || answer.exitCode == 1 else { throw silent(name, place.folder, answer) }
        return answer.exitCode == 0
    }

    /// Lets a file with secrets pass only where git cannot take it in.
    /// - Parameter name: the path relative to the project folder, as the user would type it there.
    /// - Throws: `.refused` with the command that helps.
    package func requireUntracked(_ path: String, named name: String) throws(Failure) {
        switch try status(of: path, named: name) {
        case .ignored, .noRepository: return
        case .tracked: throw Self.tracked(name)
        case .notIgnored:
            throw Failure(
                .refused, "'\(name)' is not ignored by git; it holds secrets",
                hint: "echo \(ShellWord.quoted("/" + name)) >> .gitignore")
        }
    }

    /// Lets a file that stands there pass unless it came with a clone: what it says may be a stranger's word.
    /// - Throws: `.refused`, as `requireUntracked`.
    package func requireOwn(_ path: String, named name: String) throws(Failure) {
        guard access(path, F_OK) == 0, try isTracked(path, named: name) else { return }
        throw Self.tracked(name)
    }

    /// A warning where any commit that a branch, a tag or a stash leads to has the file; nil too where git cannot be asked
    /// or takes too long to look.
    package func history(of path: String, named name: String) -> Diagnostic? {
        let place = PathParts(path)
        guard Self.hasRepository(above: place.folder), let git = GitCommand(environment) else { return nil }
        let question = ["--literal-pathspecs", "log", "--all", "-1", "--format=%h", "--", place.name]
        guard let running = try? git.start(question, in: place.folder, reading: STDOUT_FILENO),
            // A history of a million commits takes longer, and nobody waits for that here.
            let answer = try? running.answer(within: 2000), answer.exitCode == 0, !answer.said.isEmpty
        else { return nil }
        return Diagnostic(
            .warning, "'\(name)' was committed to git, last in \(answer.said)",
            notes: [.init("what was committed stays in the history: rotate those secrets")],
            hint: "sfm-dev credentials rotate --all")
    }

    private static func tracked(_ name: String) -> Failure {
        Failure(
            .refused, "'\(name)' is tracked by git; it holds secrets",
            notes: [.init("what was committed stays in the history: rotate those secrets")],
            hint: "git rm --cached \(ShellWord.quoted(name))")
    }

    private func start(
        _ arguments: [String], _ folder: String, _ name: String
    ) throws(Failure) -> GitCommand.Running {
        guard let git = GitCommand(environment) else {
            throw Failure(
                .refused, "cannot ask git whether '\(name)' is ignored: git is not installed, and this is a repository",
                hint: "sudo apt-get install git")
        }
        do throws(SystemCode) { return try git.start(arguments, in: folder) } catch {
            throw Self.unasked(name, folder, error)
        }
    }

    private func answer(
        _ running: consuming GitCommand.Running, _ folder: String, _ name: String
    ) throws(Failure) -> GitCommand.Answer {
        do throws(SystemCode) { return try running.answer() } catch { throw Self.unasked(name, folder, error) }
    }

    private static func unasked(_ name: String, _ folder: String, _ code: SystemCode) -> Failure {
        Failure(
            .refused, "cannot ask git whether '\(name)' is ignored: \(SystemFault.text(code.number))",
            hint: "git -C \(ShellWord.quoted(folder)) status")
    }

    private static func silent(_ name: String, _ folder: String, _ answer: GitCommand.Answer) -> Failure {
        Failure(
            .refused, "git does not say whether '\(name)' is ignored: \(answer.said)",
            hint: "git -C \(ShellWord.quoted(folder)) status")
    }

    private static func hasRepository(above folder: String) -> Bool {
        guard let resolved = realpath(folder, nil) else { return false }
        defer { free(resolved) }
        var current = String(cString: resolved)
        while true {
            var info = stat()
            // A folder, or in a linked work tree and a submodule a file.
            if lstat(current == "/" ? "/.git" : "\(current)/.git", &info) == 0 { return true }
            if current == "/" { return false }
            current = PathParts(current).folder
        }
    }
}
