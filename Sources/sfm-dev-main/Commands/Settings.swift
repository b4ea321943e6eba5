import ArgumentParser
import Operations

struct Settings: Command {
    static let configuration = CommandConfiguration(
        commandName: "settings",
        abstract: "Show the addresses of the services, never a secret.",
        discussion: """
              sfm-dev settings
              sfm-dev settings --kubernetes --context kind-dev    Services and node ports in the cluster
            """)

    @OptionGroup var global: GlobalOptions

    @Flag(help: "Those in a cluster.")
    var kubernetes = false

    @Option(help: "kubectl's name of the cluster.")
    var context: String?

    @Option(help: "Else the one in kubernetes.yaml.")
    var namespace: String?

    func validate() throws {
        if !kubernetes, context != nil || namespace != nil {
            throw ValidationError("--context and --namespace belong to --kubernetes")
        }
    }

    func run() async throws {
        guard kubernetes else { return try OverviewOperation.settings(global.invocation("settings")) }
        var request = ClusterRequest("settings")
        request.namespace = namespace
        request.context = context
        try await CheckOperation.services(global.invocation("settings"), request)
    }
}
