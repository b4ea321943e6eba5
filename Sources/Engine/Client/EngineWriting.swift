/// What changes an engine. Errors as for `EngineReading`.
package protocol EngineWriting: EngineReading {
    /// - Parameter platform: `linux/arm64`; `nil` for the engine's own.
    func createContainer(
        name: String, platform: String?, spec: ContainerSpec
    ) async throws(EngineError) -> CreatedContainer
    /// One that runs already is left alone.
    func startContainer(_ id: String) async throws(EngineError)
    /// One that does not run is left alone.
    /// - Parameter timeout: seconds until it is killed; `nil` for the container's own, else the engine's 10.
    func stopContainer(_ id: String, timeout: Int?) async throws(EngineError)
    func killContainer(_ id: String, signal: String) async throws(EngineError)
    func restartContainer(_ id: String, timeout: Int?) async throws(EngineError)
    func unpauseContainer(_ id: String) async throws(EngineError)
    /// One that is gone, or being removed, is as wanted.
    /// - Parameter volumes: with its nameless volumes.
    func removeContainer(_ id: String, force: Bool, volumes: Bool) async throws(EngineError)
    func renameContainer(_ id: String, to name: String) async throws(EngineError)
    func updateRestartPolicy(_ id: String, _ policy: RestartPolicy) async throws(EngineError)
    /// Unpacks a tar archive into the container, which may be stopped. The files are owned as the archive says.
    func putArchive(_ id: String, path: String, tar: [UInt8]) async throws(EngineError)

    /// - Returns: the id.
    func createNetwork(_ spec: NetworkSpec) async throws(EngineError) -> String
    func removeNetwork(_ id: String) async throws(EngineError)
    func connectNetwork(_ network: String, container: String, _ endpoint: EndpointConfig) async throws(EngineError)
    /// The container may be stopped.
    func disconnectNetwork(_ network: String, container: String) async throws(EngineError)
    func createVolume(_ spec: VolumeSpec) async throws(EngineError) -> VolumeDetail
    func removeVolume(_ name: String, force: Bool) async throws(EngineError)

    /// The stream must be read to its end: hanging up ends the pull, and its failure is thrown there.
    func pullImage(
        _ reference: ImageReference, platform: String?, auth: RegistryAuth?
    ) async throws(EngineError) -> EngineStream<PullDecoder>

    /// - Returns: the id.
    func createExec(_ container: String, _ spec: ExecSpec) async throws(EngineError) -> String
    func startExec(_ id: String, tty: Bool) async throws(EngineError) -> ExecSession
    /// - Parameters: in characters.
    func resizeExec(_ id: String, height: Int, width: Int) async throws(EngineError)
}

extension EngineClient: EngineReading, EngineWriting {}
