import Certificates
package import Diagnostics
import Project

/// `sfm-dev certificates trust|untrust`: the only commands that touch the system's store of trusted CAs. Its program is run
/// whether or not a file was changed: whoever was killed before it ran has left files that it has not read.
package enum TrustOperation {
    /// Puts this checkout's CA there, and takes its earlier ones out.
    package static func trust(_ invocation: Invocation) async throws(Failure) {
        let (folder, stored) = try stored(invocation)
        let files = CertificateFiles(folder)
        // One whose key others can read is refused.
        _ = try files.key(CertificateFiles.authority)
        let authority: TrustedAuthority?
        do throws(CertificateFault) { authority = try TrustedAuthority(stored, now: WallClock.seconds()) } catch {
            throw error.failure(
                files.shown(certificate: CertificateFiles.authority), renewal: "sfm-dev certificates renew --authority")
        }
        guard let authority else {
            throw Failure(
                .badInput, "this checkout has no CA yet", hint: "sfm-dev certificates issue --profile tls")
        }
        let store = try TrustStore.find()
        try store.requireWritable("trust")
        let (facts, text) = (authority.facts, Array(authority.pem.utf8))
        let name = store.file(folder.project, fingerprint: facts.fingerprint)
        let path = "\(store.folder)/\(name)"
        let former = store.files(of: folder.project, fingerprints: stored.fingerprints).filter { $0 != name }
        let isThere = try SafeFile.read(path, limit: 1 << 20) == text
        if !isThere { try AtomicFile.write(text, to: path, mode: 0o644) }
        try remove(former, store)
        do throws(Failure) { try await store.update("trust", invocation.environment) } catch {
            // What the system has not read would be trusted by whatever makes it read again.
            if !isThere { try? remove([name], store) }
            throw error
        }
        invocation.console.tell(isThere ? "there      \(path)" : "added      \(path)")
        tell(removed: former, store, invocation.console)
        invocation.console.tell(
            """
            programs that use this machine's store now trust \(facts.subject)
            (SHA-256 \(facts.fingerprint)), until \(CertificateFault.time(facts.end)).
            It can vouch for these names, what is below them, and nothing else:
            \(facts.permitted.joined(separator: ", "))
            Firefox, Java and Python's certifi have stores of their own.
            back with: sudo "$(command -v sfm-dev)" certificates untrust
            """)
    }

    /// Takes every CA of this checkout out.
    package static func untrust(_ invocation: Invocation) async throws(Failure) {
        let (folder, stored) = try stored(invocation)
        let store = try TrustStore.find()
        try store.requireWritable("untrust")
        let files = store.files(of: folder.project, fingerprints: stored.fingerprints)
        try remove(files, store)
        try await store.update("untrust", invocation.environment)
        if files.isEmpty { invocation.console.tell("no CA of this checkout is in '\(store.folder)'") }
        tell(removed: files, store, invocation.console)
    }

    private static func remove(_ names: [String], _ store: TrustStore) throws(Failure) {
        for name in names {
            try AtomicFile.remove("\(store.folder)/\(name)", named: "\(store.folder)/\(name)")
        }
    }

    private static func tell(removed names: [String], _ store: TrustStore, _ console: Console) {
        for name in names { console.tell("removed    \(store.folder)/\(name)") }
        console.tell("ran        \(store.command.joined(separator: " "))")
    }

    /// The CA and the earlier ones, of a checkout that no clone brought along.
    private static func stored(_ invocation: Invocation) throws(Failure) -> (StateFolder, StoredCertificates) {
        let folder = StateFolder(project: try invocation.projectDirectory())
        if FileFacts.isThere(folder.path) {
            try folder.requireUntracked(GitGuard(environment: invocation.environment))
        }
        let files = CertificateFiles(folder)
        var stored = StoredCertificates()
        stored.authority = try files.certificate(CertificateFiles.authority)
        stored.authorities = try files.authorities()
        return (folder, stored)
    }
}
