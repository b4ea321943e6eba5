extension EngineClient {
    package func listContainers(labels: [String], all: Bool) async throws(EngineError) -> [ContainerSummary] {
        let path = EnginePath("containers", "json").flag("all", all).filters(["label": labels])
        return try await get([ContainerSummary].self, path)
    }

    package func listContainers(network name: String) async throws(EngineError) -> [ContainerSummary] {
        let path = EnginePath("containers", "json").flag("all", true).filters(["network": [name]])
        return try await get([ContainerSummary].self, path)
    }

    package func inspectContainer(_ id: String) async throws(EngineError) -> ContainerDetail {
        try await get(ContainerDetail.self, EnginePath("containers", id, "json"))
    }

    package func createContainer(
        name: String, platform: String?, spec: ContainerSpec
    ) async throws(EngineError) -> CreatedContainer {
        let (first, others) = spec.split(for: try await connect().api)
        let path = EnginePath("containers", "create").query("name", name).query("platform", platform)
        let body = try await send("POST", path, json: first)
        let created = try WireJSON.decode(CreatedContainer.self, from: body)
        do throws(EngineError) {
            for (network, endpoint) in others.sorted(by: { $0.key < $1.key }) {
                try await connectNetwork(network, container: created.id, endpoint)
            }
        } catch {
            // Half of what was asked for is nothing that anybody knows of.
            try? await removeContainer(created.id, force: false, volumes: true)
            throw error
        }
        return created
    }

    package func startContainer(_ id: String) async throws(EngineError) {
        try await send("POST", EnginePath("containers", id, "start"))
    }

    package func stopContainer(_ id: String, timeout: Int?) async throws(EngineError) {
        try await send("POST", EnginePath("containers", id, "stop").query("t", timeout))
    }

    package func killContainer(_ id: String, signal: String) async throws(EngineError) {
        try await send("POST", EnginePath("containers", id, "kill").query("signal", signal))
    }

    package func restartContainer(_ id: String, timeout: Int?) async throws(EngineError) {
        try await send("POST", EnginePath("containers", id, "restart").query("t", timeout))
    }

    package func unpauseContainer(_ id: String) async throws(EngineError) {
        try await send("POST", EnginePath("containers", id, "unpause"))
    }

    package func removeContainer(_ id: String, force: Bool, volumes: Bool) async throws(EngineError) {
        do {
            try await send("DELETE", EnginePath("containers", id).flag("force", force).flag("v", volumes))
        } catch {
            // 409 says either that the removal is under way, or that it runs and force was not asked for.
            guard error.isNotFound || (force && error.isConflict) else { throw error }
        }
    }

    package func renameContainer(_ id: String, to name: String) async throws(EngineError) {
        try await send("POST", EnginePath("containers", id, "rename").query("name", name))
    }

    package func updateRestartPolicy(_ id: String, _ policy: RestartPolicy) async throws(EngineError) {
        try await send("POST", EnginePath("containers", id, "update"), json: ["RestartPolicy": policy])
    }

    package func putArchive(_ id: String, path: String, tar: [UInt8]) async throws(EngineError) {
        // A path in the container that is a folder must not be replaced by a file, nor the other way round.
        let call = EnginePath("containers", id, "archive").query("path", path).flag("noOverwriteDirNonDir", true)
        try await send("PUT", call, headers: [("Content-Type", "application/x-tar")], body: tar)
    }

    package func waitContainer(
        _ id: String, until condition: WaitCondition
    ) async throws(EngineError) -> WaitResult {
        let path = EnginePath("containers", id, "wait").query("condition", condition.rawValue)
        return try WireJSON.decode(WaitResult.self, from: try await send("POST", path))
    }

    package func logs(
        _ id: String, _ query: LogQuery, tty: Bool
    ) async throws(EngineError) -> EngineStream<LogDecoder> {
        let path = EnginePath("containers", id, "logs").flag("stdout", query.stdout).flag("stderr", query.stderr)
            .flag("follow", query.follow).flag("timestamps", query.timestamps).query("tail", query.tail)
            .query("since", query.since).query("until", query.until)
        return try await stream("GET", path, LogDecoder(tty: tty))
    }
}

extension ContainerSpec {
    /// Before API 1.44 an engine takes one network at the creation, the one that `NetworkMode` names (it answers 400 to
    /// more); the others are connected afterwards.
    fileprivate func split(for version: APIVersion) -> (first: ContainerSpec, others: [String: EndpointConfig]) {
        guard version < APIVersion(1, 44), networks.count > 1 else { return (self, [:]) }
        let names = networks.keys.sorted()
        guard let main = names.first(where: { $0 == host.networkMode }) ?? names.first else { return (self, [:]) }
        var first = self
        first.networks = networks.filter { $0.key == main }
        return (first, networks.filter { $0.key != main })
    }
}
