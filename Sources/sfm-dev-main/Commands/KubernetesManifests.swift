import ArgumentParser
import Operations

struct KubernetesManifests: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manifests",
        abstract: "The profile's own stores for a development namespace.",
        discussion: """
              sfm-dev kubernetes manifests --profile auth --create-namespace > stores.yaml
              sfm-dev kubernetes manifests --apply --context kind-dev --create-namespace
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var applying: ApplyOptions

    @Flag(help: "The namespace too.")
    var createNamespace = false

    @Option(help: "Else the one in kubernetes.yaml.")
    var namespace: String?

    @Flag(help: "Show values on a terminal.")
    var show = false

    func run() async throws {
        var request = ClusterRequest("manifests")
        request.namespace = namespace
        request.show = show
        request.context = applying.context
        request.isForced = applying.forceConflicts
        try await KubernetesOperation.manifests(
            global.invocation("kubernetes manifests"), request, createsNamespace: createNamespace,
            applies: applying.apply)
    }
}
