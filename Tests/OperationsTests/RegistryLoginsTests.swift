import Diagnostics
import Engine
import Synchronization
import TestSupport
import Testing

@testable import Operations

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Real helpers: little programs on a path of their own.
struct RegistryLoginsTests {
    private struct Found {
        let login: RegistryLogin
        let warnings: String
    }

    /// - Parameters:
    ///   - helper: what `docker-credential-test` does; nil where there is none.
    ///   - folder: is replaced by `F` in what is told.
    private static func find(
        _ configuration: String?, helper: String? = nil, registry: String = "r:5000/x",
        limit: Duration = .seconds(60), times: Int = 1, in folder: borrowing TemporaryFolder
    ) async throws -> Found {
        if let configuration { try folder.write(configuration, to: "config.json") }
        if let helper {
            try folder.write("#!/bin/sh\n\(helper)\n", to: "docker-credential-test")
            try #require(chmod(folder.path + "/docker-credential-test", 0o755) == 0)
        }
        let told = Mutex("")
        let path = folder.path
        let logins = RegistryLogins(
            environment: ["DOCKER_CONFIG": path, "PATH": "\(path):/usr/bin:/bin"], limit: limit
        ) { diagnostic in told.withLock { $0 += diagnostic.rendered().replacing(path, with: "F") } }
        let reference = try #require(ImageReference(registry))
        let found = await withTaskGroup(of: RegistryLogin.self) { group in
            for _ in 0..<times { group.addTask { await logins.login(for: reference) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        var login = try #require(found.first)
        #expect(found.allSatisfy { $0 == login })
        login.origin = login.origin.replacing(path, with: "F")
        return Found(login: login, warnings: told.withLock { $0 })
    }

    private static let store = #"{"credsStore":"test"}"#

    private static func auth(_ username: String, _ password: String, _ token: String? = nil) -> RegistryAuth {
        RegistryAuth(
            username: username, password: Secret(password), serverAddress: "r:5000",
            identityToken: token.map { Secret($0) })
    }

    @Test func `a helper is asked once, by standard input, and its login is used`() async throws {
        let folder = try TemporaryFolder()
        let helper = """
            echo "$@" >> "$DOCKER_CONFIG/asked"
            printf '{"ServerURL":"%s","Username":"u %s","Secret":"hunter2"}' x "$(cat)"
            """
        let found = try await Self.find(Self.store, helper: helper, times: 3, in: folder)
        #expect(found.login.auth == Self.auth("u r:5000", "hunter2"))
        #expect(found.login.origin == "the credentials of 'docker-credential-test' were used")
        #expect(found.warnings == "")
        let asked = try readToEnd(folder.path + "/asked")
        #expect(asked == "get\n")
    }

    @Test func `Docker Hub is asked for by its historical name`() async throws {
        let folder = try TemporaryFolder()
        let found = try await Self.find(
            Self.store, helper: #"printf '{"Username":"<token>","Secret":"%s"}' "$(cat)""#, registry: "redis",
            in: folder)
        #expect(found.login.auth?.serverAddress == "https://index.docker.io/v1/")
        #expect(found.login.auth?.identityToken == Secret("https://index.docker.io/v1/"))
    }

    @Test func `the file's own login is used, and nothing of it is printed afterwards`() async throws {
        let folder = try TemporaryFolder()
        // u:unguessed
        let found = try await Self.find(#"{"auths":{"r:5000":{"auth":"dTp1bmd1ZXNzZWQ="}}}"#, in: folder)
        #expect(found.login.auth == Self.auth("u", "unguessed"))
        #expect(found.login.origin == "the credentials under 'auths' in 'F/config.json' were used")
        #expect(KnownSecrets.redactor.redacted("it is unguessed") == "it is [redacted]")
    }

    @Test func `without a file and without an entry nothing is found, and nothing is warned of`() async throws {
        let folder = try TemporaryFolder()
        for configuration in [nil, "{}"] {
            let found = try await Self.find(configuration, in: folder)
            #expect(found.login.auth == nil)
            #expect(found.login.origin == "there are no credentials for 'r:5000' in 'F/config.json'")
            #expect(found.warnings == "")
        }
    }

    @Test func `a helper that knows nothing is no reason to warn`() async throws {
        let folder = try TemporaryFolder()
        let found = try await Self.find(
            Self.store, helper: "echo credentials not found in native keychain; exit 1", in: folder)
        #expect(found.login.origin == "'docker-credential-test' has no credentials for 'r:5000'")
        #expect(found.warnings == "")
    }

    @Test func `a helper that is missing is named, with who wants it`() async throws {
        let folder = try TemporaryFolder()
        let found = try await Self.find(#"{"credHelpers":{"r:5000":"test"}}"#, in: folder)
        #expect(found.login.auth == nil)
        #expect(
            found.warnings == """
                sfm-dev: warning: the credential helper 'docker-credential-test' is not on the path
                note: what is pulled from 'r:5000' is pulled without credentials
                note: 'credHelpers' in 'F/config.json' names the helper
                hint: install it, or take it out of config.json and: docker login r:5000

                """)
    }

    @Test(arguments: [
        ("echo locked; exit 3", "ended with exit code 3: locked"),
        ("echo 'no agent' >&2; exit 1", "ended with exit code 1: no agent"),
        ("kill -9 $$", "ended with exit code 137"),
        ("echo hello hunter2", "answered something else than JSON with 'Username' and 'Secret'"),
        ("head -c 2000000 /dev/zero", "answered something else than JSON with 'Username' and 'Secret'"),
    ])
    func `a helper that does not do its work is named, with its words`(script: String, words: String) async throws {
        let folder = try TemporaryFolder()
        let found = try await Self.find(Self.store, helper: script, in: folder)
        #expect(found.login.auth == nil)
        #expect(
            found.warnings == """
                sfm-dev: warning: the credential helper 'docker-credential-test' \(words)
                note: what is pulled from 'r:5000' is pulled without credentials
                note: 'credsStore' in 'F/config.json' names the helper
                hint: docker-credential-test list shows whether it works

                """)
    }

    @Test func `a helper that hangs is ended, with what it started`() async throws {
        let folder = try TemporaryFolder()
        let lifeline = folder.path + "/lifeline"
        try #require(mkfifo(lifeline, 0o600) == 0)
        // The fifo's last writer is the helper's child: its end is the child's.
        let helper = "(sleep 1000; true) > \"$DOCKER_CONFIG/lifeline\" & cat \"$DOCKER_CONFIG/never\"; wait"
        // It is there before the helper is, who would wait for it otherwise.
        let reader = open(lifeline, O_RDONLY | O_NONBLOCK)
        try #require(reader >= 0)
        defer { close(reader) }
        let found = try await Self.find(Self.store, helper: helper, limit: .milliseconds(300), in: folder)
        let isAtEnd = await Task.detached {
            var byte: UInt8 = 0
            _ = fcntl(reader, F_SETFL, 0)
            return read(reader, &byte, 1) == 0
        }.value
        #expect(isAtEnd)
        #expect(
            found.warnings == """
                sfm-dev: warning: the credential helper 'docker-credential-test' did not answer within 0.3 s
                note: what is pulled from 'r:5000' is pulled without credentials
                note: 'credsStore' in 'F/config.json' names the helper
                hint: docker-credential-test list shows whether it works

                """)
    }

    @Test func `a helper that the system stops at the terminal is not waited for`() async throws {
        let folder = try TemporaryFolder()
        let found = try await Self.find(Self.store, helper: "kill -TTOU $$", limit: .seconds(600), in: folder)
        #expect(
            found.warnings == """
                sfm-dev: warning: the credential helper 'docker-credential-test' wants the terminal, which it cannot have here
                note: what is pulled from 'r:5000' is pulled without credentials
                note: 'credsStore' in 'F/config.json' names the helper
                hint: let it ask once, then try again: echo 'r:5000' | docker-credential-test get > /dev/null

                """)
    }

    @Test func `a cancelled run does not wait for its helper`() async throws {
        let folder = try TemporaryFolder()
        let started = folder.path + "/started"
        try #require(mkfifo(started, 0o600) == 0)
        let path = folder.path
        try folder.write("#!/bin/sh\necho yes > \"$DOCKER_CONFIG/started\"\nsleep 1000\n", to: "docker-credential-test")
        try #require(chmod(path + "/docker-credential-test", 0o755) == 0)
        let process = HelperProcess(
            words: [path + "/docker-credential-test", "get"],
            environment: ["DOCKER_CONFIG": path, "PATH": "/usr/bin:/bin"])
        let task = Task { await process.run(input: "r", limit: .seconds(600)) }
        #expect(try await Task.detached { try readToEnd(started) }.value == "yes\n")
        task.cancel()
        #expect(await task.value == .cancelled)
    }

    @Test(arguments: [
        ("{", "'F/config.json' is no configuration of the docker CLI", "jq . 'F/config.json'"),
        (
            #"{"credsStore":"../x"}"#,
            "in 'F/config.json', 'credsStore' names '../x', which is no credential helper's name", "docker login r:5000"
        ),
        (
            #"{"auths":{"r:5000":{"auth":"!"}}}"#,
            "in 'F/config.json', 'auth' of 'r:5000' is not the base64 of a user and a password", "docker login r:5000"
        ),
    ])
    func `a file that is wrong is named`(text: String, message: String, hint: String) async throws {
        let folder = try TemporaryFolder()
        let found = try await Self.find(text, in: folder)
        #expect(found.login.auth == nil)
        #expect(
            found.warnings == """
                sfm-dev: warning: \(message)
                note: what is pulled from 'r:5000' is pulled without credentials
                hint: \(hint)

                """)
    }
}

/// Blocks until nobody writes to it any more.
private func readToEnd(_ path: String) throws -> String {
    let file = try #require(fopen(path, "r"))
    defer { fclose(file) }
    var text = ""
    while true {
        let byte = fgetc(file)
        guard byte != EOF else { return text }
        text.append(Character(Unicode.Scalar(UInt8(truncatingIfNeeded: byte))))
    }
}
