package import Engine

/// A container of the project as the engine listed it.
package struct ObservedContainer: Sendable, Equatable {
    package var id: String
    package var name: String
    /// `nil` for one that carries the project's label but no service's.
    package var service: String?
    package var state: ContainerState
    /// Of the last run; `nil` while it runs and where it has never run.
    package var exitCode: Int?
    package var imageID: String
    /// The keyed digest of what it was made from; `nil` for one that was not made from this project's compose file.
    package var planHash: String?
    /// What each part of the plan was when it was made, by the part's name.
    package var planParts: [String: String]
    package var workingDirectory: String?
    /// Made by `docker compose run`, for one command.
    package var isOneOff: Bool
    /// The engine's ids of its networks by their names.
    package var networks: [String: String]
    /// Names of its volumes.
    package var volumes: Set<String>
    /// Volumes that the engine made for it without being asked, by their place in it: the image says `VOLUME`.
    package var namelessVolumes: [String: String]
    /// Seconds since 1970.
    package var created: Int64

    package init(
        id: String, name: String, service: String?, state: ContainerState, exitCode: Int? = nil, imageID: String = "",
        planHash: String? = nil, planParts: [String: String] = [:], workingDirectory: String? = nil,
        isOneOff: Bool = false, networks: [String: String] = [:], volumes: Set<String> = [],
        namelessVolumes: [String: String] = [:], created: Int64 = 0
    ) {
        self.id = id
        self.name = name
        self.service = service
        self.state = state
        self.exitCode = exitCode
        self.imageID = imageID
        self.planHash = planHash
        self.planParts = planParts
        self.workingDirectory = workingDirectory
        self.isOneOff = isOneOff
        self.networks = networks
        self.volumes = volumes
        self.namelessVolumes = namelessVolumes
        self.created = created
    }

    package init(_ summary: ContainerSummary) {
        let labels = summary.labels
        self.init(
            id: summary.id, name: summary.names.first ?? summary.id, service: labels[Label.service],
            state: summary.state, exitCode: Self.exitCode(summary.status), imageID: summary.imageID,
            planHash: labels[Label.planHash], planParts: PlanParts.parse(labels[Label.planParts]),
            workingDirectory: labels[Label.workingDirectory], isOneOff: labels[Label.oneOff] == "True",
            networks: summary.networks.mapValues(\.networkID), volumes: Set(summary.mounts.compactMap(\.name)),
            namelessVolumes: Self.nameless(summary.mounts), created: summary.created)
    }

    /// The engine names them by 64 digits.
    private static func nameless(_ mounts: [MountPoint]) -> [String: String] {
        var found: [String: String] = [:]
        for mount in mounts where mount.type == "volume" {
            if let name = mount.name, name.utf8.count == 64, name.allSatisfy(\.isHexDigit) {
                found[mount.destination] = name
            }
        }
        return found
    }

    /// The project folder that it was made from. docker compose takes the folder of its file for the project's, which
    /// is `.sfm-dev` where the file is the generated one.
    package var checkout: String? {
        let own = "/.sfm-dev"
        guard let workingDirectory, workingDirectory.hasSuffix(own) else { return workingDirectory }
        return String(workingDirectory.dropLast(own.count))
    }

    /// Whether its processes may be using its volumes at this moment.
    package var isActive: Bool {
        switch state {
        case .running, .paused, .restarting, .unknown: true
        case .created, .exited, .dead, .removing: false
        }
    }

    /// A container that has never run has touched no data, and may lack its files: they are copied in before the start.
    package var hasNeverRun: Bool { state == .created }

    /// `1` of `Exited (1) 2 minutes ago` and `Restarting (1) 3 seconds ago`: the list has no field for it.
    private static func exitCode(_ status: String) -> Int? {
        guard status.hasPrefix("Exited (") || status.hasPrefix("Restarting ("),
            let open = status.firstIndex(of: "("), let close = status[open...].firstIndex(of: ")")
        else { return nil }
        return Int(status[status.index(after: open)..<close])
    }
}
