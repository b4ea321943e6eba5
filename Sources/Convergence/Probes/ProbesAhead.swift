import Dispatch
package import Profiles
import Synchronization

/// Probes of a plan's services that speak TLS, begun while others still look at what the engine has: connected, and the
/// certificate of the other side verified, which takes longer than a login. Nothing that is ours is said before somebody
/// asks for the answer. Only a good answer counts; any other is asked for again, on a new connection.
package final class ProbesAhead: Sendable {
    private struct Begun {
        let gate: ProbeGate
        let answer: Task<ProbeAnswer?, Never>
    }

    /// From the first connection to the end of a login.
    private static let patience = Duration.seconds(2)

    private let begun = Mutex<[ProbeAddress: Begun]>([:])

    /// - Parameter services: none for all.
    package convenience init(_ plan: ResolvedPlan, _ services: Set<String>) {
        self.init(
            plan.enabledServices.filter { services.isEmpty || services.contains($0.name) }.compactMap { service in
                if case .probe(_, let address) = ReadinessCheck(service) { address } else { nil }
            })
    }

    init(_ addresses: [ProbeAddress]) {
        for address in addresses where address.tls != nil {
            let gate = ProbeGate()
            let answer = Task { await Self.answer(at: address, behind: gate) }
            begun.withLock { $0[address] = Begun(gate: gate, answer: answer) }
        }
    }

    deinit { end() }

    /// Goes on with the login.
    /// - Parameter deadline: none is begun that could end later.
    /// - Returns: nil where there is none, it was asked for before, or its answer is no good one.
    package func answer(
        _ target: ProbeTarget, at address: ProbeAddress, deadline: Duration
    ) async -> ProbeAnswer? {
        guard deadline >= Self.patience, let begun = begun.withLock({ $0.removeValue(forKey: address) }) else {
            return nil
        }
        begun.gate.open(for: target)
        return await withTaskCancellationHandler {
            await begun.answer.value
        } onCancel: {
            begun.answer.cancel()
        }
    }

    /// Closes what nobody asked for.
    package func end() {
        let left = begun.withLock { begun in
            defer { begun = [:] }
            return begun
        }
        for begun in left.values { begun.gate.open(for: nil) }
    }

    private static func answer(at address: ProbeAddress, behind gate: ProbeGate) async -> ProbeAnswer? {
        let result = await converse(at: address, deadline: patience) {
            (socket: inout ProbeConnection) throws(ProbeEnd) -> ProbeFacts? in
            guard let target = gate.wait(for: patience) else { return nil }
            return try target.converse(on: &socket, address)
        }
        guard case .success(let facts?) = result else { return nil }
        return .ready(facts)
    }
}

/// Where a thread waits until it may go on.
private final class ProbeGate: Sendable {
    private let target = Mutex<ProbeTarget?>(nil)
    private let isOpen = DispatchSemaphore(value: 0)

    /// - Parameter target: nil ends it.
    func open(for target: ProbeTarget?) {
        self.target.withLock { $0 = target }
        isOpen.signal()
    }

    func wait(for patience: Duration) -> ProbeTarget? {
        guard isOpen.wait(timeout: .now() + .milliseconds(Int(patience / .milliseconds(1)))) == .success else {
            return nil
        }
        return target.withLock { $0 }
    }
}
