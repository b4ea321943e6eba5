/// A named engine of the docker CLI, kept in `contexts/meta/<digest of the name>/meta.json` of its configuration folder.
struct DockerContext {
    var name: String
    /// `unix://…`, `tcp://…`, `ssh://…`.
    var host: String

    /// The context that the CLI would use: `DOCKER_CONTEXT`, else `currentContext` of its configuration. `nil` for none,
    /// and for `default`, which stands for the default sockets. A configuration that cannot be read counts as none.
    static func current(environment: [String: String], home: String?) throws(EngineError) -> DockerContext? {
        guard let folder = DockerFolder(environment: environment, home: home) else { return nil }
        let configured = folder.configuration()
            .flatMap { try? WireJSON.decode(Configuration.self, from: $0) }?.currentContext
        let chosen = [environment["DOCKER_CONTEXT"], configured].compactMap { $0 }.first { !$0.isEmpty }
        guard let chosen, chosen != "default" else { return nil }
        let known = all(in: folder.path)
        guard let context = known.first(where: { $0.name == chosen }) else {
            throw .unknownContext(name: chosen, known: known.map(\.name).sorted())
        }
        return context
    }

    /// Every folder is read and its name compared, instead of computing the digest that the CLI names the folder by.
    private static func all(in folder: String) -> [DockerContext] {
        let meta = folder + "/contexts/meta"
        return ReadableFile.names(in: meta).compactMap { entry in
            ReadableFile.contents(of: "\(meta)/\(entry)/meta.json")
                .flatMap { try? WireJSON.decode(Meta.self, from: $0) }
        }.compactMap { meta in meta.host.map { DockerContext(name: meta.name, host: $0) } }
    }

    private struct Configuration: Decodable {
        var currentContext: String?
    }

    private struct Meta: Decodable {
        var name: String
        var host: String?

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: WireKey.self)
            name = try fields.decode(String.self, forKey: "Name")
            host = try fields.nested("Endpoints")?.nested("docker")?.text("Host")
        }
    }
}
