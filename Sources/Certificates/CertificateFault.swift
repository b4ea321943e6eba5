#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What is wrong with a certificate or a key, as the end of a sentence that begins with the file's name.
package enum CertificateFault: Error, Sendable, Equatable {
    case noCertificate
    case noKey
    /// Cut off, or not PEM at all.
    case unreadableCertificate
    case unreadableKey
    case keyOfAnother
    case foreignIssuer
    case foreignAuthority
    /// What cannot be read of `authorities.pem` may have told of it.
    case unrecordedAuthority
    /// There is no `authorities.pem` to tell, or nothing in it.
    case unlistedAuthority
    /// A CA that may vouch for more than a checkout's own names.
    case unbound
    /// A file that holds more than one.
    case severalCertificates
    /// A key whose certificate is gone.
    case loneKey
    case missingNames([String])
    case otherUse
    /// Seconds since 1970.
    case notYetValid(from: Int64, now: Int64)
    case expired(Int64)
    /// Two thirds of its time are over.
    case due(expires: Int64)
    case notPermitted([String])
    /// Of this machine.
    case wrongClock(Int64)
    case unmade(String)
    /// Of a server, in the verifier's own words.
    case untrusted(String)

    package var words: String {
        switch self {
        case .noCertificate: "is not there"
        case .noKey: "has no key beside it"
        case .unreadableCertificate: "is no certificate in PEM, or is cut off"
        case .unreadableKey: "has a key that is not in PEM, or is cut off"
        case .keyOfAnother: "has the key of another certificate"
        case .foreignIssuer: "was signed by another CA than this checkout's"
        case .foreignAuthority: "is no CA that sfm-dev made for this checkout"
        case .unrecordedAuthority: "is in no readable part of 'authorities.pem', which is damaged"
        case .unlistedAuthority:
            "may be another's: 'authorities.pem', which lists this checkout's CAs, is missing or empty"
        case .unbound: "is not bound to this checkout's names"
        case .severalCertificates: "holds more than one certificate"
        case .loneKey: "is not there, and a key is in its place that may be somebody's own"
        case .missingNames(let names): "does not cover \(Self.list(names))"
        case .otherUse: "was made for another use"
        case .notYetValid(let start, let now):
            "is valid from \(Self.time(start)) on, and this machine's clock says \(Self.time(now))"
        case .expired(let end): "ran out on \(Self.time(end))"
        case .due(let end): "runs out on \(Self.time(end))"
        case .notPermitted(let names): "may not vouch for \(Self.list(names))"
        case .wrongClock(let now): "cannot be made: this machine's clock says \(Self.time(now))"
        case .unmade(let reason): "cannot be made: \(reason)"
        case .untrusted(let reason): "is not trusted: \(reason)"
        }
    }

    /// Whether a CA is this checkout's cannot be known.
    package var isOfRecord: Bool { self == .unrecordedAuthority || self == .unlistedAuthority }

    /// Nothing is wrong yet.
    var isDue: Bool { if case .due = self { true } else { false } }

    private static func list(_ names: [String]) -> String { names.map { "'\($0)'" }.joined(separator: ", ") }

    /// RFC 3339, in UTC.
    package static func time(_ seconds: Int64) -> String {
        Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
    }
}
