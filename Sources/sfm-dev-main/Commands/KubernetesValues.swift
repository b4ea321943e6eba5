import ArgumentParser
import Operations

struct KubernetesValues: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "values",
        abstract: "Values for SFM's Helm chart: no secret among them.",
        discussion: """
              sfm-dev kubernetes values > values-secrets.yaml
              sfm-dev kubernetes values --source external-secret --restart manual
              sfm-dev kubernetes values --service-account sfm-backup
            """)

    enum Source: String, ExpressibleByArgument, CaseIterable {
        case existing
        case externalSecret = "external-secret"
    }

    enum Restart: String, ExpressibleByArgument, CaseIterable { case reloader, manual }

    @OptionGroup var global: GlobalOptions
    @OptionGroup var cluster: ClusterOptions

    @Option(help: "existing: somebody makes the Secret; external-secret: the chart makes an ExternalSecret.")
    var source: Source = .existing

    @Option(help: "reloader: Stakater's Reloader restarts the pods; manual: 'kubernetes rotate' does.")
    var restart: Restart = .reloader

    @Option(help: ArgumentHelp("The account of the backup jobs (IRSA), in the place of keys.", valueName: "name"))
    var serviceAccount: String?

    func run() throws {
        try KubernetesOperation.values(
            global.invocation("kubernetes values"), cluster.request("values"),
            usesExternalSecret: source == .externalSecret, usesReloader: restart == .reloader,
            serviceAccount: serviceAccount)
    }
}
