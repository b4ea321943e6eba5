import Diagnostics
import Profiles

/// Topics over the login of `ready`; users, that of `ready` too, over the listener inside that asks for no login.
struct KafkaSeeder: SeedCheck, ServiceSeeder {
    let login: KafkaLogin?
    let address: ProbeAddress
    /// nil where the service has no such listener.
    let tunnel: KafkaTunnel?
    /// Topics that were seen there a moment ago; nil where nobody looked.
    var seen: Set<String>?

    /// One conversation may take no longer than this: a broker may wait until a topic is there.
    private static let patience = Duration.seconds(30)
    /// How long a broker may take to know of a user everywhere.
    private static let settling = Duration.seconds(3)

    func check(_ seeds: [ResolvedSeed]) async throws(SeedFault) -> [SeedNeed] {
        let there = try await topics(seeds.compactMap(\.topic))
        var needs: [SeedNeed] = []
        for seed in seeds {
            switch seed.what {
            case .topic(let name, _) where !there.contains(name): needs.append(SeedNeed(seed: seed, cause: "missing"))
            case .user(let name, let password, _):
                guard try await !isTaken(KafkaLogin(user: name, password: password)) else { continue }
                // Kafka tells nobody which of the two it is.
                needs.append(SeedNeed(seed: seed, cause: "missing, or has another password"))
            default: break
            }
        }
        return needs
    }

    func apply(_ seed: ResolvedSeed) async throws(SeedFault) -> String? {
        switch seed.what {
        case .topic(let name, let partitions): try await make(KafkaTopic(name: name, partitions: partitions))
        case .user(let name, let password, _):
            guard name != login?.user else {
                throw SeedFault("it is the user of 'ready' itself", hint: "remove the entry, or give it another name")
            }
            guard let tunnel else {
                throw SeedFault(
                    "users are made over a listener that asks for no login, and 'ready' names none",
                    hint: "write 'local: PORT' in 'ready: {kafka: …}', of one that listens on the container's loopback")
            }
            _ = try await make(KafkaLogin(user: name, password: password), over: tunnel)
        default: break
        }
        return nil
    }

    func repair(_ refusal: RefusalKind) async throws(SeedFault) -> SeedRepair? {
        guard refusal == .unknownRoleOrPassword, let login, let tunnel else { return nil }
        let wasThere = try await make(login, over: tunnel)
        return wasThere
            ? SeedRepair(what: "password of '\(login.user)'", cause: "its volume had another")
            : SeedRepair(what: "user '\(login.user)'", cause: "its volume had none")
    }

    /// - Returns: whether there was such a user.
    private func make(_ login: KafkaLogin, over tunnel: KafkaTunnel) async throws(SeedFault) -> Bool {
        let wasThere = try await tunnel.make(KafkaUser(login))
        // The broker that took it tells the others, itself among them, a moment later.
        let end = ContinuousClock.now + Self.settling
        while ContinuousClock.now < end, try await !isTaken(login) {
            do { try await Task.sleep(for: .milliseconds(50)) } catch { break }
        }
        return wasThere
    }

    private func isTaken(_ login: KafkaLogin) async throws(SeedFault) -> Bool {
        switch await probe(.kafka(login), at: address, deadline: Self.patience) {
        case .ready: return true
        case .refused(.unknownRoleOrPassword, _): return false
        case let answer: throw SeedFault(answer.words)
        }
    }

    private func topics(_ names: [String]) async throws(SeedFault) -> Set<String> {
        if let seen { return seen }
        guard !names.isEmpty else { return [] }
        return try await talk { (session, socket) throws(ProbeEnd) in
            Set((try session.metadata(topics: names, on: &socket).topics ?? [:]).keys)
        }
    }

    private func make(_ topic: KafkaTopic) async throws(SeedFault) {
        try await talk { (session, socket) throws(ProbeEnd) in
            let request = try topic.request(session.versions)
            try KafkaTopic.check(try session.ask(request, on: &socket))
        }
    }

    private func talk<Value: Sendable>(
        _ body: @escaping @Sendable (inout KafkaSession, inout ProbeConnection) throws(ProbeEnd) -> Value
    ) async throws(SeedFault) -> Value {
        let login = login
        let result = await converse(at: address, deadline: Self.patience) {
            (socket: inout ProbeConnection) throws(ProbeEnd) in
            var session = try KafkaSession(login, on: &socket)
            return try body(&session, &socket)
        }
        do { return try result.get() } catch { throw SeedFault(error) }
    }
}
