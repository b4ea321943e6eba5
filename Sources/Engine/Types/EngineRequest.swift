/// One request as it is counted and shown by `--verbose`: never its body, which may hold secrets.
package struct EngineRequest: Sendable, Equatable {
    package var method: String
    /// With the version and the query.
    package var path: String
    /// `nil` when no answer came.
    package var status: Int?
    /// Until the head of the answer for a stream, else until the end of its body.
    package var duration: Duration

    package init(method: String, path: String, status: Int?, duration: Duration) {
        self.method = method
        self.path = path
        self.status = status
        self.duration = duration
    }
}
