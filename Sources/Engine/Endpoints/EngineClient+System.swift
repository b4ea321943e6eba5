extension EngineClient {
    package func version() async throws(EngineError) -> EngineRelease {
        try await get(EngineRelease.self, EnginePath("version"))
    }

    package func info() async throws(EngineError) -> EngineInfo {
        try await get(EngineInfo.self, EnginePath("info"))
    }

    package func events(
        since: String?, filters: [String: [String]]
    ) async throws(EngineError) -> EngineStream<EventDecoder> {
        let path = EnginePath("events").query("since", since).filters(filters)
        let events = try await stream("GET", path, EventDecoder())
        // The engine sends the head when the subscription stands.
        try await events.source.begin()
        return events
    }
}
