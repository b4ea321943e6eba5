import ArgumentParser
import Operations

struct KubernetesSecret: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secret",
        abstract: "The runtime Secret, with the values that containers see.",
        discussion: """
              sfm-dev kubernetes secret --apply --context kind-dev --create-namespace
              sfm-dev kubernetes secret --set-address postgres=db.example:5432
              sfm-dev kubernetes secret --kubectl       the command by which kubectl makes it
              sfm-dev kubernetes secret --dotenv        for kubectl's --from-env-file
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var cluster: ClusterOptions
    @OptionGroup var applying: ApplyOptions

    @Flag(help: "The namespace too.")
    var createNamespace = false

    @Flag(help: "Lines NAME=value, as kubectl reads them: nothing is quoted.")
    var dotenv = false

    @Flag(help: "The kubectl command that makes the same Secret.")
    var kubectl = false

    @Option(help: ArgumentHelp("One value, as it is.", valueName: "name"))
    var key: String?

    func validate() throws {
        let forms = [dotenv, kubectl, key != nil, applying.apply].count { $0 }
        if forms > 1 { throw ValidationError("--dotenv, --kubectl, --key and --apply exclude each other") }
        if createNamespace, dotenv || key != nil {
            throw ValidationError("--create-namespace is for a manifest, or for kubectl's commands")
        }
    }

    func run() async throws {
        let form: KubernetesOperation.SecretForm =
            dotenv ? .dotenv : kubectl ? .kubectl : key.map { .key($0) } ?? .yaml
        try await KubernetesOperation.secret(
            global.invocation("kubernetes secret"), cluster.request("secret", applying: applying), form,
            createsNamespace: createNamespace, applies: applying.apply)
    }
}
