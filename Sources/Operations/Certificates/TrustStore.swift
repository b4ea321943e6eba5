import Crypto
import Diagnostics
import Project

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A system's own list of trusted CAs: a folder of files, and a program that is run when one of them has changed.
struct TrustStore: Equatable {
    let folder: String
    let ending: String
    let command: [String]

    /// Debian and Alpine; Fedora and its kin; SUSE; Arch.
    static let known = [
        TrustStore(folder: "/usr/local/share/ca-certificates", ending: "crt", command: ["update-ca-certificates"]),
        TrustStore(folder: "/etc/pki/ca-trust/source/anchors", ending: "pem", command: ["update-ca-trust", "extract"]),
        TrustStore(folder: "/usr/share/pki/trust/anchors", ending: "pem", command: ["update-ca-certificates"]),
        TrustStore(
            folder: "/etc/ca-certificates/trust-source/anchors", ending: "crt", command: ["trust", "extract-compat"]),
    ]

    /// The first that this machine has.
    /// - Throws: `.notReached` where it has none of them.
    static func find() throws(Failure) -> TrustStore {
        let found = known.first { store in
            FileFacts.isFolder(store.folder) && HelperProcess.find(store.command[0], folders) != nil
        }
        guard let found else {
            throw Failure(
                .notReached, "no store of trusted CAs that sfm-dev knows was found on this machine",
                notes: [.init("looked for \(known.map(\.folder).joined(separator: ", ")), each with its program")],
                hint: Self.byHand)
        }
        return found
    }

    /// The file of one CA of one checkout.
    func file(_ checkout: String, fingerprint: String) -> String {
        "\(Self.prefix)\(Self.mark(checkout))-\(fingerprint.prefix(16)).\(ending)"
    }

    /// Those of that checkout, and those of CAs with these fingerprints: a checkout may have been moved.
    func files(of checkout: String, fingerprints: [String]) -> [String] {
        let own = Self.prefix + Self.mark(checkout) + "-"
        return FileFacts.names(in: folder).filter { name in
            name.hasPrefix(own)
                || name.hasPrefix(Self.prefix)
                    && fingerprints.contains { name.hasSuffix("-\($0.prefix(16)).\(ending)") }
        }
    }

    /// - Throws: `.refused` where only the system's owner may write there.
    func requireWritable(_ command: String) throws(Failure) {
        guard access(folder, W_OK) != 0 else { return }
        guard geteuid() != 0 else { throw Failure(.refused, "'\(folder)' cannot be written: it is read-only") }
        throw Failure(
            .refused, "'\(folder)' is the system's: changing it takes the rights of root",
            hint: Self.again(command))
    }

    private static func again(_ command: String) -> String {
        "sudo \"$(command -v sfm-dev)\" certificates \(command)"
    }

    /// Where root's programs are: the caller's PATH has no say in what root runs.
    private static let folders = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]

    /// Lets the system read the folder anew.
    /// - Parameter word: the command that asks for it.
    func update(_ word: String, _ environment: [String: String]) async throws(Failure) {
        let shown = command.joined(separator: " ")
        let again = Self.again(word)
        guard let program = HelperProcess.find(command[0], Self.folders) else {
            throw Failure(.notReached, "'\(command[0])' is gone", hint: "sudo apt-get install ca-certificates")
        }
        let environment = environment.merging(Self.folders) { $1 }
        let process = HelperProcess(words: [program] + command.dropFirst(), environment: environment)
        switch await process.run(input: "", limit: .seconds(120)) {
        case .ended(exitCode: 0, _, _): return
        case .ended(let code, _, let errors):
            let said = String(decoding: errors, as: UTF8.self).split(separator: "\n").last.map { String($0) } ?? ""
            throw Failure(.notReached, "'\(shown)' ended with \(code): \(said.shownOnOneLine)", hint: again)
        case .cancelled: throw Failure(.interrupted, [])
        case .timedOut, .stopped: throw Failure(.notReached, "'\(shown)' did not end in time", hint: again)
        case .notStarted(let code):
            throw Failure(.notReached, "'\(shown)' could not be started (error \(code))", hint: again)
        }
    }

    #if os(macOS)
        /// The keychain is no folder of files.
        private static let byHand =
            "sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain .sfm-dev/tls/ca.pem"
    #else
        private static let byHand =
            "sudo apt-get install ca-certificates; or give '.sfm-dev/tls/ca.pem' to the programs themselves"
    #endif

    private static let prefix = "sfm-dev-"

    /// Eight digits of a hash tell the checkouts of one machine apart.
    private static func mark(_ checkout: String) -> String {
        SHA256.hash(data: Array(checkout.utf8)).withUnsafeBytes {
            Hex.text(UnsafeRawBufferPointer(rebasing: $0.prefix(4)))
        }
    }
}
