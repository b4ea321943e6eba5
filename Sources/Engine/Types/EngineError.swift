/// Why an engine did not do what it was asked.
package enum EngineError: Error, Sendable, Equatable {
    /// The connection failed before or during an answer; a sentence about the engine: `it closed the connection`.
    case transport(String)
    /// The engine refused: its status, its own sentence, and the call.
    case status(code: Int, message: String, method: String, path: String)
    /// An answer that is not what the API promises: the expected type and the beginning of what came.
    case decoding(type: String, excerpt: String)
    /// The engine reported a failure inside a stream that began well, such as a pull.
    case stream(String)
    /// The socket is there, but its permissions keep this user out; the group that may use it, where one may.
    case notPermitted(socket: String, group: String? = nil)
    /// No engine's socket was found at any of these places; who named it, where somebody did.
    case noSocket(tried: [String], origin: String? = nil)
    /// The engine is not on this machine, or is not reached by a Unix socket.
    case remoteRefused(url: String, origin: String)
    /// The docker CLI's current context is not among those that it keeps.
    case unknownContext(name: String, known: [String])
    /// The newest API version that the engine offers is older than the oldest that is spoken here.
    case tooOld(version: String)
    /// libcurl is not installed, or too old; the loader's words.
    case noLibrary(String)
    /// The task was cancelled, or the stream was dropped.
    case cancelled
}

extension EngineError {
    /// The engine knows no such object.
    package var isNotFound: Bool { statusCode == 404 }

    /// The name is in use, or the object is in a state that forbids the call.
    package var isConflict: Bool { statusCode == 409 }

    package var statusCode: Int? {
        if case .status(let code, _, _, _) = self { code } else { nil }
    }
}
