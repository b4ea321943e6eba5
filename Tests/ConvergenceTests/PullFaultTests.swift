import Diagnostics
import Engine
import Testing

@testable import Convergence

/// With sentences of engines (moby 20.10 to 28, with both of its stores, and Podman) and registries.
struct PullFaultTests {
    static let sentences: [(PullFault, String)] = [
        (.denied, #"Head "http://127.0.0.1:5000/v2/team/thing/manifests/2": no basic auth credentials"#),
        (.denied, "unauthorized: authentication required"),
        (
            .denied,
            #"Head "https://registry-1.docker.io/v2/a/b/manifests/1": unauthorized: incorrect username or password"#
        ),
        (.denied, #"failed to resolve reference "ghcr.io/a/b:1": unexpected status from HEAD request: 403 Forbidden"#),
        (.denied, "denied: permission_denied: read_package"),
        (
            .deniedOrMissing,
            "pull access denied for team/eof, repository does not exist or may require 'docker login': denied: "
                + "requested access to the resource is denied"
        ),
        (
            .deniedOrMissing,
            #"failed to resolve reference "docker.io/a/b:1": pull access denied, repository does not exist or may "#
                + "require authorization: server message: insufficient_scope: authorization failed"
        ),
        (.missing, "manifest for 127.0.0.1:5000/team/thing:nope not found: manifest unknown: manifest unknown"),
        (
            .missing,
            #"failed to resolve reference "docker.io/library/redis:nope": docker.io/library/redis:nope: not found"#
        ),
        (.missing, "name unknown: The repository with name 'x' does not exist in the registry"),
        (
            .limited,
            "toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating"
        ),
        (.limited, "toomanyrequests: You have reached your unauthenticated pull rate limit."),
        (
            .diskFull,
            "failed to register layer: Error processing tar file(exit status 1): write /usr/lib/x: "
                + "no space left on device"
        ),
        (.diskFull, "write /var/lib/docker/tmp/GetImageBlob123: no space left on device"),
        (.unreachable, #"Get "http://127.0.0.1:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused"#),
        (.unreachable, #"Get "https://no.example/v2/": dial tcp: lookup no.example on 10.0.0.53:53: no such host"#),
        (.unreachable, #"Get "https://r/v2/": dial tcp [2001:db8::1]:443: connect: network is unreachable"#),
        (.plainHTTP, #"Get "https://10.0.0.2:5000/v2/": http: server gave HTTP response to HTTPS client"#),
        (.broken, "unexpected EOF"),
        (.broken, "error after falling back to get manifest by tag: unexpected EOF"),
        (.broken, #"Get "https://registry-1.docker.io/v2/": EOF"#),
        (.broken, "read tcp 10.0.0.1:51234->10.0.0.2:443: read: connection reset by peer"),
        (.broken, #"Get "https://registry-1.docker.io/v2/": net/http: TLS handshake timeout"#),
        (
            .broken,
            #"Get "https://registry-1.docker.io/v2/": net/http: request canceled while waiting for connection "#
                + "(Client.Timeout exceeded while awaiting headers)"
        ),
        (.broken, #"Get "https://r/v2/": dial tcp 10.0.0.2:443: i/o timeout"#),
        (.broken, #"Get "https://r/v2/": context deadline exceeded"#),
        (.broken, "dial tcp: lookup r: Temporary failure in name resolution"),
        (.broken, "filesystem layer verification failed for digest sha256:0123"),
        (.broken, "the engine's answer ended before the image was there"),
        (.busy, "received unexpected HTTP status: 503 Service Unavailable"),
        (.busy, "received unexpected HTTP status: 500 Internal Server Error"),
        (.busy, "toomanyrequests: too many requests"),
        (.busy, #"unexpected status from GET request to https://r/v2/x: 429 Too Many Requests"#),
        (.other, "no matching manifest for linux/arm64/v8 in the manifest list entries"),
        (.other, #"Get "https://r/v2/": x509: certificate signed by unknown authority"#),
        (.other, "unsupported media type"),
    ]

    @Test(arguments: sentences) func `an engine's sentence tells the kind of failure`(
        fault: PullFault, sentence: String
    ) throws {
        let reference = try #require(ImageReference("team/eof"))
        #expect(PullFault(.stream(sentence), reference: reference) == fault)
        let refusal = EngineError.status(code: 500, message: sentence, method: "POST", path: "/images/create")
        #expect(PullFault(refusal, reference: reference) == fault)
    }

    @Test(arguments: ["docker.io/team/timeout:eof", "timeout.example/x:1", "r/no-such-host/unauthorized:1"])
    func `an image's name says nothing`(name: String) throws {
        let reference = try #require(ImageReference(name))
        #expect(PullFault(.stream("\(name): unsupported media type"), reference: reference) == .other)
        #expect(PullFault(.stream("\(reference.canonical): strange"), reference: reference) == .other)
    }

    @Test func `only what passes is tried again, and a busy registry not at once`() {
        #expect(PullFault.allCases.filter { $0.pauses != nil } == [.broken, .busy])
        #expect((PullFault.broken.pauses, PullFault.busy.pauses) == (false, true))
    }

    @Test func `404 is missing in whatever words, and an engine that hangs up has broken off`() throws {
        let reference = try #require(ImageReference("redis:7"))
        let missing = EngineError.status(code: 404, message: "nope", method: "POST", path: "/images/create")
        #expect(PullFault(missing, reference: reference) == .missing)
        #expect(PullFault(.transport("it closed the connection inside a message"), reference: reference) == .broken)
        #expect(PullFault(.cancelled, reference: reference) == .other)
    }
}
