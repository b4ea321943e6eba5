package import Profiles

/// One change that the reconciler wants, and the reason that a user is told.
package struct Step: Sendable, Equatable {
    package enum Action: Sendable, Equatable {
        case createNetwork(ResolvedNetwork)
        /// Puts another network in the place of one that differs. Its containers, which must be stopped unless they may
        /// lose their connections, are in the new one afterwards.
        case recreateNetwork(ResolvedNetwork, old: ObservedState.Network, members: [ObservedContainer])
        case createVolume(ResolvedVolume)
        case pullImage(reference: String, platform: String?)
        /// Creates the container, copies its files in, and starts it.
        case create(service: String)
        /// Makes the new container aside, and puts it in the place of the old one.
        case recreate(service: String, old: ObservedContainer)
        case start(ObservedContainer)
        case restart(ObservedContainer)
        case unpause(ObservedContainer)
        case stop(ObservedContainer)
        /// Stops it first where it runs.
        /// - Parameter volumes: also those that the engine made for it without being asked.
        case remove(ObservedContainer, volumes: Bool = false)
        case rename(ObservedContainer, to: String)
        /// Gives a container the restart policy of the plan again.
        case restorePolicy(ObservedContainer)
        case removeNetwork(ObservedState.Network)
        case removeVolume(ObservedState.Volume)
    }

    package var action: Action
    /// In a user's words: `POSTGRES_DB changed`, `exited with code 1`.
    package var cause: String

    package init(_ action: Action, cause: String) {
        self.action = action
        self.cause = cause
    }
}

extension Step {
    /// The word for it in a line of text and in JSON.
    package var verb: String {
        switch action {
        case .createNetwork, .createVolume, .create: "create"
        case .pullImage: "pull"
        case .recreate, .recreateNetwork: "recreate"
        case .start: "start"
        case .restart: "restart"
        case .unpause: "unpause"
        case .stop: "stop"
        case .remove, .removeNetwork, .removeVolume: "remove"
        case .rename: "rename"
        case .restorePolicy: "update"
        }
    }

    /// `container`, `network`, `volume` or `image`.
    package var resource: String {
        switch action {
        case .createNetwork, .recreateNetwork, .removeNetwork: "network"
        case .createVolume, .removeVolume: "volume"
        case .pullImage: "image"
        default: "container"
        }
    }

    /// The service of a container; else the object's own name.
    package var name: String {
        switch action {
        case .createNetwork(let network), .recreateNetwork(let network, _, _): network.name
        case .createVolume(let volume): volume.name
        case .pullImage(let reference, _): reference
        case .create(let service), .recreate(let service, _): service
        case .removeNetwork(let network): network.name
        case .removeVolume(let volume): volume.name
        case .start(let container), .restart(let container), .unpause(let container), .stop(let container),
            .remove(let container, _), .rename(let container, _), .restorePolicy(let container):
            container.service ?? container.name
        }
    }

    /// The service whose container it concerns.
    package var service: String? {
        switch action {
        case .create(let service), .recreate(let service, _): service
        case .start(let container), .restart(let container), .unpause(let container), .stop(let container),
            .remove(let container, _), .rename(let container, _), .restorePolicy(let container):
            container.service
        default: nil
        }
    }
}
