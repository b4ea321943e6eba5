/// A container that has been made, and has not started yet.
struct PreparedContainer: Sendable {
    var id: String
    /// When its making began.
    var began: ContinuousClock.Instant
}
