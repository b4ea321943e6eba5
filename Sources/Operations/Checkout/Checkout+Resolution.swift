package import Diagnostics
import DotEnv
package import Profiles
import Project
import Templates

extension Checkout {
    /// A resolved plan, and what a changing command must keep.
    package struct Resolution: Sendable {
        package var plan: ResolvedPlan
        package var warnings: [Diagnostic]
        var store: CredentialStore
        /// Random credentials that no command has written yet.
        var made: Set<String>
        /// The store has what is not written yet.
        var changesStore: Bool
        package var with: Set<String>
        /// What templates named besides.
        var named: [NamedFile]
        /// nil where nothing speaks TLS, and where those that lie there were taken.
        var certificates: CertificateSet?

        /// Warnings, and what is published beyond this machine: what everybody could log in to is an error.
        func findings(allowingExposed: Bool) -> [Diagnostic] {
            warnings
                + plan.exposures.map { $0.diagnostic(profile: plan.profile, isAllowed: allowingExposed) }
                + plan.enabledServices.flatMap { service in
                    service.warnings.map { Diagnostic(.warning, "'\(service.name)': \($0)") }
                } + (certificates?.notes ?? [])
        }

        /// - Throws: `.refused`
        func requireUnexposed(_ options: UpOptions) throws(Failure) {
            let errors = findings(allowingExposed: options.allowsExposed).filter { $0.severity == .error }
            if !errors.isEmpty { throw Failure(.refused, errors) }
        }
    }

    /// A file that a template names, and its state before it was read.
    struct NamedFile: Sendable, Equatable {
        let input: Stamp.Input
        let content: NamedFiles.Content

        /// - Parameter path: as `input` has it.
        init(_ path: String, of directory: String) {
            self.init(path.hasPrefix("/") ? path : "\(directory)/\(path)", in: directory)
        }

        init(_ path: String, in directory: String) {
            let isInside = path.hasPrefix(directory + "/")
            input = Stamp.Input(isInside ? String(path.dropFirst(directory.count + 1)) : path, in: directory)
            content = ProjectFiles.named(path)
        }
    }

    /// By path, those that are there.
    static func contents(_ named: [NamedFile]) -> [String: [UInt8]] {
        var contents: [String: [UInt8]] = [:]
        for file in named {
            if case .bytes(let bytes) = file.content { contents[file.input.path] = bytes }
        }
        return contents
    }
}
