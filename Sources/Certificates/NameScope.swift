import SwiftASN1
import X509

/// The names that a CA may speak for: this machine's and the project's own, never one of the public internet.
package enum NameScope {
    /// `localhost` and what is below it; `internal` is reserved for private use (ICANN, 2024-07-29).
    static let fixed = ["localhost", "internal"]

    /// A name with a dot would let the CA speak for real sites.
    package static func isSingleLabel(_ name: String) -> Bool { !name.isEmpty && !name.contains(".") }

    /// RFC 5280, section 4.2.1.10: addresses stand with their masks.
    static func constraints(_ labels: [String]) -> NameConstraints {
        let names = fixed + Set(labels.map { $0.lowercased() }).subtracting(fixed).filter(isSingleLabel).sorted()
        let loopback: [UInt8] = [127, 0, 0, 0, 255, 0, 0, 0]
        let one = [UInt8](repeating: 0, count: 15) + [1]
        let exactly = [UInt8](repeating: 255, count: 16)
        return NameConstraints(
            permittedDNSDomains: names,
            permittedIPRanges: [
                ASN1OctetString(contentBytes: loopback[...]), ASN1OctetString(contentBytes: (one + exactly)[...]),
            ])
    }

    /// Whether a CA with these constraints may vouch for the name.
    static func permits(_ permitted: some Sequence<String>, _ name: String) -> Bool {
        let name = name.lowercased()
        return permitted.contains { name == $0 || name.hasSuffix("." + $0) }
    }
}
