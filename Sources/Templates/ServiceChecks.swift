/// What `doctor` asks of a service that runs, beyond whether it is ready: `checks` in `x-sfm-dev`.
package struct ServiceChecks: Sendable, Equatable {
    /// Paths that answer with JSON, in which nothing may be false.
    package var http: [String] = []
    /// A text that its log has exactly once since its start.
    package var logOnce: String?
    /// Why the log may lack it all the same.
    package var logElse: String?
    /// Variables that a command inside does not see.
    package var absent: [String] = []

    package init() {}

    package var isEmpty: Bool { http.isEmpty && logOnce == nil && absent.isEmpty }
}
