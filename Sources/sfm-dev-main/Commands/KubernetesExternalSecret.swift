import ArgumentParser
import Operations

struct KubernetesExternalSecret: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "external-secret",
        abstract: "The ExternalSecret that fills the runtime Secret out of Vault.",
        discussion: """
              sfm-dev kubernetes external-secret > external-secret.yaml
              sfm-dev kubernetes external-secret --apply --context prod
            """)

    enum Version: String, ExpressibleByArgument, CaseIterable { case v1, v1beta1 }

    @OptionGroup var global: GlobalOptions
    @OptionGroup var cluster: ClusterOptions
    @OptionGroup var applying: ApplyOptions

    @Option(help: "v1, or v1beta1 for operators before 0.16.")
    var apiVersion: Version = .v1

    func run() async throws {
        try await KubernetesOperation.externalSecret(
            global.invocation("kubernetes external-secret"),
            cluster.request("external-secret", applying: applying), forOldOperators: apiVersion == .v1beta1,
            applies: applying.apply)
    }
}
