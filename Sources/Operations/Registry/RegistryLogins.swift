import Diagnostics
import Engine

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// As whom images are pulled: what the docker CLI is logged in with. Nothing is read and no helper is run before the first
/// pull; each registry is asked about once.
actor RegistryLogins {
    private let environment: [String: String]
    private let limit: Duration
    private let report: @Sendable (Diagnostic) async -> Void
    private var known: [String: Task<RegistryLogin, Never>] = [:]

    /// - Parameters:
    ///   - limit: how long a helper may take. 60 s: it may ask its user to unlock something.
    ///   - report: is told of what keeps a login from being used; the image is pulled without it.
    init(
        environment: [String: String], limit: Duration = .seconds(60),
        report: @escaping @Sendable (Diagnostic) async -> Void
    ) {
        self.environment = environment
        self.limit = limit
        self.report = report
    }

    func login(for reference: ImageReference) async -> RegistryLogin {
        let registry = reference.domain
        let task = known[registry] ?? Task { await find(registry) }
        known[registry] = task
        return await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
    }

    private func find(_ registry: String) async -> RegistryLogin {
        guard let folder = DockerFolder(environment: environment, home: environment["HOME"]) else {
            return RegistryLogin(auth: nil, origin: "neither DOCKER_CONFIG nor HOME names a place for credentials")
        }
        let path = folder.configurationPath
        let problem = LoginProblem(registry: registry, path: path)
        let nothing = RegistryLogin(auth: nil, origin: "there are no credentials for '\(registry)' in '\(path)'")
        guard access(path, F_OK) == 0 else { return nothing }
        guard let text = folder.configuration() else { return await give(up: problem.unreadable) }
        guard let logins = DockerLogins(configuration: text) else { return await give(up: problem.noConfiguration) }
        switch logins.source(of: registry) {
        case .none: return nothing
        case .stored(let auth):
            return keep(auth, "the credentials under 'auths' in '\(path)' were used")
        case .unusable(let sentence): return await give(up: problem.unusable(sentence))
        case .helper(let name, let key): return await ask(Helper(name: name, namedBy: key), registry, problem)
        }
    }

    private func ask(_ helper: Helper, _ registry: String, _ problem: LoginProblem) async -> RegistryLogin {
        guard let path = HelperProcess.find(helper.program, environment) else {
            return await give(up: problem.missing(helper))
        }
        let key = RegistryKey.key(of: registry)
        let process = HelperProcess(words: [path, "get"], environment: environment)
        switch await process.run(input: key, limit: limit) {
        case .cancelled: return .none
        case .notStarted(let fault):
            return await give(up: problem.helper(helper, "cannot be started: \(String(cString: strerror(fault)))"))
        case .timedOut: return await give(up: problem.helper(helper, "did not answer within \(limit.shown)"))
        case .stopped: return await give(up: problem.stopped(helper, key: key))
        case .ended(let code, let output, let errors):
            switch HelperAnswer(exitCode: code, output: output, errors: errors, key: key) {
            case .nothing:
                return RegistryLogin(auth: nil, origin: "'\(helper.program)' has no credentials for '\(registry)'")
            case .problem(let sentence): return await give(up: problem.helper(helper, sentence))
            case .login(let auth): return keep(auth, "the credentials of '\(helper.program)' were used")
            }
        }
    }

    private func keep(_ auth: RegistryAuth, _ origin: String) -> RegistryLogin {
        let login = RegistryLogin(auth: auth, origin: origin)
        KnownSecrets.learn(login.secrets)
        return login
    }

    private func give(up problem: Diagnostic) async -> RegistryLogin {
        await report(problem)
        return RegistryLogin(auth: nil, origin: "no credentials were used, see the warning above")
    }

    /// A credential helper, and the key of the configuration that names it.
    struct Helper {
        let name: String
        let namedBy: String

        var program: String { "docker-credential-\(name)" }
    }
}
