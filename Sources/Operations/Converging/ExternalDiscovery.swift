import Convergence
import Diagnostics
import Engine
import Profiles
import Project

/// What a look at the networks of others has found.
struct ExternalDiscovery {
    /// Something is another than it was known.
    private(set) var isChanged = false
    /// Services that are published elsewhere than before.
    private(set) var moved: [Diagnostic] = []
    /// What a user of these networks should know.
    private(set) var warnings: [Diagnostic] = []
    /// Services that were not found, by their names, each with what was found instead.
    private(set) var lost: [String: DiscoveryFault] = [:]

    /// - Throws: `.notReached` with everything that was found instead.
    func check(_ plan: ResolvedPlan, _ checkout: Checkout) throws(Failure) {
        let faults = faults(plan, checkout)
        if !faults.isEmpty { throw Failure(.notReached, faults) }
    }

    func faults(_ plan: ResolvedPlan, _ checkout: Checkout) -> [Diagnostic] {
        var told: [DiscoveryFault] = []
        return plan.external.compactMap { service in
            guard let fault = lost[service.name], !told.contains(where: fault.isSame) else { return nil }
            told.append(fault)
            return fault.diagnostic(service, overrides: checkout.overridesPath ?? "config.yaml")
        }
    }

    fileprivate init(
        _ seen: Discovery, _ plan: ResolvedPlan, _ entry: inout DiscoveredAddresses.Entry
    ) {
        let before = entry
        if entry.networks != plan.externalNetworks { entry = .init(networks: plan.externalNetworks) }
        for service in plan.external {
            guard let published = service.discovered else { continue }
            let name = published.description
            do throws(DiscoveryFault) {
                let address = try seen.find(published).description
                if let old = entry.addresses[name], old != address {
                    moved.append(Diagnostic(.note, "'\(name)' has moved from \(old) to \(address)"))
                }
                entry.addresses[name] = address
            } catch {
                lost[service.name] = error
                // Somebody else may answer there by now.
                entry.addresses[name] = nil
            }
        }
        warnings = seen.clashes(with: plan).map { Diagnostic(.warning, $0) }
        isChanged = entry != before
        // They were about the addresses before.
        if isChanged { entry.notes = [] }
    }
}

extension ResolvedPlan {
    /// Services of others whose addresses only the engine can tell.
    var isDiscovered: Bool { external.contains { $0.discovered != nil } }

    /// - Parameter hint: a command that asks the engine.
    /// - Throws: `.notReached` where an address is yet to be discovered: what is made of the plan would be wrong.
    func requireFound(_ hint: String = "sfm-dev up") throws(Failure) {
        guard let service = external.first(where: { !$0.isFound }) else { return }
        throw Failure(
            .notReached, "where '\(service.name)' is published on this machine has not been found yet", hint: hint)
    }

    /// What was known of them holds no longer.
    mutating func lose(_ isLost: (ExternalService) -> Bool) {
        for index in external.indices where external[index].discovered != nil && isLost(external[index]) {
            external[index].isFound = false
        }
    }
}

extension Checkout {
    /// Looks anew, each time: the team may have moved a port. What is found counts from then on.
    /// - Returns: nil where there is nothing to discover.
    mutating func discover(
        for plan: ResolvedPlan, _ engine: any EngineReading
    ) async throws(Failure) -> ExternalDiscovery? {
        guard plan.isDiscovered else { return nil }
        let seen = try await asking { () async throws(EngineError) in
            try await NetworkMember.look(at: plan.externalNetworks, engine)
        }
        return ExternalDiscovery(Discovery(seen), plan, &discovered.profiles[plan.profile, default: .init()])
    }

    /// The same for a command that only looks: whatever is wrong is told, and what is found is kept where that is possible.
    /// - Returns: the plan as it stands then.
    mutating func discovering(
        _ plan: ResolvedPlan, _ engine: any EngineReading, _ tell: ([Diagnostic]) -> Void
    ) async throws(Failure) -> ResolvedPlan {
        var plan = plan
        do throws(Failure) {
            guard let found = try await discover(for: plan, engine) else { return plan }
            tell(found.moved + found.warnings + found.faults(plan, self))
            if found.isChanged {
                try? discovered.save(folder)
                plan = try resolve(profile: plan.profile, certificates: .stored).plan
            }
            plan.lose { found.lost[$0.name] != nil }
        } catch {
            tell(error.diagnostics)
            plan.lose { _ in true }
        }
        return plan
    }
}

extension Workspace {
    /// What is found is kept for commands that ask no engine, even where not all is found.
    mutating func discover(_ engine: any EngineReading, _ console: Console) async throws(Failure) {
        guard let found = try await checkout.discover(for: plan, engine) else { return }
        console.report(found.moved + found.warnings)
        if found.isChanged {
            try checkout.discovered.save(checkout.folder)
            try resolveAgain()
        }
        try found.check(plan, checkout)
    }

    /// Keeps what users of the profile's surroundings should know.
    mutating func keep(notes: [String]) throws(Failure) {
        guard checkout.discovered.profiles[plan.profile]?.notes ?? [] != notes else { return }
        checkout.discovered.profiles[plan.profile, default: .init()].notes = notes
        try checkout.discovered.save(checkout.folder)
    }
}
