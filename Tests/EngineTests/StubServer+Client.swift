import Engine
import StubEngine

extension StubServer {
    func client(recorder: (@Sendable (EngineRequest) -> Void)? = nil) -> EngineClient {
        EngineClient(address: EngineAddress(socketPath: socketPath, origin: "test"), recorder: recorder)
    }
}
