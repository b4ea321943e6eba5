import Diagnostics
import Profiles

/// Users of Redis, over the login of `ready`. That login itself is configuration: a container is made anew for it.
struct RedisSeeder: SeedCheck, ServiceSeeder {
    let login: RedisProbe
    let address: ProbeAddress

    /// One conversation may take no longer than this.
    private static let patience = Duration.seconds(10)

    /// Redis tells nobody whether there is such a user.
    private static let refused = "missing, or has another password"

    func check(_ seeds: [ResolvedSeed]) async throws(SeedFault) -> [SeedNeed] {
        var needs: [SeedNeed] = []
        for seed in seeds {
            guard case .user(let name, let password, _) = seed.what else { continue }
            switch await probe(.redis(user: name, password: password), at: address, deadline: Self.patience) {
            case .ready: break
            case .refused(.wrongPassword, _): needs.append(SeedNeed(seed: seed, cause: Self.refused))
            case let answer: throw SeedFault(answer.words)
            }
        }
        return needs
    }

    func apply(_ seed: ResolvedSeed) async throws(SeedFault) -> String? {
        guard case .user(let name, let password, let rules) = seed.what else { return nil }
        guard name != login.user ?? "default" else {
            throw SeedFault("it is the user of 'ready' itself", hint: "remove the entry, or give it another name")
        }
        let user = RedisUser(name: name, password: password, rules: rules)
        let login = login
        let result = await converse(at: address, deadline: Self.patience) {
            (socket: inout ProbeConnection) throws(ProbeEnd) in try user.make(login, on: &socket)
        }
        do { return try result.get() } catch { throw SeedFault(error) }
    }

    func repair(_ refusal: RefusalKind) async throws(SeedFault) -> SeedRepair? { nil }
}
