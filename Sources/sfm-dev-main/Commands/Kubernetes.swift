import ArgumentParser
import Operations

struct Kubernetes: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kubernetes",
        abstract: "The same values for a cluster: Secret, ExternalSecret, Helm values, checks, rotation.",
        discussion: """
              sfm-dev kubernetes secret --apply --context kind-dev --create-namespace
              sfm-dev kubernetes values > values-secrets.yaml
              sfm-dev kubernetes check                           are these values fit for production?
              sfm-dev kubernetes check --context prod            section 5 of the runbook
              sfm-dev kubernetes rotate --context prod           section 3.4

            Names and paths come from kubernetes.yaml. Nothing is done in a cluster without --apply or --context.
            """,
        subcommands: [
            KubernetesSecret.self, KubernetesExternalSecret.self, KubernetesVaultCommands.self,
            KubernetesValues.self, KubernetesBackupSecret.self, KubernetesRotate.self, KubernetesCheck.self,
            KubernetesManifests.self,
        ])
}

/// Which values, and how they are called in the cluster.
struct ClusterOptions: ParsableArguments {
    @Option(help: "api, cli or consumer: only what that one reads.")
    var surface: String?

    @Option(
        name: .customLong("set-address"),
        help: ArgumentHelp("Where the cluster finds a service.", valueName: "service=host:port"))
    var addresses: [String] = []

    @Option(help: "Else the one in kubernetes.yaml.")
    var namespace: String?

    @Option(help: "The Secret's name; else the one in kubernetes.yaml.")
    var name: String?

    @Flag(help: "Show values on a terminal.")
    var show = false

    func request(
        _ command: String, context: String? = nil, applying: ApplyOptions? = nil
    ) -> ClusterRequest {
        var request = ClusterRequest(command)
        request.surface = surface
        request.addresses = addresses
        request.namespace = namespace
        request.secret = name
        request.show = show
        request.context = context ?? applying?.context
        request.isForced = applying?.forceConflicts ?? false
        return request
    }
}

/// Whether kubectl is given what was rendered.
struct ApplyOptions: ParsableArguments {
    @Flag(help: "Give it to the cluster, by kubectl.")
    var apply = false

    @Option(help: "kubectl's name of the cluster; needed with --apply.")
    var context: String?

    @Flag(help: "Take over what others have written there with other values.")
    var forceConflicts = false

    func validate() throws {
        if forceConflicts, !apply { throw ValidationError("--force-conflicts belongs to --apply") }
        if context != nil, !apply { throw ValidationError("--context without --apply: nothing would be done there") }
    }
}
