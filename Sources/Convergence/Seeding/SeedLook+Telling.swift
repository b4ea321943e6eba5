import Diagnostics
package import Profiles

extension SeedLook {
    /// What was made inside a service that is ready, and what is missing now; nothing is changed.
    package func look(
        at service: ResolvedService, container: String
    ) async -> (seeded: [ServiceStatus.Seeded], drift: [String]) {
        guard !service.seeds.isEmpty else { return ([], []) }
        do throws(Failure) {
            let key = await key(service, container)
            let done = await ledger.record(key).done
            let needs = try await needs(service, key)
            let seeded = service.seeds.compactMap { seed -> ServiceStatus.Seeded? in
                guard !needs.contains(where: { $0.seed == seed }) else { return nil }
                return done[seed.name].map { ServiceStatus.Seeded(name: seed.name, time: $0.time) }
            }
            return (seeded, needs.map { "\($0.seed.name): \($0.cause)" })
        } catch {
            return ([], error.diagnostics.map(\.message))
        }
    }

    /// What `up` would make true inside a service that runs, as steps are told: `repair`, `password of 'postgres': …`.
    package func foreseen(
        of service: ResolvedService, container: String, probe: ReadinessWaiter.Probe
    ) async -> [(verb: String, cause: String)] {
        guard case .probe(let target, let address) = ReadinessCheck(service) else { return [] }
        switch await probe(target, address, ServiceStatus.patience) {
        case .ready(let facts):
            guard !service.seeds.isEmpty, let needs = try? await needs(service, key(service, container), facts) else {
                return []
            }
            return needs.map { ("seed", "\($0.seed.name): \($0.cause)") }
        case .refused(.databaseMissing, _): return [("repair", "its volume has not the database of 'ready'")]
        case .refused(.unknownRoleOrPassword, _), .refused(.wrongPassword, _):
            if let credential = service.liveCredential { return [("repair", "its volume has another \(credential)")] }
            return service.rereadsPassword ? [("repair", "it refuses the password that it was made with")] : []
        case .refused, .silent, .unreachable: return []
        }
    }
}
