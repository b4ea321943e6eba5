extension EngineClient {
    package func listVolumes(labels: [String]) async throws(EngineError) -> [VolumeDetail] {
        try await get(VolumeList.self, EnginePath("volumes").filters(["label": labels])).volumes
    }

    package func inspectVolume(_ name: String) async throws(EngineError) -> VolumeDetail? {
        try await find(VolumeDetail.self, EnginePath("volumes", name))
    }

    package func createVolume(_ spec: VolumeSpec) async throws(EngineError) -> VolumeDetail {
        let body = try await send("POST", EnginePath("volumes", "create"), json: spec)
        return try WireJSON.decode(VolumeDetail.self, from: body)
    }

    package func removeVolume(_ name: String, force: Bool) async throws(EngineError) {
        try await send("DELETE", EnginePath("volumes", name).flag("force", force))
    }
}

private struct VolumeList: Decodable {
    var volumes: [VolumeDetail]

    init(from decoder: any Decoder) throws {
        volumes = try decoder.container(keyedBy: WireKey.self).value("Volumes", or: [])
    }
}
