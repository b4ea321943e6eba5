import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A user's project in a temporary git repository: this repository's profiles and templates, and a name and ports that no
/// other run has.
struct TestProject: Sendable {
    static let engine = Shell.environment("SFM_DEV_TEST_ENGINE")
    static let python = Shell.environment("SFM_DEV_TEST_PYTHON")
    static let compose = Shell.environment("SFM_DEV_TEST_COMPOSE")
    /// Runs a command on a terminal of its own; see the file.
    static let terminal = "python3 '\(folder)/terminal.py'"
    /// Where this file and the programs beside it lie.
    static let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        .joined(separator: "/")
    static let hasEngine = engine != nil
    static let hasClients = engine != nil && python != nil
    static let hasCompose = engine != nil && compose != nil

    let name: String
    /// Of `portNames`, and one to spare.
    let ports: [Int]
    var shell: Shell
    /// Stands before every script.
    var prefix = ""

    static let portNames = ["POSTGRES_PORT", "REDIS_PORT", "QDRANT_PORT", "KAFKA_PORT"]
    static let services = ["kafka", "postgres", "qdrant", "redis"]

    /// Nothing of it is left when `body` ends, however it ends.
    static func with<Value>(
        config: String? = nil, _ body: (TestProject) throws -> Value
    ) throws -> Value {
        var template = Array("/tmp/sfm-dev-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Shell.Problem(message: "no temporary folder") }
        let folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        let ports = try freePorts(portNames.count + 1)
        let name = "cmd" + folder.suffix(6).lowercased() + "\(getpid())"
        var shell = Shell(folder: folder)
        shell.variables["DOCKER_HOST"] = engine ?? "unix:///nonexistent"
        shell.variables["TEST_PYTHON"] = python
        shell.variables["TEST_COMPOSE"] = compose
        let project = TestProject(name: name, ports: ports, shell: shell)
        guard mkdir("\(folder)/project", 0o755) == 0 else { throw Shell.Problem(message: "no project folder") }
        let result = Result { () throws -> Value in
            try project.make(config: config)
            return try body(project)
        }
        // The files may be as a test left them; the engine is cleaned by the project's name, whatever they say.
        if engine != nil {
            let label = "label=com.docker.compose.project=\(name)"
            _ = try shell(
                """
                sfm-dev down --volumes --yes
                docker ps -aq --filter \(label) | xargs -r docker rm -fv
                docker volume ls -q --filter \(label) | xargs -r docker volume rm
                docker network ls -q --filter \(label) | xargs -r docker network rm
                """)
        }
        // What a command keeps for the user lies in the folder too: it is the user's home.
        _ = system("rm -rf '\(folder)'")
        return try result.get()
    }

    var defaultConfig: String {
        let list = zip(Self.portNames, ports).map { "\($0): \($1)" }.joined(separator: ", ")
        return "sfm-dev: {images: stand-in, project: \(name), ports: {\(list)}}\n"
    }

    private func make(config: String?) throws {
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        let made = try shell(
            """
            cp -r '\(root)/profiles' '\(root)/compose' '\(root)/kubernetes.yaml' . && printf '%s\\n' .env .sfm-dev/ config.yaml > .gitignore &&
            git init -q && git add -A && git -c user.name=test -c user.email=test@localhost commit -qm start
            """)
        guard made.code == 0 else { throw Shell.Problem(message: made.errors) }
        try write(config ?? defaultConfig, to: "config.yaml")
    }

    /// Gives the shared stack's addresses, which only an engine could find.
    func writeAddresses() throws {
        let ports = [("postgres", 5434), ("redis", 6380), ("qdrant", 6333), ("kafka", 9096)]
        let list = ports.map { "\($0): {host: \"localhost:\($1)\"}" }.joined(separator: ", ")
        try write("\(defaultConfig.dropLast(2)), external: {\(list)}}\n", to: "config.yaml")
    }

    func write(_ text: String, to path: String) throws { try Shell.write(text, to: "\(shell.folder)/project/\(path)") }

    /// Runs it and expects it to end well.
    @discardableResult
    func done(
        _ script: String, input: String = "", at location: SourceLocation = #_sourceLocation
    ) throws -> Shell.Outcome {
        let outcome = try shell(prefix + script, input: input)
        try #require(outcome.code == 0, "\(script)\n\(outcome.output)\(outcome.errors)", sourceLocation: location)
        return outcome
    }

    /// Ports that nothing listens on: the kernel names them, and they are held until all are known.
    private static func freePorts(_ count: Int) throws -> [Int] {
        var sockets: [Int32] = []
        defer { for socket in sockets { close(socket) } }
        return try (0..<count).map { _ in
            #if canImport(Glibc)
                let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            #else
                let socket = socket(AF_INET, SOCK_STREAM, 0)
            #endif
            sockets.append(socket)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
            var size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let isBound = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                    bind(socket, pointer, size) == 0 && getsockname(socket, pointer, &size) == 0
                }
            }
            guard isBound else { throw Shell.Problem(message: "no free port") }
            return Int(UInt16(bigEndian: address.sin_port))
        }
    }
}
