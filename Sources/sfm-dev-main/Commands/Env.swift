import ArgumentParser
import Diagnostics
import DotEnv
import Operations

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

struct Env: Command {
    static let configuration = CommandConfiguration(
        commandName: "env",
        abstract: "Print what sets the shell's variables.",
        discussion: """
              eval $(sfm-dev env)                     bash and zsh
              eval "$(sfm-dev env --shell sh)"        other POSIX shells
              sfm-dev env --shell fish | source
              sfm-dev env --from network              the addresses that containers use
              eval $(sfm-dev env --unset)             unsets what was set
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: "bash, zsh, sh, fish, powershell, dotenv, json or github; else the shell that calls.")
    var shell: String?

    @Option(help: "host or network: where the addresses are used from.")
    var from: Vantage = .host

    @Option(help: "api, cli or consumer: only what that one reads.")
    var surface: String?

    @Flag(help: "Unset what was set.")
    var unset = false

    @Flag(help: "Show secrets on a terminal.")
    var show = false

    enum Vantage: String, ExpressibleByArgument, CaseIterable { case host, network }

    func run() throws {
        let invocation = global.invocation("env")
        let kind = shell.flatMap(ShellKind.init(rawValue:)) ?? ShellKind.current(environment: invocation.environment)
        let output: EnvOutput
        do throws(Failure) {
            try check()
            let request = EnvRequest(
                shell: kind, surface: surface, unset: unset, show: show,
                isTerminal: invocation.console.outputIsTerminal)
            output = try EnvironmentOperation.env(invocation, request, network: from == .network)
        } catch {
            output = EnvCommand.failure(error, shell: kind)
        }
        invocation.console.report(output.messages)
        invocation.console.data(output.output)
        if output.exitCode != .done { throw Ended(code: output.exitCode.rawValue) }
    }

    private func check() throws(Failure) {
        if let shell, ShellKind(rawValue: shell) == nil {
            let known = ShellKind.allCases.map(\.rawValue)
            throw Failure(
                .usage, "unknown shell '\(shell)'", hint: suggestion(for: shell, among: known, called: "shells"))
        }
        try EnvCommand.check(surface: surface)
    }
}
