package import Diagnostics

/// A login to a registry.
package struct RegistryAuth: Sendable, Equatable {
    package var username: String
    package var password: Secret
    /// `https://index.docker.io/v1/` for Docker Hub, else the registry's host.
    package var serverAddress: String
    /// In place of a password.
    package var identityToken: Secret?

    package init(username: String, password: Secret, serverAddress: String, identityToken: Secret? = nil) {
        self.username = username
        self.password = password
        self.serverAddress = serverAddress
        self.identityToken = identityToken
    }

    /// `X-Registry-Auth`: JSON in base64 with the URL's alphabet and padding (Engine API, "Authentication").
    var header: String {
        var fields = ["username": username, "password": password.reveal(), "serveraddress": serverAddress]
        if let identityToken { fields["identitytoken"] = identityToken.reveal() }
        return Self.base64URL(WireJSON.bytes(fields))
    }

    /// RFC 4648, section 5.
    static func base64URL(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        var text: [UInt8] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let group = rest.prefix(3)
            rest = rest.dropFirst(3)
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for position in 0..<4 {
                let isPadding = position > group.count
                text.append(isPadding ? UInt8(ascii: "=") : alphabet[bits >> (18 - 6 * position) & 63])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
