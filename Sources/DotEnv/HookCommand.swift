import Diagnostics

/// `sfm-dev hook SHELL --prompt`, as both programs answer it: shell code, mostly none.
package enum HookCommand {
    package static func render(
        _ request: HookRequest, _ place: HookPlace, environment: CallingEnvironment
    ) -> EnvOutput {
        var block = HookBlock(shell: request.shell)
        var messages: [Diagnostic] = []
        /// Says it unless it was the last thing that was said.
        func tell(_ key: String, _ text: String) {
            let key = Self.digest(key)
            guard key != request.told else { return }
            messages.append(Diagnostic(.note, text))
            block.remember(.told, key)
        }
        if let applied = request.applied, applied != place.directory {
            block.leave(names(environment) + request.saved, exported: request.saved)
            return EnvOutput(output: block.text, messages: [], exitCode: .done)
        }
        switch place {
        case .outside: if request.told != nil { block.remember(.told, "") }
        case .refused(let directory, let reason): tell("refused \(directory) \(reason)", reason)
        case .project(let directory, let profile, let hash, let exported):
            let marker = environment.value(EnvironmentMarker.name).flatMap { EnvironmentMarker($0) }
            if request.applied == nil {
                let diff = EnvironmentDiff.apply(exported, profile: profile, hash: hash, environment: environment)
                let changed = diff.exports.map(\.name) + diff.unsets
                // What an earlier shell was given is nobody's own.
                let given = marker?.names ?? []
                let own = changed.filter { !given.contains($0) }
                block.enter(
                    directory, diff, saving: own, exported: own.filter { environment.value($0) != nil })
                messages = diff.notes
            } else if let marker, marker.hash != hash || marker.profile != profile {
                tell(
                    "stale \(hash)",
                    "this shell has older variables than the project; run: \(ShellBlock.eval(request.shell))")
            } else if request.told != nil {
                block.remember(.told, "")
            }
        }
        return EnvOutput(output: block.text, messages: messages, exitCode: .done)
    }

    /// What the marker says that was set, and the marker itself.
    private static func names(_ environment: CallingEnvironment) -> [String] {
        guard let text = environment.value(EnvironmentMarker.name) else { return [] }
        return (EnvironmentMarker(text)?.names ?? []) + [EnvironmentMarker.name]
    }

    private static func digest(_ text: String) -> String { String(FNV1a.hash(text.utf8), radix: 16) }
}

extension HookPlace {
    var directory: String? {
        switch self {
        case .outside: nil
        case .refused(let directory, _), .project(let directory, _, _, _): directory
        }
    }
}

/// Fowler, Noll and Vo's hash of 64 bits (FNV-1a): a short name for a long one, where nothing depends on nobody finding a
/// second text.
enum FNV1a {
    static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return hash
    }
}
