package import Diagnostics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// `.sfm-dev/tls/`: the checkout's CA and its certificates, which every profile shares. A certificate lies in
/// `<name>.pem` (0644: containers of any user read it), its key in `<name>.key` (0600).
package struct CertificateFiles: Sendable {
    package static let authority = "ca"
    private static let limit = 1 << 20

    private let folder: StateFolder

    package init(_ folder: StateFolder) {
        self.folder = folder
    }

    private func path(_ file: String) -> String { "\(folder.certificatesFolder)/\(file)" }

    /// As the user would type it in the project folder.
    package func shown(certificate name: String) -> String { folder.shown(path("\(name).pem")) }
    package func shown(key name: String) -> String { folder.shown(path("\(name).key")) }

    /// The certificate's path, absolute.
    package func certificatePath(_ name: String) -> String { path("\(name).pem") }

    /// - Returns: nil where there is no such file.
    package func certificate(_ name: String) throws(Failure) -> String? {
        try text("\(name).pem")
    }

    /// - Returns: nil where there is no such file.
    /// - Throws: `.refused` for a key that others can read, and for one of another user.
    package func key(_ name: String) throws(Failure) -> Secret? {
        if let loose = try PrivateFiles.loose(path("\(name).key"), folder) {
            throw Failure(
                .refused, "\(loose.text): whoever read it can speak for \(Self.subject(name))",
                notes: [.init("if somebody may have: sfm-dev certificates renew \(Self.words(name)) afterwards")],
                hint: loose.hint)
        }
        return try text("\(name).key").map { Secret($0) }
    }

    /// What `key` would refuse, of services that are gone too.
    package func refusedKeys() -> [Diagnostic] {
        var refused: [Diagnostic] = []
        for file in FileFacts.names(in: folder.certificatesFolder) where file.hasSuffix(".key") {
            do throws(Failure) { _ = try key(String(file.dropLast(4))) } catch {
                if error.exitCode == .refused { refused += error.diagnostics }
            }
        }
        return refused
    }

    /// Every CA that was made here, one behind the other; nil where none was.
    package func authorities() throws(Failure) -> String? {
        try text("authorities.pem")
    }

    /// Bytes that no text has, as those of DER or of a file that a crash left, are read as nothing: then whoever looks for
    /// a certificate tells that there is none, and what replaces it.
    private func text(_ file: String) throws(Failure) -> String? {
        guard let bytes = try SafeFile.read(path(file), limit: Self.limit, named: folder.shown(path(file))) else {
            return nil
        }
        return bytes.contains(0) ? "" : String(validating: bytes, as: UTF8.self) ?? ""
    }

    /// What vouches for the review of all these; a damaged one is as good as none.
    package func seal() -> String? {
        (try? SafeFile.readText(path("reviewed"), limit: Self.limit, secret: true)) ?? nil
    }

    /// The key of that: this checkout's.
    package func sealKey() throws(Failure) -> PlanKey? { try PlanKey.load(folder) }

    package func write(seal text: String) throws(Failure) { try write(text, to: "reviewed", mode: 0o600) }

    /// Call it, as the others that write, with the lock held and the folder prepared. What is the same already is left
    /// alone.
    package func write(authorities text: String) throws(Failure) {
        try write(text, to: "authorities.pem", mode: 0o644)
    }

    package func write(certificate text: String, of name: String) throws(Failure) {
        try write(text, to: "\(name).pem", mode: 0o644)
    }

    package func write(key text: Secret, of name: String) throws(Failure) {
        try write(text.reveal(), to: "\(name).key", mode: 0o600)
    }

    package func removeKey(of name: String) throws(Failure) {
        guard FileFacts.isThere(path("\(name).key")) else { return }
        try AtomicFile.remove(path("\(name).key"), named: shown(key: name))
    }

    /// Every file by its name, whatever it holds.
    package func snapshot() throws(Failure) -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for file in FileFacts.names(in: folder.certificatesFolder) where Self.isOurs(file) {
            files[file] = try SafeFile.read(path(file), limit: Self.limit, named: folder.shown(path(file)))
        }
        return files
    }

    /// Makes the files what they were.
    package func restore(_ files: [String: [UInt8]]) throws(Failure) {
        for file in FileFacts.names(in: folder.certificatesFolder) where Self.isOurs(file) && files[file] == nil {
            try AtomicFile.remove(path(file), named: folder.shown(path(file)))
        }
        for (file, bytes) in files.sorted(by: { $0.key < $1.key }) {
            try write(bytes, to: file, mode: file.hasSuffix(".key") ? 0o600 : 0o644)
        }
    }

    private static func isOurs(_ file: String) -> Bool { file.hasSuffix(".pem") || file.hasSuffix(".key") }

    private func write(_ text: String, to file: String, mode: UInt32) throws(Failure) {
        try write(Array(text.utf8), to: file, mode: mode)
    }

    private func write(_ bytes: [UInt8], to file: String, mode: UInt32) throws(Failure) {
        let name = folder.shown(path(file))
        guard try SafeFile.read(path(file), limit: Self.limit, named: name) != bytes else { return }
        try folder.makePrivate(folder.certificatesFolder)
        try AtomicFile.write(bytes, to: path(file), mode: mode, named: name)
    }

    private static func subject(_ name: String) -> String {
        name == authority ? "every service of this checkout" : "'\(name)'"
    }

    private static func words(_ name: String) -> String { name == authority ? "--authority" : name }
}
