import ArgumentParser

struct SfmDev: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sfm-dev",
        abstract: "The local environment of a project, running, seeded and ready.",
        discussion: """
              sfm-dev up                    the environment, running and ready
              eval $(sfm-dev env)           the shell, right
              sfm-dev switch shared-infra   another way of running; back: switch -
              sfm-dev status                what runs, and whether it is ready
              sfm-dev down                  everything stopped and removed, data kept

            Exit codes: 0 done, 1 not reached, 64 usage, 65 bad input file, 69 no engine,
            75 held by another sfm-dev, 77 refused for safety, 130 interrupted.
            """,
        version: "0.1.0",
        subcommands: everyday.map { $0 } + [Credentials.self, Certificates.self] + seldom.map { $0 }
            + [Kubernetes.self])

    /// Commands with none below them; the groups stand between these two in the help.
    static let everyday: [any Command.Type] = [
        Up.self, Plan.self, Down.self, Stop.self, Start.self, Restart.self, Switch.self, Env.self, Run.self,
        Generate.self, Hook.self, Allow.self, Status.self, Logs.self, Exec.self,
    ]
    static let seldom: [any Command.Type] = [
        Profiles.self, List.self, Seed.self, Doctor.self, Settings.self,
    ]

    // Here too, so that they may stand before the command as well as behind it.
    @OptionGroup var global: GlobalOptions
}

extension CommandConfiguration {
    /// Of a command that is asked alone first (`EntryPoint`) and is typed often. Its parser would look for a request for
    /// completion scripts before all else, which takes as long as the rest; that is left to the parser of all commands.
    func askedAlone() -> CommandConfiguration {
        var configuration = self
        configuration._superCommandName = "sfm-dev"
        return configuration
    }
}
