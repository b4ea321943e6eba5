package import Engine

/// A container on a network, as its names and its ports tell it apart.
package struct NetworkMember: Sendable, Equatable {
    package var network: String
    package var container: String
    /// The compose project that made it; nil for one that none made.
    package var project: String?
    /// The names under which the others reach it, the container's own among them.
    package var names: Set<String>
    package var state: ContainerState
    package var ports: [PublishedPort]

    package init(
        network: String, container: String, project: String? = nil, names: Set<String>,
        state: ContainerState = .running,
        ports: [PublishedPort] = []
    ) {
        self.network = network
        self.container = container
        self.project = project
        self.names = names
        self.state = state
        self.ports = ports
    }

    /// Everything on these networks, of whatever project.
    /// - Returns: nil for a network that the engine does not have.
    package static func look(
        at networks: [String], _ engine: any EngineReading
    ) async throws(EngineError) -> [String: [NetworkMember]?] {
        var members: [String: [NetworkMember]?] = [:]
        for network in networks {
            members[network] = .some(try await look(at: network, engine))
        }
        return members
    }

    private static func look(
        at network: String, _ engine: any EngineReading
    ) async throws(EngineError) -> [NetworkMember]? {
        guard try await engine.inspectNetwork(network) != nil else { return nil }
        let containers = try await engine.listContainers(network: network)
        let details = try await details(containers, engine)
        return containers.map { container in
            let name = container.names.first ?? container.id
            // A command that somebody runs beside the service has its label, and not its name.
            let isOneOff = container.labels[Label.oneOff] == "True"
            let service = isOneOff ? nil : container.labels[Label.service]
            let aliases = details[container.id]?.networks[network]?.aliases ?? []
            return NetworkMember(
                network: network, container: name, project: container.labels[Label.project],
                names: Set(aliases + [name] + [service].compactMap(\.self)),
                state: container.state, ports: container.ports)
        }.sorted { $0.container < $1.container }
    }

    /// A list has no aliases before API 1.44; a container that has gone meanwhile has none that count.
    private static func details(
        _ containers: [ContainerSummary], _ engine: any EngineReading
    ) async throws(EngineError) -> [String: ContainerDetail] {
        let results = await withTaskGroup(of: Result<ContainerDetail, EngineError>.self) { group in
            for container in containers {
                group.addTask {
                    do throws(EngineError) { return .success(try await engine.inspectContainer(container.id)) } catch {
                        return .failure(error)
                    }
                }
            }
            var results: [Result<ContainerDetail, EngineError>] = []
            for await result in group { results.append(result) }
            return results
        }
        var details: [String: ContainerDetail] = [:]
        for result in results {
            do throws(EngineError) {
                let detail = try result.get()
                details[detail.id] = detail
            } catch { if !error.isNotFound { throw error } }
        }
        return details
    }
}
