package import Diagnostics

// For callers that hold a whole environment as a dictionary.

extension EnvironmentDiff {
    package static func apply(
        _ wanted: [ExportedVariable], profile: String, hash: String, environment: [String: String]
    ) -> EnvironmentDiff {
        apply(wanted, profile: profile, hash: hash, environment: CallingEnvironment(environment))
    }

    package static func undo(environment: [String: String]) -> EnvironmentDiff {
        undo(environment: CallingEnvironment(environment))
    }
}

extension EnvCommand {
    package static func render(
        _ request: EnvRequest, profile: String, hash: String, exported: [ExportedVariable],
        environment: [String: String]
    ) -> EnvOutput {
        render(
            request, profile: profile, hash: hash, exported: exported, environment: CallingEnvironment(environment))
    }

    package static func renderUnset(_ request: EnvRequest, environment: [String: String]) -> EnvOutput {
        renderUnset(request, environment: CallingEnvironment(environment))
    }
}

extension ProjectDirectory {
    package static func find(option: String?, environment: [String: String]) throws(Failure) -> String {
        try find(option: option, environment: CallingEnvironment(environment))
    }
}

extension ShellKind {
    package static func current(environment: [String: String]) -> ShellKind {
        current(environment: CallingEnvironment(environment))
    }
}

extension ValidFiles {
    package static func load(
        _ directory: String, environment: [String: String]
    ) -> (profile: String, hash: String, exported: [ExportedVariable])? {
        load(directory, environment: CallingEnvironment(environment))
    }
}
