import Diagnostics
import Testing

@testable import Project

struct GitQuestionTests {
    private static let prepared =
        "mkdir .sfm-dev && echo '*' > .sfm-dev/.gitignore && touch .env .sfm-dev/state.json && "

    @Test(arguments: [
        ("true", "nothing"),
        ("git init -q . && echo /.env > .gitignore", "nothing"),
        (
            "git init -q . && touch .gitignore",
            "77\nsfm-dev: error: '.env' is not ignored by git; it holds secrets\nhint: echo /.env >> .gitignore\n"
        ),
        (
            "git init -q . && git add .env && echo /.env > .gitignore",
            "77\nsfm-dev: error: '.env' is tracked by git; it holds secrets\n"
                + "note: what was committed stays in the history: rotate those secrets\nhint: git rm --cached .env\n"
        ),
        (
            "git init -q . && echo /.env > .gitignore && git add -f .sfm-dev/state.json",
            "77\nsfm-dev: error: '.sfm-dev' is tracked by git; it holds secrets\n"
                + "note: what was committed stays in the history: rotate those secrets\n"
                + "hint: git rm -r --cached .sfm-dev\n"
        ),
        // Far more than a pipe holds.
        (
            "git init -q . && rm .sfm-dev/.gitignore && (cd .sfm-dev && touch $(seq -f 'a-name-as-long-as-those-of-files-are-%g' 9000)) && git add .",
            "77\nsfm-dev: error: '.env' is tracked by git; it holds secrets\n"
                + "note: what was committed stays in the history: rotate those secrets\nhint: git rm --cached .env\n"
        ),
        // Not what is asked about.
        ("git init -q . && echo /.env > .gitignore && touch .env.example && git add .", "nothing"),
        // The folder's own rules are lost, and it is not tracked: `prepare` writes them again.
        ("git init -q . && echo /.env > .gitignore && rm .sfm-dev/.gitignore", "nothing"),
        // Nothing is written yet.
        ("git init -q . && echo /.env > .gitignore && rm -r .env .sfm-dev", "nothing"),
    ])
    func `the answer comes back as often as it is asked for`(command: String, answer: String) throws {
        let scratch = try Scratch()
        try scratch.sh(Self.prepared + command)
        let question = GitQuestion(StateFolder(project: scratch.path), environment: Scratch.environment)
        for _ in 0..<2 { #expect(told { try question.check() } == answer) }
    }

    @Test func `where all is well git runs once`() throws {
        let scratch = try Scratch()
        try scratch.sh(Self.prepared + "git init -q . && echo /.env > .gitignore")
        let folder = try Scratch()
        try folder.put("git", "#!/bin/sh\necho run >> \(folder.path)/runs\nPATH=/usr/bin:/bin exec git \"$@\"\n")
        try folder.sh("chmod +x git")
        var environment = Scratch.environment
        environment["PATH"] = folder.path
        let question = GitQuestion(StateFolder(project: scratch.path), environment: environment)
        try question.check()
        try question.check()
        #expect(try folder.text("runs") == "run\n")
    }
}
