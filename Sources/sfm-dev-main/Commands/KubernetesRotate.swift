import ArgumentParser
import Operations

struct KubernetesRotate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Give the cluster the present values, restart what reads them, and look whether it is well.",
        discussion: """
              sfm-dev kubernetes rotate --context prod --dry-run       each command, and nothing done
              sfm-dev kubernetes rotate --context prod
              sfm-dev kubernetes rotate --context prod --external      the values are in Vault already
              sfm-dev kubernetes rotate --context prod --from restart  going on where it stopped
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var cluster: ClusterOptions

    @Option(help: "kubectl's name of the cluster.")
    var context: String?

    @Flag(help: "Write nothing to the Secret: its ExternalSecret is told to look.")
    var external = false

    @Flag(help: "Print the commands only.")
    var dryRun = false

    @Option(help: ArgumentHelp("update, restart, rollout or check: go on there.", valueName: "step"))
    var from: String?

    @Flag(help: "Take over what others have written into the Secret with other values.")
    var forceConflicts = false

    @Option(help: ArgumentHelp("For each thing that is waited for.", valueName: "seconds"))
    var waitTimeout = RotateInClusterOperation.Options.usualPatience

    func validate() throws {
        if waitTimeout < 1 { throw ValidationError("--wait-timeout takes a number of seconds above 0") }
        if forceConflicts, external {
            throw ValidationError("--external writes nothing, and there is nothing to force")
        }
    }

    func run() async throws {
        var options = RotateInClusterOperation.Options()
        options.isExternal = external
        options.isForced = forceConflicts
        options.beginning = from
        options.isDry = dryRun
        options.patience = waitTimeout
        let request = cluster.request("rotate", context: context)
        try await RotateInClusterOperation(global.invocation("kubernetes rotate"), request, options).run()
    }
}
