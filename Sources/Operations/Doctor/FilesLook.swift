import Certificates
import Diagnostics
import Profiles
import Project

/// What `doctor` looks at in the files that sfm-dev writes: their modes, git, hand edits and certificates.
struct FilesLook {
    let checkout: Checkout
    let invocation: Invocation

    func look(_ report: inout Examination) {
        let before = report.lines.count
        report.look("files") { report throws(Failure) in
            report.add(
                "files",
                try PrivateFiles.loose(checkout.folder).map { Diagnostic(.warning, $0.text, hint: $0.hint) })
        }
        // 'up' makes the others private, and refuses these.
        report.add("certificates", CertificateFiles(checkout.folder).refusedKeys())
        for file in FileFacts.names(in: checkout.folder.credentialsFolder) where file.hasSuffix(".env") {
            report.look("files") { _ throws(Failure) in
                _ = try CredentialStore.load(checkout.folder, profile: String(file.dropLast(4)))
            }
        }
        report.look("files") { _ throws(Failure) in _ = try ServerLedger(checkout.folder) }
        if FileFacts.isThere(checkout.folder.path), !FileFacts.isWritable(checkout.folder.path) {
            report.add(
                "files",
                [Diagnostic(.error, "'.sfm-dev' cannot be written", hint: "ls -ld .sfm-dev && mount | grep sfm-dev")])
        }
        report.look("git") { report throws(Failure) in
            let git = GitGuard(environment: invocation.environment)
            try git.requireUntracked(checkout.directory + "/.env", named: ".env")
            let history = git.history(of: checkout.directory + "/.env", named: ".env")
            report.add("git", [history].compactMap(\.self))
        }
        report.look("files") { _ throws(Failure) in
            _ = try EditAdoption(checkout: checkout, invocation: invocation).find()
        }
        if report.lines.count == before { report.ok("files", "private, and out of git's reach") }
    }

    /// What is wrong; before a first `up` nothing is missing.
    func certificates(_ plan: ResolvedPlan) -> [Diagnostic] {
        let keeper = CertificateKeeper(files: CertificateFiles(checkout.folder), now: WallClock.seconds())
        do throws(Failure) {
            let isActive = checkout.state.activeProfile == plan.profile
            let entries = try keeper.list(for: plan).filter { $0.fault != .noCertificate || isActive }
            let list = CertificateList(profile: plan.profile, entries: entries)
            return list.refusals + list.problems { $0 ? .error : .warning }
        } catch { return error.diagnostics }
    }
}
