import Certificates

/// Why TLS failed, in words. BoringSSL has no others for its errors than a description.
struct TLSFault: Error {
    let end: ProbeEnd

    init(_ fault: CertificateFault) { end = .refused(.untrusted, "its certificate \(fault.words)") }

    init(_ error: any Error) {
        let text = String(describing: error)
        if Self.plain.contains(where: text.contains) {
            end = .refused(.lacksTLS, "answers in plain text")
        } else {
            end = .refused(.other, "TLS failed: \(Self.reason(text))")
        }
    }

    /// What bytes that are no record of TLS are called.
    private static let plain = ["WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HTTPS_PROXY_REQUEST", "INVALID_SSL_PACKET"]

    /// `SSLV3_ALERT_HANDSHAKE_FAILURE` and the like stand in `error:…:SSL routines:OPENSSL_internal:… at <file>`.
    private static func reason(_ text: String) -> String {
        guard let mark = text.firstRange(of: "OPENSSL_internal:") else { return text }
        return text[mark.upperBound...].prefix { $0 == "_" || $0.isLetter || $0.isNumber }.lowercased()
            .replacing("_", with: " ")
    }
}
