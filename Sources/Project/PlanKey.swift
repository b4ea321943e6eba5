import Crypto
package import Diagnostics

/// The key of this checkout's HMACs: it lets a label or a marker tell "changed" without telling what a secret is.
package struct PlanKey: Sendable {
    /// 256 bits, the output size of SHA-256, as RFC 2104 section 3 advises at least.
    static let size = 32

    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The key in `.sfm-dev/key`, made at the first call.
    ///
    /// Call it with the lock held: two makers would not agree.
    /// - Throws: `.badInput` for a file of another size.
    package static func loadOrCreate(_ folder: StateFolder) throws(Failure) -> PlanKey {
        if let key = try load(folder) { return key }
        var random = SystemRandomNumberGenerator()
        let bytes = (0..<size).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        try AtomicFile.write(bytes, to: folder.key, mode: 0o600, named: folder.shown(folder.key))
        return PlanKey(bytes)
    }

    /// The key, or nil where none was made yet; for commands that write nothing.
    package static func load(_ folder: StateFolder) throws(Failure) -> PlanKey? {
        let name = folder.shown(folder.key)
        guard let bytes = try SafeFile.read(folder.key, limit: 4096, named: name) else { return nil }
        guard bytes.count == size else {
            throw Failure(
                .badInput, "'\(name)' has \(bytes.count) bytes, not \(size)",
                notes: [.init("with a new key the next 'sfm-dev up' recreates the containers; data is kept")],
                hint: "rm \(name)")
        }
        return PlanKey(bytes)
    }

    /// The key, or one of zeros where none was made yet: for commands that write nothing, whose hashes nobody keeps.
    package static func loadOrBlank(_ folder: StateFolder) throws(Failure) -> PlanKey {
        try load(folder) ?? PlanKey([UInt8](repeating: 0, count: size))
    }

    /// HMAC-SHA256 (RFC 2104) in 64 lower-case hexadecimal digits.
    package func hmacHex(_ message: [UInt8]) -> String {
        HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: bytes)).withUnsafeBytes(Hex.text)
    }
}
