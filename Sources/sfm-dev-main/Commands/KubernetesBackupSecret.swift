import ArgumentParser
import Operations

struct KubernetesBackupSecret: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup-secret",
        abstract: "The Secret with the AWS keys of the backup jobs.",
        discussion: """
              sfm-dev kubernetes backup-secret                          AWS_… of the environment
              sfm-dev kubernetes backup-secret --aws-profile backup     ~/.aws
              pass show aws/backup | sfm-dev kubernetes backup-secret --stdin --region eu-central-1
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var applying: ApplyOptions

    @Option(help: "A profile of AWS's own files.")
    var awsProfile: String?

    @Flag(help: "Lines NAME=value from standard input.")
    var stdin = false

    @Option(help: "Else AWS_DEFAULT_REGION, or the profile's.")
    var region: String?

    @Option(help: "Else the one in kubernetes.yaml.")
    var namespace: String?

    @Option(help: "The Secret's name; else the one in kubernetes.yaml.")
    var name: String?

    @Flag(help: "Show values on a terminal.")
    var show = false

    func validate() throws {
        if awsProfile != nil, stdin { throw ValidationError("--aws-profile and --stdin exclude each other") }
    }

    func run() async throws {
        var request = ClusterRequest("backup-secret")
        request.namespace = namespace
        request.secret = name
        request.show = show
        request.context = applying.context
        request.isForced = applying.forceConflicts
        let source: BackupSecretOperation.Source
        if let awsProfile {
            source = .profile(awsProfile)
        } else {
            source = stdin ? .standardInput(try await Prompt.piped()) : .environment
        }
        try await BackupSecretOperation.run(
            global.invocation("kubernetes backup-secret"), request, from: source, region: region,
            applies: applying.apply)
    }
}
