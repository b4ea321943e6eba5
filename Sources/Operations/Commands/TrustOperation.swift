import Certificates
package import Diagnostics
import Project

/// `sfm-dev certificates trust|untrust`: the only commands that touch the system's store of trusted CAs.
package enum TrustOperation {
    /// Puts this checkout's CA there, and takes its earlier ones out.
    package static func trust(_ invocation: Invocation) async throws(Failure) {
        let (folder, current, earlier) = try authorities(invocation)
        let files = CertificateFiles(folder)
        guard let current, let text = try files.certificate(CertificateFiles.authority) else {
            throw Failure(
                .badInput, "this checkout has no CA yet", hint: "sfm-dev certificates issue --profile tls")
        }
        let store = try TrustStore.find(invocation.environment)
        try store.requireWritable("trust")
        let name = store.file(folder.project, fingerprint: current.fingerprint)
        let path = "\(store.folder)/\(name)"
        let former = store.files(of: folder.project, fingerprints: earlier.map(\.fingerprint)).filter { $0 != name }
        let isThere = try SafeFile.readText(path, limit: 1 << 20) == text
        guard !isThere || !former.isEmpty else {
            invocation.console.tell("'\(path)' is there already: nothing was changed")
            return
        }
        if !isThere { try AtomicFile.write(Array(text.utf8), to: path, mode: 0o644) }
        try remove(former, store)
        do throws(Failure) { try await store.update(invocation.environment) } catch {
            // What the system has not read is not trusted: the next try begins anew.
            if !isThere { try? remove([name], store) }
            throw error
        }
        if !isThere { invocation.console.tell("added     \(path)") }
        tell(removed: former, store, invocation.console)
        invocation.console.tell(
            """
            programs that use this machine's store now trust \(current.subject)
            (SHA-256 \(current.fingerprint)),
            which can speak for this machine and this project's services only, until \(CertificateFault.time(current.end)).
            Firefox, Java and Python's certifi have stores of their own.
            back with: sfm-dev certificates untrust
            """)
    }

    /// Takes every CA of this checkout out.
    package static func untrust(_ invocation: Invocation) async throws(Failure) {
        let (folder, current, earlier) = try authorities(invocation)
        let store = try TrustStore.find(invocation.environment)
        let prints = ([current].compactMap { $0 } + earlier).map(\.fingerprint)
        let files = store.files(of: folder.project, fingerprints: prints)
        guard !files.isEmpty else {
            invocation.console.tell("no CA of this checkout is in '\(store.folder)': nothing was changed")
            return
        }
        try store.requireWritable("untrust")
        try remove(files, store)
        try await store.update(invocation.environment)
        tell(removed: files, store, invocation.console)
    }

    private static func remove(_ names: [String], _ store: TrustStore) throws(Failure) {
        for name in names {
            try AtomicFile.remove("\(store.folder)/\(name)", named: "\(store.folder)/\(name)")
        }
    }

    private static func tell(removed names: [String], _ store: TrustStore, _ console: Console) {
        for name in names { console.tell("removed   \(store.folder)/\(name)") }
        console.tell("ran       \(store.command.joined(separator: " "))")
    }

    /// The CA and the earlier ones, of a checkout that no clone brought along.
    private static func authorities(
        _ invocation: Invocation
    ) throws(Failure) -> (StateFolder, CertificateFacts?, [CertificateFacts]) {
        let folder = StateFolder(project: try invocation.projectDirectory())
        if FileFacts.isThere(folder.path) {
            try folder.requireUntracked(GitGuard(environment: invocation.environment))
        }
        let files = CertificateFiles(folder)
        var stored = StoredCertificates()
        stored.authority = try files.certificate(CertificateFiles.authority)
        stored.authorities = try files.authorities()
        do throws(CertificateFault) {
            let (current, earlier) = try stored.authorityFacts()
            return (folder, current, earlier)
        } catch {
            throw Failure(
                .badInput, "'\(files.shown(certificate: CertificateFiles.authority))' \(error.words)",
                hint: "sfm-dev certificates renew --authority makes it anew")
        }
    }
}
