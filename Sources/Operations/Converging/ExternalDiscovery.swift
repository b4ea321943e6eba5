import Convergence
import Diagnostics
import Engine
import Profiles
import Project

/// Finds out where this machine reaches the services that others run.
struct ExternalDiscovery {
    let checkout: Checkout
    let engine: any EngineReading

    /// - Returns: by a container's port, where this machine reaches it; nil where none is to be discovered.
    /// - Throws: `.notReached` with everything that was found instead.
    func addresses(of plan: ResolvedPlan) async throws(Failure) -> [String: String]? {
        let wanted = plan.external.filter { $0.discovered != nil }
        guard !wanted.isEmpty else { return nil }
        let networks = plan.networks.filter(\.isExternal).map(\.name)
        let seen = try await asking { () async throws(EngineError) in
            try await NetworkMember.look(at: networks, engine)
        }
        let discovery = Discovery(seen)
        var addresses: [String: String] = [:]
        var faults: [Diagnostic] = []
        for service in wanted {
            guard let published = service.discovered else { continue }
            do throws(DiscoveryFault) {
                addresses[published.description] = try discovery.find(published).description
            } catch {
                faults.append(error.diagnostic(service, overrides: checkout.overridesPath ?? "config.yaml"))
            }
        }
        // One network that is missing is told once.
        var told = Set<String>()
        let distinct = faults.filter { told.insert($0.hint == faults[0].hint ? "" : $0.message).inserted }
        if !faults.isEmpty { throw Failure(.notReached, distinct) }
        return addresses
    }
}

extension ResolvedPlan {
    /// - Parameter hint: a command that asks the engine.
    /// - Throws: `.notReached` where an address is yet to be discovered: what is made of the plan would be wrong.
    func requireFound(_ hint: String = "sfm-dev up finds it") throws(Failure) {
        guard let service = external.first(where: { !$0.isFound }) else { return }
        throw Failure(
            .notReached, "where '\(service.name)' is published on this machine has not been found yet", hint: hint)
    }
}

extension ResolvedPlan {
    /// What was known of them holds no longer.
    mutating func lose() {
        for index in external.indices where external[index].discovered != nil { external[index].isFound = false }
    }
}

extension Checkout {
    /// Looks anew, each time: the team may have moved a port.
    /// - Returns: whether anything is another than before.
    mutating func discover(for plan: ResolvedPlan, _ engine: any EngineReading) async throws(Failure) -> Bool {
        let discovery = ExternalDiscovery(checkout: self, engine: engine)
        guard let addresses = try await discovery.addresses(of: plan),
            addresses != discovered.profiles[plan.profile]?.addresses
        else { return false }
        discovered.profiles[plan.profile, default: .init()].addresses = addresses
        return true
    }
}

extension Workspace {
    /// What is found is kept for commands that ask no engine.
    mutating func discover(_ engine: any EngineReading, _ console: Console) async throws(Failure) {
        let before = checkout.discovered.profiles[plan.profile]?.addresses ?? [:]
        guard try await checkout.discover(for: plan, engine) else { return }
        for (name, address) in checkout.discovered.profiles[plan.profile]?.addresses.sorted(by: <) ?? [] {
            guard let old = before[name], old != address else { continue }
            console.report([Diagnostic(.note, "'\(name)' has moved from \(old) to \(address)")])
        }
        try checkout.discovered.save(checkout.folder)
        try resolveAgain()
    }

    /// Keeps what users of the profile's surroundings should know.
    mutating func keep(notes: [String]) throws(Failure) {
        guard checkout.discovered.profiles[plan.profile]?.notes ?? [] != notes else { return }
        checkout.discovered.profiles[plan.profile, default: .init()].notes = notes
        try checkout.discovered.save(checkout.folder)
    }
}
