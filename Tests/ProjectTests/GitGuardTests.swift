import Diagnostics
import Testing

@testable import Project

@Suite struct GitGuardTests {
    @Test(
        arguments: [
            ("true", GitGuard.Status.noRepository),
            ("git init -q .", .notIgnored),
            ("git init -q . && echo /.env > .gitignore", .ignored),
            ("git init -q . && echo .env > .gitignore && echo '!.env' >> .gitignore", .notIgnored),
            ("git init -q . && touch .env && git add .env", .tracked),
            ("git init -q . && touch .env && git add .env && echo .env > .gitignore && rm .env", .tracked),
        ])
    func `each state is told apart`(command: String, status: GitGuard.Status) throws {
        let scratch = try Scratch()
        try scratch.sh(command)
        #expect(try Scratch.git.status(of: scratch.file(".env")) == status)
    }

    @Test func `a name is no pattern`() throws {
        let scratch = try Scratch()
        try scratch.sh("git init -q . && touch a && git add a")
        #expect(try Scratch.git.status(of: scratch.file("*")) == .notIgnored)
    }

    @Test func `variables of git in the environment do not mislead`() throws {
        let scratch = try Scratch()
        let other = try Scratch()
        try other.sh("git init -q . && echo .env > .gitignore")
        try scratch.sh("git init -q .")
        let hook = ["GIT_DIR": other.file(".git"), "GIT_WORK_TREE": other.path, "GIT_INDEX_FILE": "/nonexistent"]
        let git = GitGuard(environment: Scratch.environment.merging(hook) { $1 })
        #expect(try git.status(of: scratch.file(".env")) == .notIgnored)
    }

    @Test func `a file that git may take in is refused with the command that helps`() throws {
        let scratch = try Scratch()
        try scratch.sh("git init -q .")
        let require = { told { try Scratch.git.requireUntracked(scratch.file(".env"), named: ".env") } }
        #expect(
            require() == "77\nsfm-dev: error: '.env' is not ignored by git; it holds secrets\n"
                + "hint: echo /.env >> .gitignore\n")
        try scratch.sh("touch .env && git add .env")
        #expect(
            require() == "77\nsfm-dev: error: '.env' is tracked by git; it holds secrets\n"
                + "note: what was committed stays in the history: rotate those secrets\nhint: git rm --cached .env\n")
        try scratch.sh("git rm -q --cached .env && echo /.env >> .gitignore")
        #expect(require() == "nothing")
    }

    @Test func `without git a repository is refused and any other folder is not`() throws {
        let scratch = try Scratch()
        let none = GitGuard(environment: ["PATH": "/nonexistent"])
        #expect(try none.status(of: scratch.file(".env")) == .noRepository)
        try scratch.sh("git init -q .")
        #expect(
            told { _ = try none.status(of: scratch.file(".env")) }
                == "77\nsfm-dev: error: cannot ask git whether '.env' is ignored: "
                + "git is not installed, and this is a repository\nhint: sudo apt-get install git\n")
    }

    @Test func `a repository that git cannot read is refused in its words`() throws {
        let scratch = try Scratch()
        try scratch.sh("mkdir .git")
        #expect(
            told { _ = try Scratch.git.status(of: scratch.file(".env")) }
                == "77\nsfm-dev: error: git does not say whether '.env' is ignored: "
                + "not a git repository (or any of the parent directories): .git\n"
                + "hint: git -C \(scratch.path) status\n")
    }
}
