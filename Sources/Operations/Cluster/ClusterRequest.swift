import Diagnostics
import DotEnv
import Kubernetes
import Profiles

/// What every `sfm-dev kubernetes` command takes.
package struct ClusterRequest: Sendable {
    /// The command's name under `kubernetes`.
    package var command: String
    /// `api`, `cli` or `consumer`; nil for all of them.
    package var surface: String?
    /// `SERVICE=HOST:PORT`: where the cluster finds it.
    package var addresses: [String] = []
    package var namespace: String?
    /// The runtime Secret's name.
    package var secret: String?
    /// Values on a terminal too.
    package var show = false
    /// By the user's kubectl, in this context.
    package var context: String?
    /// What others own in the cluster is taken over.
    package var isForced = false

    package init(_ command: String) { self.command = command }

    /// A part of the values would take the other keys out: of the Secret, under the same manager, or of the chart's pods.
    func requireAllSurfaces(_ what: String) throws(Failure) {
        guard let surface else { return }
        throw Failure(
            .usage, "with --surface, \(what) would take the keys of other surfaces away",
            hint: "leave '--surface \(surface)' out")
    }

    /// What stands in the place of values; nil where they are wanted.
    func mask(_ console: Console) -> String? { console.outputIsTerminal && !show ? "[redacted]" : nil }

    /// - Throws: `.usage` for a surface that there is not.
    func surfaces() throws(Failure) -> Set<Surface> {
        try EnvCommand.check(surface: surface)
        return surface.flatMap { Surface(rawValue: $0) }.map { [$0] } ?? Set(Surface.allCases)
    }

    /// The command line that makes the same values again, for others to be fed by it.
    /// - Parameters:
    ///   - profile: the one that was used, be another active by then; nil where none was.
    ///   - other: another command under `kubernetes`.
    ///   - more: what it was given besides.
    func program(
        _ invocation: Invocation, profile: String?, as other: String? = nil, with more: [String] = []
    ) -> String {
        var words = ["sfm-dev", "kubernetes", other ?? command]
        if let directory = invocation.directory { words += ["--directory", directory] }
        if let profile { words += ["--profile", profile] }
        if let surface { words += ["--surface", surface] }
        for address in addresses { words += ["--set-address", address] }
        if let namespace { words += ["--namespace", namespace] }
        if let secret { words += ["--name", secret] }
        return ShellWord.line(words + more)
    }
}
