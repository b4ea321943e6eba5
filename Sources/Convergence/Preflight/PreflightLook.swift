package import Engine
package import Profiles
package import Templates

extension Preflight {
    /// Asks the engine and this host what `check` decides on. Only what is to be started is asked about: a plan with
    /// nothing to start costs no request.
    package static func run(
        plan: ResolvedPlan, starting: Set<String>, removing: Set<String> = [], pull: PullPolicy?,
        movesPorts: Bool = false, engine: any EngineReading, processes: ProcessTable = ProcessTable()
    ) async throws(EngineError) -> Outcome {
        guard !starting.isEmpty else { return Outcome() }
        var preflight = Preflight(plan: plan, starting: starting, pull: pull)
        preflight.movesPorts = movesPorts
        preflight.removing = removing
        let services = plan.enabledServices.filter { starting.contains($0.name) }
        let networks = Set(services.flatMap { $0.definition.networks.keys })
        let external = plan.networks.filter { $0.isExternal && networks.contains($0.key) }.map(\.name)

        let volumes = Set(services.flatMap { plan.volumes(of: $0) }.filter(\.isExternal).map(\.name))
        async let lost = missing(volumes) { name async throws(EngineError) in
            try await engine.inspectVolume(name) == nil
        }
        async let running = result { () async throws(EngineError) in
            try await engine.listContainers(labels: [], all: false)
        }
        async let info = result { () async throws(EngineError) in try await engine.info() }
        async let images = missing(Set(services.map(\.definition.image))) { name async throws(EngineError) in
            try await engine.inspectImage(name) == nil
        }
        async let gone = missing(Set(external)) { name async throws(EngineError) in
            try await engine.inspectNetwork(name) == nil
        }
        preflight.missingVolumes = try await lost.get()
        preflight.running = try await running.get()
        preflight.missingImages = try await images.get()
        preflight.missingNetworks = try await gone.get()
        preflight.disk = DiskSpace.measure(try await info.get().rootDirectory)
        return preflight.check { address, networkProtocol in
            guard PortTrial.isHeld(address, networkProtocol: networkProtocol) else { return nil }
            return processes.holder(of: address, networkProtocol: networkProtocol) ?? ProcessHolder()
        }
    }

    /// `async let` forgets the type of an error; a result keeps it.
    private static func result<Value: Sendable>(
        _ body: @Sendable () async throws(EngineError) -> Value
    ) async -> Result<Value, EngineError> {
        do throws(EngineError) { return .success(try await body()) } catch { return .failure(error) }
    }

    private static func missing(
        _ names: Set<String>, _ isMissing: @escaping @Sendable (String) async throws(EngineError) -> Bool
    ) async -> Result<Set<String>, EngineError> {
        await withTaskGroup(of: (String, Result<Bool, EngineError>).self) { group in
            for name in names {
                group.addTask { (name, await result { () async throws(EngineError) in try await isMissing(name) }) }
            }
            var missing: Set<String> = []
            for await (name, answer) in group {
                switch answer {
                case .success(true): missing.insert(name)
                case .success(false): break
                case .failure(let error): return .failure(error)
                }
            }
            return .success(missing)
        }
    }
}
