import Profiles
import Templates

extension Seeding {
    func inside(_ service: ResolvedService, _ container: String) -> PostgresInside {
        let superuser = service.definition.environment["POSTGRES_USER"] ?? nil
        return PostgresInside(
            command: InsideCommand(engine: engine, container: container), superuser: superuser ?? "postgres")
    }

    /// nil for a service whose protocol has nothing that can be made, or that is not published.
    func seeder(of service: ResolvedService, container: String) -> (any ServiceSeeder)? {
        guard case .probe(let target, let address) = ReadinessCheck(service) else { return nil }
        switch target {
        case .postgres(let user, let password, let database):
            return PostgresSeeder(
                login: PostgresProbe(user: user, password: password, database: database), address: address,
                inside: inside(service, container), declared: service.declaredRoles)
        // Their logins are configuration: without seeds there is nothing to make true.
        case .redis(let user, let password):
            guard !service.seeds.isEmpty else { return nil }
            return RedisSeeder(login: RedisProbe(user: user, password: password), address: address)
        case .http(_, let headers):
            guard !service.seeds.isEmpty else { return nil }
            return QdrantSeeder(headers: headers, address: address)
        case .kafka(let login, _):
            guard case .kafka(_, _, let port) = service.ready, !service.seeds.isEmpty || port != nil else { return nil }
            let tunnel = port.map { KafkaTunnel(engine: engine, container: container, port: $0) }
            return KafkaSeeder(login: login, address: address, tunnel: tunnel)
        case .tcp: return nil
        }
    }
}

extension ResolvedService {
    /// Roles of Postgres that its seeds make.
    var declaredRoles: Set<String> {
        Set(seeds.compactMap { if case .role(let name, _, _) = $0.what { name } else { nil } })
    }
}
