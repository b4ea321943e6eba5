/// What a certificate is to be made for.
package struct CertificateRequest: Sendable, Hashable {
    package enum Use: String, Sendable { case server, client }

    /// The service, or `client`; the subject's common name, and part of the file's name.
    package var name: String
    package var use: Use
    /// The names by which a server is reached besides those that every one has.
    package var names: [String]

    package init(name: String, use: Use, names: [String] = []) {
        self.name = name
        self.use = use
        self.names = names
    }

    /// Every server's: this machine, from itself and from a container.
    static let common = ["localhost", "host.docker.internal"]

    /// All DNS names of a server, in the order of the certificate.
    var allNames: [String] {
        guard use == .server else { return [] }
        var seen = Set<String>()
        return (names + Self.common).filter { seen.insert($0.lowercased()).inserted }
    }
}
