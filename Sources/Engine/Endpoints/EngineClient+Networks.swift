extension EngineClient {
    package func listNetworks(names: [String], labels: [String]) async throws(EngineError) -> [NetworkDetail] {
        let path = EnginePath("networks").filters(["name": names, "label": labels])
        let networks = try await get([NetworkDetail].self, path)
        // The engine's filter fits parts of a name.
        return names.isEmpty ? networks : networks.filter { names.contains($0.name) }
    }

    package func inspectNetwork(_ name: String) async throws(EngineError) -> NetworkDetail? {
        let network = try await find(NetworkDetail.self, EnginePath("networks", name))
        // The engine takes the beginning of an id for a name.
        return network.flatMap { $0.name == name || $0.id == name ? $0 : nil }
    }

    package func createNetwork(_ spec: NetworkSpec) async throws(EngineError) -> String {
        let body = try await send("POST", EnginePath("networks", "create"), json: spec)
        return try WireJSON.decode(CreatedObject.self, from: body).id
    }

    package func removeNetwork(_ id: String) async throws(EngineError) {
        try await send("DELETE", EnginePath("networks", id))
    }

    package func disconnectNetwork(_ network: String, container: String) async throws(EngineError) {
        try await send("POST", EnginePath("networks", network, "disconnect"), json: ["Container": container])
    }

    package func connectNetwork(
        _ network: String, container: String, _ endpoint: EndpointConfig
    ) async throws(EngineError) {
        let body = Connection(container: container, endpoint: endpoint)
        try await send("POST", EnginePath("networks", network, "connect"), json: body)
    }
}

private struct Connection: Encodable {
    var container: String
    var endpoint: EndpointConfig

    enum CodingKeys: String, CodingKey {
        case container = "Container"
        case endpoint = "EndpointConfig"
    }
}

/// The answer to a creation.
struct CreatedObject: Decodable {
    var id: String

    private enum CodingKeys: String, CodingKey { case id = "Id" }
}
