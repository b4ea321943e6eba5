/// What can be asked of an engine without changing it. Every call throws `EngineError.status` when the engine refuses,
/// `transport` when it cannot be reached, `cancelled` when the task is.
package protocol EngineReading: Sendable {
    func connect() async throws(EngineError) -> EngineVersion
    func version() async throws(EngineError) -> EngineRelease
    func info() async throws(EngineError) -> EngineInfo

    /// - Parameter labels: `key=value` or `key`; a container has all of them.
    func listContainers(labels: [String], all: Bool) async throws(EngineError) -> [ContainerSummary]
    /// Those in a network, of every project, running or not.
    func listContainers(network name: String) async throws(EngineError) -> [ContainerSummary]
    func inspectContainer(_ id: String) async throws(EngineError) -> ContainerDetail
    /// Waits until the container does not run, or as the condition says.
    func waitContainer(_ id: String, until condition: WaitCondition) async throws(EngineError) -> WaitResult
    func logs(_ id: String, _ query: LogQuery, tty: Bool) async throws(EngineError) -> EngineStream<LogDecoder>
    func inspectExec(_ id: String) async throws(EngineError) -> ExecState

    /// - Parameter names: whole names; none means all networks.
    func listNetworks(names: [String], labels: [String]) async throws(EngineError) -> [NetworkDetail]
    /// - Returns: `nil` when there is none of this name or id.
    func inspectNetwork(_ name: String) async throws(EngineError) -> NetworkDetail?
    func listVolumes(labels: [String]) async throws(EngineError) -> [VolumeDetail]
    func inspectVolume(_ name: String) async throws(EngineError) -> VolumeDetail?
    /// - Parameter references: as the user writes them (`redis:7`); none means all images.
    func listImages(references: [String]) async throws(EngineError) -> [ImageSummary]
    func inspectImage(_ reference: String) async throws(EngineError) -> ImageDetail?

    /// The subscription stands when this returns: what happens from then on is in the stream. Subscribe, then list.
    /// - Parameter since: seconds since 1970, with a fraction; `nil` for now.
    func events(since: String?, filters: [String: [String]]) async throws(EngineError) -> EngineStream<EventDecoder>
}

extension EngineReading {
    package func listContainers(labels: [String] = []) async throws(EngineError) -> [ContainerSummary] {
        try await listContainers(labels: labels, all: true)
    }

    package func listNetworks(names: [String]) async throws(EngineError) -> [NetworkDetail] {
        try await listNetworks(names: names, labels: [])
    }

    package func listNetworks(labels: [String] = []) async throws(EngineError) -> [NetworkDetail] {
        try await listNetworks(names: [], labels: labels)
    }

    package func events(filters: [String: [String]]) async throws(EngineError) -> EngineStream<EventDecoder> {
        try await events(since: nil, filters: filters)
    }
}
