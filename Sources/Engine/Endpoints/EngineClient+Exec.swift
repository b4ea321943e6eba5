extension EngineClient {
    package func createExec(_ container: String, _ spec: ExecSpec) async throws(EngineError) -> String {
        let body = try await send("POST", EnginePath("containers", container, "exec"), json: spec)
        return try WireJSON.decode(CreatedObject.self, from: body).id
    }

    package func startExec(_ id: String, tty: Bool) async throws(EngineError) -> ExecSession {
        let connection = try await upgrade(EnginePath("exec", id, "start"), json: ["Detach": false, "Tty": tty])
        return ExecSession(id: id, tty: tty, connection: connection, client: self)
    }

    package func inspectExec(_ id: String) async throws(EngineError) -> ExecState {
        try await get(ExecState.self, EnginePath("exec", id, "json"))
    }

    package func resizeExec(_ id: String, height: Int, width: Int) async throws(EngineError) {
        try await send("POST", EnginePath("exec", id, "resize").query("h", height).query("w", width))
    }
}
