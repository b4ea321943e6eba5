import Crypto
import CryptoExtras

// For the bytes of a digest.
#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The keys of SCRAM (RFC 5802, section 3) with a hash function: SHA-256 (RFC 7677) or SHA-512.
struct ScramKeys<Function: HashFunction>: Equatable {
    let clientKey: [UInt8]
    let storedKey: [UInt8]
    let serverKey: [UInt8]

    init(password: String, salt: [UInt8], iterations: Int) {
        self.init(prepared: Self.prepared(password), salt: salt, iterations: iterations)
    }

    init(prepared password: [UInt8], salt: [UInt8], iterations: Int) {
        let function = Function.self == SHA512.self ? "SHA-512" : "SHA-256"
        let salted = SaltedPasswords.answer(
            .init(function: function, salt: salt, iterations: iterations), password
        ) { Self.salted(password, salt: salt, iterations: iterations) }
        clientKey = Self.mac(salted, Array("Client Key".utf8))
        storedKey = Array(Function.hash(data: clientKey))
        serverKey = Self.mac(salted, Array("Server Key".utf8))
    }

    static func mac(_ key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        Array(HMAC<Function>.authenticationCode(for: message, using: SymmetricKey(data: key)))
    }

    /// `SaltedPassword` of RFC 5802: PBKDF2 (RFC 8018, section 5.2) with one block.
    static func salted(_ password: [UInt8], salt: [UInt8], iterations: Int) -> [UInt8] {
        let key = try? KDF.Insecure.PBKDF2.deriveKey(
            from: password, salt: salt, using: Function.self == SHA512.self ? .sha512 : .sha256,
            outputByteCount: Function.Digest.byteCount, unsafeUncheckedRounds: max(iterations, 1))
        // It has nothing to refuse: the rounds are at least one, and the output is as long as a digest.
        return key?.withUnsafeBytes(Array.init) ?? []
    }

    /// SASLprep (RFC 4013) as far as it changes passwords that people have: unusual spaces become plain ones, and what
    /// nobody sees is left out. Other text is taken for NFKC, which keyboards give; ASCII always is. A text with a
    /// character that SASLprep forbids is used as it is, as Postgres does.
    static func prepared(_ password: String) -> [UInt8] {
        let scalars = password.unicodeScalars
        if scalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }) {
            return Array(password.utf8)
        }
        var result = String.UnicodeScalarView()
        for scalar in scalars {
            switch scalar.value {
            case 0xA0, 0x1680, 0x2000...0x200B, 0x202F, 0x205F, 0x3000: result.append(" ")
            case 0xAD, 0x34F, 0x1806, 0x180B...0x180D, 0x200C, 0x200D, 0x2060, 0xFE00...0xFE0F, 0xFEFF: break
            default: result.append(scalar)
            }
        }
        return Array(String(result).utf8)
    }
}
