import Diagnostics

/// What a credential helper answered to `get` (docker/docker-credential-helpers, `client/client.go`): the server on its
/// standard input; `{"ServerURL","Username","Secret"}` on its standard output, or a sentence there and an exit code.
package enum HelperAnswer: Sendable, Equatable {
    case login(RegistryAuth)
    /// It works, and knows no login for this registry.
    case nothing
    /// A sentence about the helper.
    case problem(String)

    /// - Parameters:
    ///   - exitCode: a signal counts as shells count it.
    ///   - key: under which the registry was asked for.
    package init(exitCode: Int32, output: [UInt8], errors: [UInt8], key: String) {
        let said = String(decoding: output, as: UTF8.self)
        guard exitCode == 0 else {
            if Self.firstLine(said) == "credentials not found in native keychain" {
                self = .nothing
            } else {
                self = .problem(Self.sentence(exitCode, said, String(decoding: errors, as: UTF8.self)))
            }
            return
        }
        // Its words are not repeated: an answer in another form may hold the secret all the same.
        guard let fields = try? WireJSON.decode(Fields.self, from: output) else {
            self = .problem("answered something else than JSON with 'Username' and 'Secret'")
            return
        }
        // A token has no user of its own.
        let isToken = fields.username == "<token>"
        self =
            fields.secret.isEmpty
            ? .nothing
            : .login(
                RegistryAuth(
                    username: isToken ? "" : fields.username, password: Secret(isToken ? "" : fields.secret),
                    serverAddress: key, identityToken: isToken ? Secret(fields.secret) : nil))
    }

    /// Helpers complain on their standard output; what looks like an answer there is kept back.
    private static func sentence(_ exitCode: Int32, _ output: String, _ errors: String) -> String {
        let words = [output, errors].map(firstLine).first { !$0.isEmpty && !$0.contains("{") }
        return "ended with exit code \(exitCode)" + (words.map { ": \($0.prefix(200))" } ?? "")
    }

    private static func firstLine(_ text: String) -> String {
        let lines = text.split { $0.isNewline }.map { line in
            String(line.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
        }
        return lines.first { !$0.isEmpty } ?? ""
    }

    private struct Fields: Decodable {
        var username: String
        var secret: String

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: WireKey.self)
            username = try fields.decode(String.self, forKey: "Username")
            secret = try fields.decode(String.self, forKey: "Secret")
        }
    }
}
