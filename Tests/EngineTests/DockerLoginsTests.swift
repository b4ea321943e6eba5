import Diagnostics
import Testing

@testable import Engine

struct DockerLoginsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let configuration: String
        let registry: String
        let source: DockerLogins.Source

        init(_ name: String, _ configuration: String, _ registry: String, _ source: DockerLogins.Source) {
            testDescription = name
            self.configuration = configuration
            self.registry = registry
            self.source = source
        }
    }

    private static let hub = "https://index.docker.io/v1/"

    private static func login(_ key: String, _ password: String = "p:w", user: String = "u") -> DockerLogins.Source {
        .stored(RegistryAuth(username: user, password: Secret(password), serverAddress: key))
    }

    /// dTpwOnc= is u:p:w.
    static let cases = [
        Case("an empty file", "{}", "docker.io", .none),
        Case("base64", #"{"auths":{"r:5000":{"auth":"dTpwOnc="}}}"#, "r:5000", login("r:5000")),
        Case("plain", #"{"auths":{"r:5000":{"username":"u","password":"p:w"}}}"#, "r:5000", login("r:5000")),
        Case(
            "base64 before plain", #"{"auths":{"r":{"auth":"dTpwOnc=","username":"x","password":"y"}}}"#, "r",
            login("r")),
        Case("Docker Hub", #"{"auths":{"https://index.docker.io/v1/":{"auth":"dTpwOnc="}}}"#, "docker.io", login(hub)),
        Case("Docker Hub by its host", #"{"auths":{"docker.io":{"auth":"dTpwOnc="}}}"#, "docker.io", .none),
        Case("another port", #"{"auths":{"r:5000":{"auth":"dTpwOnc="}}}"#, "r:5001", .none),
        Case("an old key", #"{"auths":{"https://r:5000/v2/":{"auth":"dTpwOnc="}}}"#, "r:5000", login("r:5000")),
        Case(
            "the key itself before an old one",
            #"{"auths":{"http://r/":{"username":"x","password":"y"},"r":{"auth":"dTpwOnc="}}}"#, "r", login("r")),
        Case(
            "an identity token", #"{"auths":{"r":{"auth":"dTo=","identitytoken":"t"}}}"#, "r",
            .stored(
                RegistryAuth(username: "u", password: Secret(""), serverAddress: "r", identityToken: Secret("t")))),
        Case("padding of old versions", #"{"auths":{"r":{"auth":"dTpwAAA="}}}"#, "r", login("r", "p")),
        Case(
            "no base64", #"{"auths":{"r":{"auth":"%"}}}"#, "r",
            .unusable("'auth' of 'r' is not the base64 of a user and a password")),
        Case(
            "no user", #"{"auths":{"r":{"auth":"OnB3"}}}"#, "r",
            .unusable("'auth' of 'r' is not the base64 of a user and a password")),
        Case(
            "no colon", #"{"auths":{"r":{"auth":"dXB3"}}}"#, "r",
            .unusable("'auth' of 'r' is not the base64 of a user and a password")),
        Case("what a helper leaves behind", #"{"auths":{"r":{}}}"#, "r", .none),
        Case(
            "a helper for all before the file", #"{"auths":{"r":{"auth":"dTpwOnc="}},"credsStore":"desktop"}"#, "r",
            .helper(name: "desktop", namedBy: "credsStore")),
        Case(
            "a helper for this registry before that for all", #"{"credsStore":"a","credHelpers":{"r":"ecr-login"}}"#,
            "r", .helper(name: "ecr-login", namedBy: "credHelpers")),
        Case(
            "a helper for another registry", #"{"auths":{"r":{"auth":"dTpwOnc="}},"credHelpers":{"q":"x"}}"#, "r",
            login("r")),
        Case(
            "a helper for Docker Hub", #"{"credHelpers":{"https://index.docker.io/v1/":"x"}}"#, "docker.io",
            .helper(name: "x", namedBy: "credHelpers")),
        Case(
            "no helper for this registry",
            #"{"auths":{"r":{"auth":"dTpwOnc="}},"credsStore":"a","credHelpers":{"r":""}}"#,
            "r", login("r")),
        Case(
            "a path for a name", #"{"credsStore":"../../tmp/x"}"#, "r",
            .unusable("'credsStore' names '../../tmp/x', which is no credential helper's name")),
        Case(
            "words for a name", #"{"credHelpers":{"r":"x;reboot"}}"#, "r",
            .unusable("'credHelpers' names 'x;reboot', which is no credential helper's name")),
    ]

    @Test(arguments: cases) func `a registry's login is found where docker finds it`(_ one: Case) throws {
        let logins = try #require(DockerLogins(configuration: Array(one.configuration.utf8)))
        #expect(logins.source(of: one.registry) == one.source)
    }

    @Test(arguments: ["", "[]", "{", #"{"auths":[]}"#]) func `what is no configuration is refused`(text: String) {
        #expect(DockerLogins(configuration: Array(text.utf8)) == nil)
    }

    @Test(arguments: [
        ("r", "r"), ("r:5000", "r:5000"), ("r/v2/", "r"), ("http://r", "r"), ("https://r:5000/v1/", "r:5000"),
        ("https://[::1]:5000/v2", "[::1]:5000"), ("https://u:p@r/", "r"), ("https://r:/", "r"), ("https://r?x=1", "r"),
    ])
    func `a stored key's host is compared`(stored: String, host: String) {
        #expect(RegistryKey.hostname(of: stored) == host)
    }
}
