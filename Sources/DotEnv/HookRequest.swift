/// What a shell with the hook asks at each prompt, and what it remembers between two prompts. Only the project's folder is
/// exported: a shell inside this one must know that its variables are not its own.
package struct HookRequest: Sendable, Equatable {
    package var shell: ShellKind
    /// The project whose variables the hook has set; nil for none.
    package var applied: String?
    /// What the hook said last; nil for nothing. It is said once.
    package var told: String?
    /// Names that the shell exported before, and keeps the former values of.
    package var saved: [String]

    package init(shell: ShellKind, applied: String? = nil, told: String? = nil, saved: [String] = []) {
        self.shell = shell
        self.applied = applied
        self.told = told
        self.saved = saved
    }

    /// The shells that have a hook.
    package static let shells: [ShellKind] = [.bash, .zsh, .fish]

    /// `hook SHELL --prompt`, as the hook calls it; nil for every other command line.
    /// - Parameter arguments: without the program's name.
    package init?(arguments: [String], environment: CallingEnvironment) {
        guard arguments.count == 3, arguments[0] == "hook", arguments[2] == "--prompt",
            let shell = ShellKind(rawValue: arguments[1]), Self.shells.contains(shell)
        else { return nil }
        self.init(shell: shell, environment: environment)
    }

    package init(shell: ShellKind, environment: CallingEnvironment) {
        func value(_ name: String) -> String? { environment.value(name).flatMap { $0.isEmpty ? nil : $0 } }
        self.init(
            shell: shell, applied: value("_SFM_DEV_DIR"), told: value("_SFM_DEV_TOLD"),
            saved: (value("_SFM_DEV_SAVED") ?? "").split(separator: ",").map(String.init).filter {
                VariableName.isValid($0) && !VariableName.isForbidden($0)
            })
    }
}

/// What there is around the shell's folder.
package enum HookPlace: Sendable, Equatable {
    case outside
    /// A project that this user has not allowed, or that changed since, or that cannot be read; why, in a line.
    case refused(directory: String, reason: String)
    /// - Parameter exported: read only where the hook has not set them yet.
    case project(directory: String, profile: String, hash: String, exported: [ExportedVariable])
}
