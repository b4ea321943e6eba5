import Engine

/// What kind of failure a pull's is.
///
/// An engine answers most of them with 500 or inside a stream, in prose of its own, of Go's network library and of the
/// registry: what is matched here are the parts that are the same in all. What is not known is final: the engine has tried
/// each layer several times itself.
enum PullFault: Sendable, Equatable, CaseIterable {
    /// The registry wants another login, or one at all.
    case denied
    /// The registry answers alike for what it does not have and for what it does not show.
    case deniedOrMissing
    /// The registry has no such image.
    case missing
    /// What an account, or nobody's address, may pull in some hours is used up.
    case limited
    /// The engine has no room.
    case diskFull
    /// There is no registry at that name or address.
    case unreachable
    /// The registry speaks plain HTTP, which the engine accepts from this machine only.
    case plainHTTP
    /// The transfer broke off.
    case broken
    /// The registry cannot answer now.
    case busy
    case other

    /// Whether it is worth another attempt, and then whether not at once; nil where it is final.
    var pauses: Bool? {
        switch self {
        case .broken: false
        case .busy: true
        default: nil
        }
    }

    init(_ error: EngineError, reference: ImageReference) {
        switch error {
        // The engine itself hung up. One that is gone says so at the next attempt.
        case .transport: self = .broken
        case .status(let code, let message, _, _):
            let kind = Self.kind(message, reference)
            self = kind == .other && code == 404 ? .missing : kind
        case .stream(let message): self = Self.kind(message, reference)
        default: self = .other
        }
    }

    private static func kind(_ message: String, _ reference: ImageReference) -> PullFault {
        let text = withoutNames(message, reference).lowercased()
        return phrases.first { $0.phrases.contains { text.contains($0) } }?.fault ?? .other
    }

    /// An image may be called `eof`, and a registry `timeout.example`: names and quoted addresses say nothing.
    private static func withoutNames(_ message: String, _ reference: ImageReference) -> String {
        let unquoted = message.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset.isMultiple(of: 2) }.map(\.element).joined(separator: " ")
        return [reference.canonical, reference.familiar, reference.name, reference.path]
            .reduce(unquoted) { $0.replacing($1, with: " ") }
    }

    /// The first that fits counts: what is final stands before what is not, and what says more before what says less.
    private static let phrases: [(fault: PullFault, phrases: [String])] = [
        (.diskFull, ["no space left on device", "disk quota exceeded", "not enough space"]),
        (.limited, ["pull rate limit"]),
        (
            .deniedOrMissing,
            [
                "repository does not exist or may require", "insufficient_scope",
                "requested access to the resource is denied",
            ]
        ),
        (
            .denied,
            [
                "unauthorized", "authentication required", "no basic auth credentials", "denied:", "access denied",
                "403 forbidden", "incorrect username or password",
            ]
        ),
        (.missing, ["manifest unknown", "name unknown", "repository name not known", "not found"]),
        (.plainHTTP, ["server gave http response to https client"]),
        (.unreachable, ["no such host", "connection refused", "network is unreachable", "no route to host"]),
        (
            .busy,
            [
                "toomanyrequests", "too many requests", "internal server error", "bad gateway", "service unavailable",
                "gateway timeout", "gateway time-out", "goaway",
            ]
        ),
        (
            .broken,
            [
                "unexpected eof", "connection reset", "broken pipe", "timeout", "timed out", "deadline exceeded",
                "use of closed network connection", "temporary failure in name resolution", "server misbehaving",
                "verification failed for digest", "unexpected commit digest", ": eof", "stream error",
                "ended before the image was there",
            ]
        ),
    ]
}
