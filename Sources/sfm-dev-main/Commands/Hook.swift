import ArgumentParser
import Diagnostics
import DotEnv
import Operations

struct Hook: Command {
    static let configuration = CommandConfiguration(
        commandName: "hook",
        abstract: "Print what makes a shell take a project's variables on when it enters the project.",
        discussion: """
              eval "$(sfm-dev hook bash)"         in ~/.bashrc
              eval "$(sfm-dev hook zsh)"          in ~/.zshrc
              sfm-dev hook fish | source          in ~/.config/fish/config.fish
            """)

    @Argument(help: "bash, zsh or fish.")
    var shell: String

    @Flag(help: .hidden)
    var prompt = false

    func run() throws {
        let console = Console(environment: Process.environment)
        guard let kind = ShellKind(rawValue: shell), HookRequest.shells.contains(kind),
            let text = HookScript.text(for: kind, program: Process.front)
        else {
            throw Failure(
                .usage, "'\(shell)' has no hook",
                hint: "one of \(HookRequest.shells.map(\.rawValue).joined(separator: ", "))")
        }
        guard prompt else { return console.data(text) }
        let invocation = Invocation(environment: Process.environment, command: "sfm-dev hook", console: console)
        let output = HookOperation.prompt(
            invocation, HookRequest(shell: kind, environment: CallingEnvironment(Process.environment)))
        console.report(output.messages)
        console.data(output.output)
    }
}
