import Certificates
import Testing

struct CertificateFaultTests {
    /// Each stands behind the name of a file.
    private static let words: [(CertificateFault, String)] = [
        (.noCertificate, "is not there"),
        (.noKey, "has no key beside it"),
        (.unreadableCertificate, "is no certificate in PEM, or is cut off"),
        (.unreadableKey, "has a key that is not in PEM, or is cut off"),
        (.keyOfAnother, "has the key of another certificate"),
        (.foreignIssuer, "was signed by another CA than this checkout's"),
        (.foreignAuthority, "is no CA that sfm-dev made for this checkout"),
        (.unrecordedAuthority, "is in no readable part of 'authorities.pem', which is damaged"),
        (
            .unlistedAuthority,
            "may be another's: 'authorities.pem', which lists this checkout's CAs, is missing or empty"
        ),
        (.unbound, "is not bound to this checkout's names"),
        (.severalCertificates, "holds more than one certificate"),
        (.loneKey, "is not there, and a key is in its place that may be somebody's own"),
        (.missingNames(["a", "b"]), "does not cover 'a', 'b'"),
        (.otherUse, "was made for another use"),
        (
            .notYetValid(from: 1_795_651_200, now: 1_795_651_199),
            "is valid from 2026-11-26T00:00:00Z on, and this machine's clock says 2026-11-25T23:59:59Z"
        ),
        (.expired(1_795_651_200), "ran out on 2026-11-26T00:00:00Z"),
        (.due(expires: 1_795_651_200), "runs out on 2026-11-26T00:00:00Z"),
        (.notPermitted(["a"]), "may not vouch for 'a'"),
        (.wrongClock(0), "cannot be made: this machine's clock says 1970-01-01T00:00:00Z"),
        (.unmade("why"), "cannot be made: why"),
        (.untrusted("why"), "is not trusted: why"),
    ]

    @Test(arguments: words) func `each fault has its words`(fault: CertificateFault, words: String) {
        #expect(fault.words == words)
    }
}
