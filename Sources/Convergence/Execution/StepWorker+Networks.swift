import Compose
import Diagnostics
import Engine
import Profiles

extension StepWorker {
    func create(_ network: ResolvedNetwork) async throws(EngineError) {
        do { _ = try await engine.createNetwork(spec(of: network)) } catch {
            // Somebody made it since we looked; what is wanted is there.
            if !error.isConflict { throw error }
        }
    }

    private func spec(of network: ResolvedNetwork) -> NetworkSpec {
        NetworkSpec(
            name: network.name, driver: network.driver ?? "bridge", isInternal: network.isInternal,
            labels: model.networkLabels(of: network))
    }

    /// Takes the members out, puts the new network in the old one's place, and brings them in under the names that they
    /// had. Where that cannot be done, the old one stands there again with all of them.
    func exchange(
        _ old: ObservedState.Network, _ network: ResolvedNetwork, _ members: [ObservedContainer]
    ) async -> Result<Void, Failure> {
        var outside: [(ObservedContainer, EndpointConfig)] = []
        var isRemoved = false
        do throws(EngineError) {
            for member in members {
                guard let endpoint = try await leave(old, member) else { continue }
                outside.append((member, endpoint))
            }
            try await engine.removeNetwork(old.id)
            isRemoved = true
            _ = try await engine.createNetwork(spec(of: network))
            for (member, endpoint) in outside { try await join(network.name, member, endpoint) }
            return .success(())
        } catch {
            let notes = await goBack(to: old, outside, wasRemoved: isRemoved)
            return .failure(StepFailure.failure(verb: "recreate", name: network.name, error, notes: notes))
        }
    }

    /// - Returns: how it was in the network; `nil` where it is no longer.
    private func leave(
        _ network: ObservedState.Network, _ member: ObservedContainer
    ) async throws(EngineError) -> EndpointConfig? {
        do {
            let detail = try await engine.inspectContainer(member.id)
            guard let place = detail.networks[network.name] else { return nil }
            try await engine.disconnectNetwork(network.id, container: member.id)
            // The engine adds the short id by itself, and before API 1.45 lists it with the others.
            return EndpointConfig(aliases: place.aliases.filter { !detail.id.hasPrefix($0) })
        } catch {
            // A leftover that another step removes.
            if error.isNotFound { return nil }
            throw error
        }
    }

    private func join(
        _ network: String, _ member: ObservedContainer, _ endpoint: EndpointConfig
    ) async throws(EngineError) {
        do { try await engine.connectNetwork(network, container: member.id, endpoint) } catch {
            if !error.isNotFound { throw error }
        }
    }

    private func goBack(
        to old: ObservedState.Network, _ outside: [(ObservedContainer, EndpointConfig)], wasRemoved: Bool
    ) async -> [Diagnostic.Note] {
        do throws(EngineError) {
            if wasRemoved {
                let spec = NetworkSpec(
                    name: old.name, driver: old.driver, isInternal: old.isInternal, labels: old.labels)
                // Where the new one was made, it stays: a member could not join it.
                do { _ = try await engine.createNetwork(spec) } catch { if !error.isConflict { throw error } }
            }
            for (member, endpoint) in outside {
                // 403: it is in already.
                do { try await join(old.name, member, endpoint) } catch { if error.statusCode != 403 { throw error } }
            }
            return wasRemoved ? [.init("one like the network that was there before is in its place")] : []
        } catch {
            let failure = StepFailure.failure(verb: "restore", name: old.name, error)
            return failure.diagnostics.map { .init($0.message) } + [.init("the next 'sfm-dev up' tidies up")]
        }
    }
}
