import ArgumentParser
import Operations

struct KubernetesVaultCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vault-commands",
        abstract: "The command that puts the values where the ExternalSecret looks for them.",
        discussion: """
              sfm-dev kubernetes vault-commands
              sfm-dev kubernetes vault-commands --data | vault kv put -mount=secret team/app -
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var cluster: ClusterOptions

    @Flag(help: "The values, as JSON.")
    var data = false

    func run() throws {
        try KubernetesOperation.vault(
            global.invocation("kubernetes vault-commands"), cluster.request("vault-commands"), data: data)
    }
}
