import ArgumentParser
import Operations

struct KubernetesCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Are the values fit for production? With --context: is the cluster well with them?",
        discussion: """
              sfm-dev kubernetes check --profile shared-infra   exit 1 when one is not
              sfm-dev kubernetes check --context prod           the Secret's keys, pods, health, logs
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var cluster: ClusterOptions

    @Option(help: "kubectl's name of the cluster.")
    var context: String?

    @Option(help: "text or json.")
    var format: TextFormat = .text

    func run() async throws {
        let isGood = try await CheckOperation.run(
            global.invocation("kubernetes check"), cluster.request("check", context: context),
            json: format == .json)
        if !isGood { throw Ended(code: 1) }
    }
}
