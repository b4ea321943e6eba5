import Diagnostics
package import Profiles

extension Seeding {
    /// What was made inside a service that is ready, and what is missing now; nothing is changed.
    package func look(
        at service: ResolvedService, container: String
    ) async -> (seeded: [ServiceStatus.Seeded], drift: [String]) {
        guard !service.seeds.isEmpty else { return ([], []) }
        do throws(Failure) {
            let key = try await key(service, container)
            let done = await ledger.record(key).done
            let seeded = service.seeds.compactMap { seed in
                done[seed.name].map { ServiceStatus.Seeded(name: seed.name, time: $0.time) }
            }
            let needs = try await needs(service, key, seeder(of: service, container: container))
            return (seeded, needs.map { "\($0.seed.name): \($0.cause)" })
        } catch {
            return ([], error.diagnostics.map(\.message))
        }
    }
}
