import Compose
import Convergence
import Diagnostics
import Engine
import Profiles
import Templates
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// One project folder in both forms, templates and a hand-written compose file, under two names on the engine.
struct InteropWorld {
    let folder: String
    let ourProject: String
    let theirProject: String
    let outside: String
    let model: ComposeModel

    private static let image = "sfm-dev/stand-in-redis:1"
    private static let token = "t0ken with $igns"

    init(in temporary: borrowing TemporaryFolder) throws {
        folder = temporary.path
        let run = "interop\(getpid())"
        (ourProject, theirProject, outside) = ("\(run)-ours", "\(run)-theirs", "\(run)-outside")
        for (name, text) in Element.files { try temporary.write(text, to: name) }
        try Program.run("mkdir -p '\(folder)/src' '\(folder)/.sfm-dev'")

        var files = ["profiles/local.yaml": Self.profile]
        for element in Element.all {
            files["compose/\(element.service).yaml"] = "image: \(Self.image)\n\(element.body)\n"
        }
        let extra = Element.declarations.replacing("OUTSIDE", with: outside).indented(2)
        files["compose/image-alone.yaml"]? += "x-sfm-dev:\n\(extra)"
        var input = ResolverInput(profile: "local", files: files.mapValues { Array($0.utf8) }, directory: folder)
        input.environment = ["SFM_DEV_TOKEN": Self.token, "SFM_DEV_PROJECT": ourProject]
        input.knowsStartInterval = false
        let first = Resolver(input)
        _ = try? first.resolve()
        for path in first.wantedFiles {
            input.namedFiles[path] =
                Element.files[String(path.dropFirst(folder.count + 1))]
                .map { .bytes(Array($0.utf8)) } ?? .absent
        }
        let plan: ResolvedPlan
        do throws(Failure) {
            plan = try Resolver(input).resolve().plan
        } catch {
            throw Program.Problem(message: error.diagnostics.map { $0.rendered() }.joined())
        }
        model = ComposeModel(plan: plan, directory: folder, planKey: [1])
        try Program.run("docker network create \(outside) && docker volume create \(outside)", in: folder)
    }

    private static var profile: String {
        let names = Element.all.map(\.service).joined(separator: ", ")
        return "profile: local\nservices: [\(names)]\n"
    }

    var composeFile: String {
        let services = Element.all.map { element in
            "  \(element.service):\n    image: \(Self.image)\n\(element.body.indented(4))"
        }
        return "services:\n" + services.joined() + Element.declarations.replacing("OUTSIDE", with: outside)
    }

    /// What the generated file interpolates, and what the hand-written one does.
    var environmentFile: String {
        var lines = ["TOKEN='\(Self.token)'"]
        lines += model.plan.secrets.map { "\($0.variable)='\($0.value.reveal())'" }
        lines += model.plan.configs.filter(\.value.isSecret).map { "\($0.variable)='\($0.value.reveal())'" }
        return lines.joined(separator: "\n") + "\n"
    }

    @discardableResult
    func compose(_ options: String, _ command: String) throws -> String {
        try Program.run("$SFM_DEV_TEST_COMPOSE --env-file .env \(options) \(command)", in: folder)
    }

    /// Makes our containers as `up` would, without starting them.
    func createOurs() async throws {
        let address = try EngineAddress.find(environment: ["DOCKER_HOST": Comparison.engine ?? ""], home: nil)
        let client = EngineClient(address: address)
        let version = try await client.connect()
        for network in model.plan.networks where !network.isExternal {
            _ = try await client.createNetwork(
                NetworkSpec(
                    name: network.name, driver: network.driver ?? "bridge", isInternal: network.isInternal,
                    labels: model.networkLabels(of: network)))
        }
        for volume in model.plan.volumes where !volume.isExternal {
            _ = try await client.createVolume(VolumeSpec(name: volume.name, labels: model.volumeLabels(of: volume)))
        }
        let builder = ContainerSpecBuilder(model: model, api: version.api)
        let image = try #require(try await client.inspectImage(Self.image))
        for service in model.plan.services {
            let spec = builder.spec(of: service, imageID: image.id)
            let platform = service.definition.platform
            _ = try await client.createContainer(name: model.containerName(of: service), platform: platform, spec: spec)
        }
    }

    /// What the engine says of each service's container, without what two containers cannot share, and its hash label.
    func containers(_ project: String) throws -> (facts: [String: Set<String>], hashes: [String: String]) {
        let ids = "docker ps -aq --filter label=com.docker.compose.project=\(project)"
        let all = "\(ids) | xargs docker inspect"
        let filter = "'\(Program.folder)/container.jq'"
        let shown = try Program.run("\(all) | jq -rS -f \(filter) --arg project \(project)", in: folder)
        let labels = ".[].Config.Labels | [.[\"com.docker.compose.service\"], .[\"com.docker.compose.config-hash\"]]"
        let hashes = try Program.run("\(all) | jq -r '\(labels) | join(\" \")'", in: folder)
        let facts = shown.split(separator: "\n").map { $0.split(separator: " ", maxSplits: 1) }
        let byService = Dictionary(grouping: facts) { String($0.first ?? "") }
        return (byService.mapValues { Set($0.map { String($0.last ?? "") }) }, hashes.pairs)
    }

    func objectLabels(_ project: String) throws -> [String: String] {
        let filter = "--filter label=com.docker.compose.project=\(project)"
        let mask = "gsub(\"\(project)\"; \"PROJECT\")"
        let networks = try Program.run(
            """
            { docker network ls -q \(filter) | xargs docker network inspect;
              docker volume ls -q \(filter) | xargs docker volume inspect; } |
            jq -rSc '.[] | select(.Labels["com.docker.compose.network"] // .Labels["com.docker.compose.volume"]) |
              [.Name, ([.Driver, .Internal, (.Labels | del(.["com.docker.compose.config-hash"]))] | tojson)] |
              map(\(mask)) | join(" ")'
            """, in: folder)
        return networks.pairs
    }

    func cleanUp() {
        for project in [ourProject, theirProject] {
            let filter = "--filter label=com.docker.compose.project=\(project)"
            _ = try? Program.run(
                """
                docker ps -aq \(filter) | xargs -r docker rm -fv
                docker volume ls -q \(filter) | xargs -r docker volume rm
                docker network ls -q \(filter) | xargs -r docker network rm
                """, in: folder)
        }
        _ = try? Program.run("docker network rm \(outside); docker volume rm \(outside)", in: folder)
    }
}

extension Element {
    /// The name as a service may have it.
    var service: String {
        String(
            name.lowercased().filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "_" }.map {
                $0 == " " ? "-" : $0
            })
    }
}

extension String {
    func indented(_ count: Int) -> String {
        split(separator: "\n").map { String(repeating: " ", count: count) + $0 + "\n" }.joined()
    }
}
