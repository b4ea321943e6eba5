package import Diagnostics

/// What is known of a service that did not become ready, and its wording.
package struct ReadinessFailure: Sendable {
    package var service: String
    package var reason: ReadinessMachine.Reason
    /// Somebody else runs it.
    package var isExternal = false
    /// The user and the database of the login, the credential of its password and the time that was given: what a
    /// refusal is explained with.
    package var login: Login?
    /// Services that were to start after this one, sorted.
    package var waiting: [String] = []
    /// The end of its log, safe to print.
    package var log: [String] = []
    package var address: String?
    /// Where `ready_within` can be raised.
    package var location: SourceLocation?
    /// The profile whose credentials count.
    package var profile: String?
    /// `--wait-timeout` set the time.
    package var isLimited = false

    package struct Login: Sendable, Equatable {
        package var user: String?
        package var database: String?
        /// The name of the credential that holds the password.
        package var credential: String?
        /// It lives in the service's data, where seeding makes it true.
        package var isLive: Bool

        package init(
            user: String? = nil, database: String? = nil, credential: String? = nil, isLive: Bool = false
        ) {
            self.user = user
            self.database = database
            self.credential = credential
            self.isLive = isLive
        }
    }

    package init(service: String, reason: ReadinessMachine.Reason) {
        self.service = service
        self.reason = reason
    }

    package var failure: Failure { Failure(.notReached, [diagnostic]) }

    package var diagnostic: Diagnostic {
        Diagnostic(.error, headline, notes: notes, hint: hint)
    }

    private var headline: String {
        switch reason {
        case .exited(let exit) where exit.oomKilled:
            return "'\(service)' was killed: it ran out of memory (exit code \(exit.code))"
        case .exited(let exit):
            return exit.error == nil
                ? "'\(service)' exited with code \(exit.code) before it was ready" : "'\(service)' could not be started"
        case .crashLoop(let exit, let restarts):
            let times = restarts == 1 ? "once" : "\(restarts) times"
            return "'\(service)' keeps ending: it was started again \(times), last exit code \(exit.code)"
        case .removed: return "'\(service)' is gone: its container was removed while sfm-dev waited for it"
        case .refused(let kind, _): return refusal(kind)
        case .outOfTime(let limit, let last):
            let time = limit.inSeconds
            switch last {
            case .unreachable, nil: return "'\(service)' does not answer after \(time)"
            // Docker's proxy accepts connections for a container that listens on nothing.
            case .silent where !isExternal: return "'\(service)' does not answer after \(time)"
            case .silent: return "'\(service)' accepts connections but does not answer after \(time)"
            case .refused, .ready: return "'\(service)' is not ready after \(time)"
            }
        }
    }

    private func refusal(_ kind: RefusalKind) -> String {
        switch kind {
        case .wrongPassword, .unknownRoleOrPassword:
            return login?.user.map { "'\(service)' refuses the password of '\($0)'" }
                ?? "'\(service)' refuses the password"
        case .databaseMissing: return "'\(service)' has no database '\(login?.database ?? "")'"
        case .needsTLS: return "'\(service)' refuses a connection without TLS"
        case .lacksTLS: return "'\(service)' answers without TLS"
        case .untrusted: return "'\(service)' shows a certificate that is not trusted"
        case .noAuthority: return "'\(service)' cannot be verified"
        case .notYet, .other: return "'\(service)' refuses the login"
        }
    }

    private var notes: [Diagnostic.Note] {
        var notes: [String] = []
        switch reason {
        case .refused(.noAuthority, let sentence): notes.append(sentence)
        case .refused(let kind, let sentence):
            notes.append("it says: \(sentence)")
            if !isExternal, login?.isLive == true, kind.isMended {
                notes.append(
                    kind == .databaseMissing
                        ? "its volume was initialised with another database, which stays as it was then"
                        : "its data keeps the password that was set in it before")
            }
        case .outOfTime(_, let last?): notes.append("last answer: \(last.words)")
        case .exited(let exit), .crashLoop(let exit, _):
            if let error = exit.error { notes.append("the engine says: \(error)") }
        default: break
        }
        if isExternal, let address { notes.append("another project runs it; looked for at \(address)") }
        if !waiting.isEmpty {
            let names = waiting.map { "'\($0)'" }.joined(separator: ", ")
            let verb = waiting.count == 1 ? "was not started because it waits" : "were not started because they wait"
            notes.append("\(names) \(verb) for '\(service)'")
        }
        return (notes + log.map { "\(service) | \($0)" }).map { Diagnostic.Note($0) }
    }

    private var hint: String {
        if isExternal { return externalHint }
        switch reason {
        case .refused(let kind, _) where kind.isMended && login?.isLive == true:
            return "sfm-dev seed \(service) makes it true inside; the data stays"
        case .refused(.wrongPassword, _), .refused(.unknownRoleOrPassword, _):
            guard let credential = login?.credential else {
                return "name the credential that it wants under 'ready'" + (location.map { " in \($0)" } ?? "")
            }
            return "sfm-dev up \(service) --force-recreate makes its container anew, with the value of \(credential)"
        case .refused(.untrusted, _):
            return
                "sfm-dev up \(service) --force-recreate gives its container today's certificate, if this machine's clock is right"
        case .refused(.noAuthority, _): return "sfm-dev certificates show"
        case .refused(.lacksTLS, _):
            return "have it speak TLS, or write 'tls: false' under 'x-sfm-dev'" + (location.map { " in \($0)" } ?? "")
        case .outOfTime:
            if isLimited { return "sfm-dev logs \(service); give it longer with --wait-timeout" }
            let place = location.map { " in \($0)" } ?? ""
            return "sfm-dev logs \(service); raise 'ready_within'\(place) if it only needs longer"
        default: return "sfm-dev logs \(service)"
        }
    }

    private var setCredential: String {
        "sfm-dev credentials set \(login?.credential ?? "NAME")" + (profile.map { " --profile \($0)" } ?? "")
    }

    private var externalHint: String {
        if case .refused = reason {
            return login?.credential == nil
                ? "ask its owner how it is reached" : setCredential
        }
        return "start the shared stack that runs '\(service)', or correct its address in the profile"
    }
}

extension ProbeAnswer {
    /// The answer as a user is told of it.
    package var words: String {
        switch self {
        case .ready: "ready"
        case .refused(_, let text), .silent(let text), .unreachable(let text): text
        }
    }
}

extension Duration {
    /// `60 s`, `2.5 s`; tenths at the finest.
    package var inSeconds: String {
        let (seconds, attoseconds) = components
        let tenths = seconds * 10 + attoseconds / 100_000_000_000_000_000
        return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
    }
}

extension RefusalKind {
    /// Whether it is about what lives in the data.
    fileprivate var isMended: Bool {
        switch self {
        case .wrongPassword, .unknownRoleOrPassword, .databaseMissing: true
        case .notYet, .needsTLS, .lacksTLS, .untrusted, .noAuthority, .other: false
        }
    }
}
