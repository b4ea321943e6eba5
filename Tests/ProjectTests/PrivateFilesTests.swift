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

@Suite struct PrivateFilesTests {
    private static func scratch() throws -> Scratch {
        let scratch = try Scratch()
        try scratch.folder.prepare()
        try scratch.sh("umask 077; cd .sfm-dev; touch ../.env key journal.json credentials/local.env; mkdir snapshots")
        return scratch
    }

    @Test func `files that others can read are found, and private afterwards`() throws {
        let scratch = try Self.scratch()
        #expect(try PrivateFiles.loose(scratch.folder) == [])
        try scratch.sh("chmod 644 .env; chmod 620 .sfm-dev/key; chmod 604 .sfm-dev/credentials/local.env")
        try scratch.sh("chmod 640 .sfm-dev/journal.json; ln -s /etc/passwd .sfm-dev/link")
        let found = try PrivateFiles.loose(scratch.folder)
        #expect(
            found.map { "\($0.text): \($0.hint)" } == [
                "'.env' can be read by others (mode 0644): chmod 600 .env",
                "'.sfm-dev/journal.json' can be read by others (mode 0640): chmod 600 .sfm-dev/journal.json",
                "'.sfm-dev/key' can be read by others (mode 0620): chmod 600 .sfm-dev/key",
                "'.sfm-dev/credentials/local.env' can be read by others (mode 0604): "
                    + "chmod 600 .sfm-dev/credentials/local.env",
            ])
        #expect(try PrivateFiles.tighten(scratch.folder) == found)
        for file in found { #expect(try scratch.mode(file.name) == 0o600) }
        #expect(try scratch.mode(".sfm-dev/.gitignore") == 0o644)
        #expect(try PrivateFiles.loose(scratch.folder) == [])
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give files away"))
    func `a file of another user is refused`() throws {
        let scratch = try Self.scratch()
        try scratch.sh("chown 1234 .env")
        #expect(
            told { _ = try PrivateFiles.tighten(scratch.folder) }
                == "77\nsfm-dev: error: '.env' belongs to another user (uid 1234, you are uid 0)\n"
                + "hint: sudo -u '#1234' sfm-dev up\n")
    }

    @Test(arguments: [
        ("git commit -qm 1", nil),
        ("git add -f .env && git commit -qm 1 && git rm -q --cached .env && git commit -qm 2", ".env"),
        ("git checkout -qb x && git add -f .env && git commit -qm 1 && git checkout -q start", ".env"),
        ("git add -f .env && git stash -q", ".env"),
        ("rm -r .git", nil), ("git checkout -q --orphan none && git branch -qD start", nil),
    ])
    func `what was committed once is found in the history`(command: String, name: String?) throws {
        let scratch = try Scratch()
        try scratch.sh(
            """
            export GIT_CONFIG_COUNT=2 GIT_CONFIG_KEY_0=user.name GIT_CONFIG_VALUE_0=x GIT_CONFIG_KEY_1=user.email \
            GIT_CONFIG_VALUE_1=x@x; git init -q -b start . && echo .env > .gitignore && git add . && git commit -qm 0 \
            && touch .env other && git add other && \(command)
            """)
        let finding = Scratch.git.history(of: scratch.file(".env"), named: ".env")
        #expect((finding != nil) == (name != nil))
        guard let text = finding?.rendered() else { return }
        #expect(
            text.replacing(/in [0-9a-f]{7,}/, with: "in COMMIT")
                == "sfm-dev: warning: '.env' was committed to git, last in COMMIT\n"
                + "note: what was committed stays in the history: rotate those secrets\n"
                + "hint: sfm-dev credentials rotate --all\n")
    }
}
