import Diagnostics
import Profiles
import Templates

extension Seeding {
    /// Where no port is published nothing on this host can log in: what Postgres keeps of the password is compared instead.
    func proveInside(_ service: ResolvedService, _ container: String) async throws(Failure) {
        guard case .postgres(let user, let password?, _) = service.ready, service.hostPort == nil else { return }
        let inside = inside(service, container)
        let stored = try await look.told(service) { () async throws(SeedFault) in
            try await inside.stored(of: user)
        }
        if let stored, ScramVerifier(stored: stored)?.fits(password) == true { return }
        try await look.told(service) { () async throws(SeedFault) in
            try await inside.set(
                password, of: user, isSuperuser: stored == nil && !service.declaredRoles.contains(user))
        }
        let repair = SeedRepair.login(of: user, isKnown: stored != nil)
        await sink(.repaired(service: service.name, repair))
    }
}

extension SeedRepair {
    /// A login that another password, or no role, kept from working.
    static func login(of user: String, isKnown: Bool) -> SeedRepair {
        isKnown
            ? SeedRepair(what: "password of '\(user)'", cause: "its volume had another")
            : SeedRepair(what: "role '\(user)'", cause: "its volume had none")
    }
}

extension PostgresInside {
    /// What is kept of a role's password; empty where it has none, nil where there is no such role.
    func stored(of role: String) async throws(SeedFault) -> String? {
        let query = Secret(
            "SELECT 'is ' || coalesce(rolpassword, '') FROM pg_catalog.pg_authid WHERE rolname = \(Self.literal(role));"
        )
        let line = try await run(query)
        return line.hasPrefix("is ") ? String(line.dropFirst(3).filter { !$0.isWhitespace }) : nil
    }

    /// - Parameter isSuperuser: as the image makes its first user: a login that nothing else declares must reach the data.
    func set(_ password: Secret, of role: String, isSuperuser: Bool) async throws(SeedFault) {
        try await run(PostgresStatements.role(role, password, isSuperuser: isSuperuser))
    }
}

extension ResolvedService {
    /// Whether a start gives it its password again: it is a setting that it gets as a file, and may have been changed while it
    /// ran. A restart would leave out the hooks of the template.
    var rereadsPassword: Bool {
        guard let loginCredential, liveCredential == nil, case .probe = ReadinessCheck(self) else { return false }
        return definition.secrets.contains { $0.source == loginCredential.lowercased() }
            && definition.postStart.isEmpty && definition.preStop.isEmpty
    }
}
