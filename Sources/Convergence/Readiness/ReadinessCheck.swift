import Diagnostics
package import Profiles
import Templates

/// How it is found out whether one service is ready.
package enum ReadinessCheck: Sendable {
    /// Over the published port.
    case probe(ProbeTarget, at: ProbeAddress)
    /// A command inside.
    case exec([String])
    /// The container's own health check; one that has none is ready when it runs.
    case health
    /// It ran to its end.
    case completed
    /// A container that runs is ready.
    case running

    /// Where the protocol's port is not published, nothing on this host can speak it: then the container's own health
    /// check decides, and where it has none, that it runs.
    package init(_ service: ResolvedService) {
        switch service.ready {
        case .exec(let command): self = .exec(command)
        case .health: self = .health
        case .completed: self = .completed
        case .running: self = .running
        case .postgres, .redis, .http, .kafka, .tcp:
            guard let port = service.hostPort, let target = ProbeTarget(service) else {
                self = .health
                return
            }
            let address = HostAndPort(host: port.hostIP, port: port.published).connecting
            // Where there is no CA nothing can be believed: a password goes out in no other way.
            let tls =
                service.speaksTLS
                ? ProbeTLS(
                    authority: service.authority ?? "", name: "localhost", isPostgres: target.isPostgres)
                : nil
            self = .probe(target, at: ProbeAddress(host: address.host, port: address.port, tls: tls))
        }
    }

    /// A service that somebody else runs, probed at its address on this host. What cannot be looked at from outside
    /// (its health, its processes) comes down to whether it accepts a connection.
    package init(_ service: ExternalService) {
        let address = ProbeAddress(host: service.host.host, port: service.host.port)
        self = .probe(ProbeTarget(service.ready) ?? .tcp, at: address)
    }

    /// Why less is looked at than the template asks for; nil where nothing is left out.
    package static func note(_ service: ResolvedService) -> String? {
        guard ProbeTarget(service) != nil, service.hostPort == nil else { return nil }
        return "the port of '\(service.name)' is not published: its health check decides, or that it runs"
    }

    var isProbe: Bool { if case .probe = self { true } else { false } }
}

extension ProbeTarget {
    /// nil for what no protocol shows.
    fileprivate init?(_ service: ResolvedService) {
        self.init(service.ready)
        let topics = service.seeds.compactMap(\.topic)
        if case .kafka(let login, _) = self, !topics.isEmpty { self = .kafka(login, topics: topics) }
    }

    fileprivate init?(_ check: ResolvedService.ReadyCheck) {
        switch check {
        case .postgres(let user, let password, let database):
            self = .postgres(user: user, password: password, database: database)
        case .redis(let user, let password): self = .redis(user: user, password: password)
        case .http(let path, let headers): self = .http(path: path, headers: headers.map { ($0.name, $0.value) })
        case .kafka(let user, let password, _): self = .kafka(KafkaLogin(user: user, password: password))
        case .tcp: self = .tcp
        case .exec, .health, .completed, .running: return nil
        }
    }
}

extension ReadinessFailure.Login {
    /// The login of a check; the credential is found by its value.
    init(_ check: ResolvedService.ReadyCheck, in plan: ResolvedPlan) {
        func name(_ password: Secret?) -> String? {
            plan.credentials.first { $0.value.reveal() == password?.reveal() }?.name
        }
        switch check {
        case .postgres(let user, let password, let database):
            self.init(user: user, database: database, credential: name(password))
        case .redis(let user, let password): self.init(user: user, credential: name(password))
        case .kafka(let user, let password, _): self.init(user: user, credential: name(password))
        case .http(_, let headers): self.init(credential: name(headers.first?.value))
        default: self.init()
        }
    }
}
