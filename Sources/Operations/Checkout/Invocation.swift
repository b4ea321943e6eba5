package import Diagnostics
import DotEnv

/// What a command is given by its caller; nothing below reads the process environment.
package struct Invocation: Sendable {
    package var environment: [String: String]
    /// `-C`, `--directory`.
    package var directory: String?
    /// `--profile`, else `SFM_DEV_PROFILE`.
    package var profile: String?
    /// What the lock shows of this command, such as `sfm-dev up`.
    package var command: String
    package var waitsForLock = false
    package var console: Console

    package init(environment: [String: String], command: String, console: Console) {
        self.environment = environment
        self.command = command
        self.console = console
    }

    /// The command as it would be typed again; the lock's word for it names no services.
    func again(_ services: Set<String>, volumes: Bool = false) -> String {
        ([command] + services.sorted() + (volumes ? ["--volumes"] : [])).joined(separator: " ")
    }

    /// A variable that is set and empty counts as none.
    var wantedProfile: String? { profile ?? environment["SFM_DEV_PROFILE"].flatMap { $0.isEmpty ? nil : $0 } }

    /// The project folder, absolute.
    package func projectDirectory() throws(Failure) -> String {
        try ProjectDirectory.find(option: directory, environment: environment)
    }
}
