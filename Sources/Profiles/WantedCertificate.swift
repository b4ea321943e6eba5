package import Diagnostics
import Templates

/// A certificate that a service, or the clients of all, must be given.
package struct WantedCertificate: Sendable, Equatable {
    /// The service's, or `WantedCertificate.client`.
    package var name: String
    /// How a server is called on its networks: single labels.
    package var names: [String]

    package var isClient: Bool { name == Self.client }

    /// All clients share one.
    package static let client = "client"
    /// No service can be called so: other files are, beside its own.
    static let reserved: Set = [client, "ca", "authorities"]
}

/// One text of a certificate, as templates name it: `source: tls/key`.
package struct CertificatePart: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case authority, certificate, key
        /// The key and the certificate in one file, as Kafka reads them.
        case bundle
        case clientCertificate = "client_certificate"
        case clientKey = "client_key"
    }

    package var kind: Kind
    /// The certificate's name; nil for the CA's.
    package var certificate: String?

    static let prefix = "tls/"
}

/// The texts, in PEM.
package struct CertificateTexts: Sendable {
    package struct Leaf: Sendable {
        package var certificate: String
        package var key: Secret

        package init(certificate: String, key: Secret) {
            self.certificate = certificate
            self.key = key
        }
    }

    /// nil where there is none yet.
    package var authority: String?
    /// By name.
    package var leaves: [String: Leaf]

    package init(authority: String?, leaves: [String: Leaf]) {
        self.authority = authority
        self.leaves = leaves
    }

    fileprivate func text(_ part: CertificatePart) -> Secret? {
        if part.kind == .authority { return authority.map { Secret($0, isSecret: false) } }
        guard let leaf = part.certificate.flatMap({ leaves[$0] }) else { return nil }
        switch part.kind {
        case .certificate, .clientCertificate: return Secret(leaf.certificate, isSecret: false)
        case .bundle: return Secret(leaf.key.reveal() + leaf.certificate)
        default: return leaf.key
        }
    }
}

extension ResolvedPlan {
    /// Gives every secret that is a certificate's its text.
    package mutating func supply(_ texts: CertificateTexts) {
        for index in services.indices where services[index].speaksTLS { services[index].authority = texts.authority }
        for index in secrets.indices {
            guard let part = secrets[index].certificate, let text = texts.text(part) else { continue }
            secrets[index].value = text
        }
        certificateKeys = texts.leaves.values.flatMap { leaf in
            leaf.key.reveal().utf8.split(separator: UInt8(ascii: "\n")).filter { $0.first != UInt8(ascii: "-") }
                .map { Secret(String(Substring($0))) }
        }
    }
}

extension ResolvedService {
    /// Its own, the aliases of its networks and its container's.
    func names(in project: String) -> [String] {
        let aliases = definition.networks.values.flatMap(\.aliases)
        return [name] + Set(aliases).sorted() + [definition.containerName ?? "\(project)-\(name)-1"]
    }
}
