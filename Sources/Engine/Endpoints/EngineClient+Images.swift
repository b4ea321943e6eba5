extension EngineClient {
    package func listImages(references: [String]) async throws(EngineError) -> [ImageSummary] {
        try await get([ImageSummary].self, EnginePath("images", "json").filters(["reference": references]))
    }

    package func inspectImage(_ reference: String) async throws(EngineError) -> ImageDetail? {
        try await find(ImageDetail.self, EnginePath("images", reference, "json"))
    }

    package func pullImage(
        _ reference: ImageReference, platform: String?, auth: RegistryAuth?
    ) async throws(EngineError) -> EngineStream<PullDecoder> {
        // Without a tag the engine would pull every tag of the name.
        let path = EnginePath("images", "create").query("fromImage", reference.name)
            .query("tag", reference.digest ?? reference.tag ?? "latest").query("platform", platform)
        let headers = auth.map { [(name: "X-Registry-Auth", value: $0.header)] } ?? []
        return try await stream("POST", path, headers: headers, PullDecoder())
    }
}
