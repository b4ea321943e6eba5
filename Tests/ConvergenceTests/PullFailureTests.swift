import Diagnostics
import Engine
import Testing

@testable import Convergence

struct PullFailureTests {
    private static let login = RegistryLogin(
        auth: nil, origin: "there are no credentials for 'r:5000' in '/home/dev/.docker/config.json'")

    private static func told(
        _ sentence: String, _ name: String = "r:5000/team/thing:1", attempts: Int = 1
    ) throws -> String {
        let reference = try #require(ImageReference(name))
        let error = EngineError.stream(sentence)
        let failure = PullFailure(
            reference: reference, name: name, fault: PullFault(error, reference: reference), error: error)
        return failure.told(login: login, attempts: attempts).diagnostics.map { $0.rendered() }.joined()
    }

    @Test func `who is not let in learns as whom it was tried`() throws {
        #expect(
            try Self.told("unauthorized: authentication required") == """
                sfm-dev: error: cannot pull 'r:5000/team/thing:1': the registry 'r:5000' does not let you in
                note: the engine says: unauthorized: authentication required
                note: there are no credentials for 'r:5000' in '/home/dev/.docker/config.json'
                hint: docker login r:5000

                """)
    }

    @Test func `a registry that does not tell leaves two explanations`() throws {
        let sentence =
            "pull access denied for team/thing, repository does not exist or may require 'docker login': denied: "
            + "requested access to the resource is denied"
        #expect(
            try Self.told(sentence, "team/thing") == """
                sfm-dev: error: cannot pull 'team/thing': the registry 'docker.io' has no such image, or does not let you in
                note: the engine says: \(sentence)
                note: there are no credentials for 'r:5000' in '/home/dev/.docker/config.json'
                hint: docker login, or name another image under 'images:' in config.yaml

                """)
    }

    @Test func `an image that is not there is named`() throws {
        #expect(
            try Self.told("manifest for redis:nope not found: manifest unknown: manifest unknown", "redis:nope") == """
                sfm-dev: error: cannot pull 'redis:nope': the registry 'docker.io' has no such image
                note: the engine says: manifest for redis:nope not found: manifest unknown: manifest unknown
                hint: correct the name in the service's template, or name another image under 'images:' in config.yaml

                """)
    }

    @Test func `a limit on pulls is lifted by a login`() throws {
        #expect(
            try Self.told("toomanyrequests: You have reached your unauthenticated pull rate limit.", "redis:7") == """
                sfm-dev: error: cannot pull 'redis:7': the registry 'docker.io' limits pulls, and your share is used up for now
                note: the engine says: toomanyrequests: You have reached your unauthenticated pull rate limit.
                note: there are no credentials for 'r:5000' in '/home/dev/.docker/config.json'
                hint: docker login

                """)
    }

    @Test func `a full disk is the engine's`() throws {
        #expect(
            try Self.told("write /var/lib/docker/tmp/GetImageBlob1: no space left on device") == """
                sfm-dev: error: cannot pull 'r:5000/team/thing:1': the engine's disk is full
                note: the engine says: write /var/lib/docker/tmp/GetImageBlob1: no space left on device
                hint: docker system df shows what takes the room

                """)
    }

    @Test(arguments: [
        #"Get "http://r:5000/v2/": dial tcp 127.0.0.1:1: connect: connection refused"#,
        #"Get "https://r:5000/v2/": dial tcp: lookup r on 10.0.0.53:53: no such host"#,
    ])
    func `a registry that is not there`(sentence: String) throws {
        #expect(
            try Self.told(sentence) == """
                sfm-dev: error: cannot pull 'r:5000/team/thing:1': the registry 'r:5000' cannot be reached
                note: the engine says: \(sentence)
                hint: correct the name or the network; without any registry: make stand-ins, and SFM_DEV_IMAGES=stand-in sfm-dev up

                """)
    }

    @Test func `a registry without TLS`() throws {
        let sentence = #"Get "https://10.0.0.2:5000/v2/": http: server gave HTTP response to HTTPS client"#
        #expect(
            try Self.told(sentence, "10.0.0.2:5000/x:1") == """
                sfm-dev: error: cannot pull '10.0.0.2:5000/x:1': the registry '10.0.0.2:5000' speaks plain HTTP, which the engine refuses
                note: the engine says: \(sentence)
                hint: put '10.0.0.2:5000' under 'insecure-registries' in the engine's daemon.json

                """)
    }

    @Test func `a transfer that breaks off every time`() throws {
        #expect(
            try Self.told("unexpected EOF", attempts: 3) == """
                sfm-dev: error: cannot pull 'r:5000/team/thing:1': the transfer broke off
                note: the engine says: unexpected EOF
                note: it was tried 3 times
                hint: sfm-dev up goes on with the layers that are there

                """)
    }

    @Test func `a registry that is out of order`() throws {
        #expect(
            try Self.told("received unexpected HTTP status: 503 Service Unavailable", attempts: 3) == """
                sfm-dev: error: cannot pull 'r:5000/team/thing:1': the registry 'r:5000' cannot answer now
                note: the engine says: received unexpected HTTP status: 503 Service Unavailable
                note: it was tried 3 times
                hint: sfm-dev up goes on with the layers that are there

                """)
    }

    @Test func `what is not known is told in the engine's words`() throws {
        #expect(
            try Self.told("unsupported media type") == """
                sfm-dev: error: cannot pull 'r:5000/team/thing:1': unsupported media type
                hint: docker pull r:5000/team/thing:1, or name another image under 'images:' in config.yaml

                """)
    }
}
