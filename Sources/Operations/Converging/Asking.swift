import Diagnostics
import Engine

/// Runs calls to the engine and words what goes wrong.
func asking<Value>(_ body: () async throws(EngineError) -> Value) async throws(Failure) -> Value {
    do throws(EngineError) { return try await body() } catch { throw error.failure }
}
