import SwiftASN1
import X509

/// The names that a CA may speak for: this machine's and the project's own, never one of the public internet.
package enum NameScope {
    /// Every server's. `localhost` is never looked up (RFC 6761, section 6.3), and nobody can register what ends in `internal`
    /// (ICANN, 2024-07-29).
    static let fixed = CertificateRequest.common

    /// A name with a dot would let the CA speak for real sites.
    private static func isSingleLabel(_ name: String) -> Bool { !name.isEmpty && !name.contains(".") }

    /// RFC 5280, section 4.2.1.10: addresses stand with their masks.
    static func constraints(_ labels: [String]) -> NameConstraints {
        let names = fixed + Set(labels.map { $0.lowercased() }).subtracting(fixed).filter(isSingleLabel).sorted()
        return NameConstraints(permittedDNSDomains: names, permittedIPRanges: loopback)
    }

    /// 127.0.0.0/8 and ::1.
    private static let loopback = [
        [127, 0, 0, 0, 255, 0, 0, 0],
        [UInt8](repeating: 0, count: 15) + [1] + [UInt8](repeating: 255, count: 16),
    ].map { ASN1OctetString(contentBytes: $0[...]) }

    /// Whether a CA with these constraints can vouch for nothing else.
    static func covers(_ constraints: NameConstraints) -> Bool {
        let names = Array(constraints.permittedDNSDomains)
        let ranges = Array(constraints.permittedIPRanges)
        return !names.isEmpty && names.allSatisfy { fixed.contains($0) || isSingleLabel($0) } && !ranges.isEmpty
            && ranges.allSatisfy(loopback.contains)
    }

    /// Whether a CA with these constraints may vouch for the name.
    static func permits(_ permitted: some Sequence<String>, _ name: String) -> Bool {
        let name = name.lowercased()
        return permitted.contains { name == $0 || name.hasSuffix("." + $0) }
    }
}
