/// A container that has been made, and has not started yet.
struct PreparedContainer: Sendable {
    var id: String
    /// How long its making took; what it waits for afterwards is not the step's time.
    var took: Duration

    func timed(since began: ContinuousClock.Instant) -> PreparedContainer {
        PreparedContainer(id: id, took: began.duration(to: .now))
    }
}
