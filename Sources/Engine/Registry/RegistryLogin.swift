package import Diagnostics

/// As whom an image is pulled, and how that was found out.
package struct RegistryLogin: Sendable, Equatable {
    /// nil pulls as nobody, which public images allow.
    package var auth: RegistryAuth?
    /// A sentence for whom the registry turns away: what was used, or where nothing was found. Never a secret.
    package var origin: String

    package init(auth: RegistryAuth?, origin: String) {
        self.auth = auth
        self.origin = origin
    }

    package static let none = RegistryLogin(auth: nil, origin: "no credentials were looked for")

    /// What must not be printed.
    package var secrets: [Secret] {
        [auth?.password, auth?.identityToken].compactMap { $0 }.filter { !$0.reveal().isEmpty }
    }
}
