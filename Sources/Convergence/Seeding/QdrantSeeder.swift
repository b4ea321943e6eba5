import Diagnostics
import Profiles

/// Collections of Qdrant, with the key of `ready`. The key itself is configuration: a container is made anew for it.
struct QdrantSeeder: SeedCheck, ServiceSeeder {
    let headers: [(String, Secret)]
    let address: ProbeAddress

    /// One request may take no longer than this.
    private static let patience = Duration.seconds(30)

    func check(_ seeds: [ResolvedSeed]) async throws(SeedFault) -> [SeedNeed] {
        var needs: [SeedNeed] = []
        for seed in seeds {
            guard case .collection(let name, let size, let distance) = seed.what else { continue }
            if let cause = try await found(name).difference(size: size, distance: distance) {
                needs.append(SeedNeed(seed: seed, cause: cause))
            }
        }
        return needs
    }

    /// Makes a missing one. One that is there with other vectors has somebody's data, and is left alone.
    func apply(_ seed: ResolvedSeed) async throws(SeedFault) -> String? {
        guard case .collection(let name, let size, let distance) = seed.what else { return nil }
        guard try await found(name) == .missing else { return try await checkSame(name, size, distance) }
        let reply = try await ask(
            "PUT", QdrantCollection.path(name), QdrantCollection.creation(size: size, distance: distance))
        // Somebody else was faster.
        if reply.status == 409 { return try await checkSame(name, size, distance) }
        if let refusal = HTTPProbe.refusal(reply) { throw SeedFault(refusal) }
        return nil
    }

    func repair(_ refusal: RefusalKind) async throws(SeedFault) -> SeedRepair? { nil }

    private func checkSame(_ name: String, _ size: Int, _ distance: String) async throws(SeedFault) -> String? {
        guard let difference = try await found(name).difference(size: size, distance: distance) else { return nil }
        throw SeedFault(
            "it \(difference), and is left as it is", hint: "correct 'size' and 'distance' here, or the name")
    }

    private func found(_ name: String) async throws(SeedFault) -> QdrantCollection {
        let reply = try await ask("GET", QdrantCollection.path(name))
        do throws(ProbeEnd) { return try QdrantCollection(reply) } catch { throw SeedFault(error) }
    }

    private func ask(_ method: String, _ path: String, _ body: [UInt8]? = nil) async throws(SeedFault) -> HTTPReply {
        let request = HTTPProbe(path: path, headers: headers, address: address, method: method, body: body)
        let result = await converse(at: address, deadline: Self.patience) {
            (socket: inout ProbeConnection) throws(ProbeEnd) in try request.reply(on: &socket)
        }
        do { return try result.get() } catch { throw SeedFault(error) }
    }
}
