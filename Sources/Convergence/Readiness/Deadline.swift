/// What a piece of work says, if it does so in time; then it is cancelled.
/// - Returns: nil after the deadline.
func within<Value: Sendable>(
    _ deadline: Duration, _ work: @escaping @Sendable () async -> Value
) async -> Value? {
    await withTaskGroup(of: Value?.self) { group in
        group.addTask { await work() }
        group.addTask {
            _ = try? await Task.sleep(for: deadline)
            return nil
        }
        let first = await group.next() ?? nil
        group.cancelAll()
        return first
    }
}
