import Crypto
import Diagnostics

enum SeedDigest {
    /// SHA-256, in hexadecimal digits.
    static func of(_ text: String) -> String { SHA256.hash(data: Array(text.utf8)).withUnsafeBytes(Hex.text) }
}
