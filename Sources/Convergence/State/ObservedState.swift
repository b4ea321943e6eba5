/// One snapshot of what the engine has for this project. A pure value.
package struct ObservedState: Sendable, Equatable {
    package struct Network: Sendable, Equatable {
        package var id: String
        package var name: String
        package var driver: String
        package var isInternal: Bool
        /// The compose project that made it; `nil` where its labels name none.
        package var project: String?
        /// Those of docker compose included.
        package var labels: [String: String]
        /// Containers of other projects in it. Looked for only where the network is not what the plan says.
        package var guests: [Guest]

        package init(
            id: String, name: String, driver: String = "bridge", isInternal: Bool = false, project: String?,
            labels: [String: String] = [:], guests: [Guest] = []
        ) {
            self.id = id
            self.name = name
            self.driver = driver
            self.isInternal = isInternal
            self.project = project
            self.labels = labels
            self.guests = guests
        }

        /// docker compose's digest of what it was made from; `nil` for one that neither tool made.
        package var configHash: String? { labels[Label.configHash] }
    }

    /// A container that is not this project's.
    package struct Guest: Sendable, Equatable {
        package var name: String
        /// `nil` for one that no compose project made.
        package var project: String?

        package init(name: String, project: String?) {
            self.name = name
            self.project = project
        }
    }

    package struct Volume: Sendable, Equatable {
        package var name: String
        /// The compose project that made it; `nil` where its labels name none.
        package var project: String?
        /// With the name it tells a volume from a later one of the same name; empty where nothing does.
        package var mark: String
        /// The folder of the project that made it; nil where it does not tell.
        package var checkout: String?

        package init(name: String, project: String?, mark: String = "", checkout: String? = nil) {
            self.name = name
            self.project = project
            self.mark = mark
            self.checkout = checkout
        }
    }

    package var project: String
    /// Every container with the project's label, sorted by name.
    package var containers: [ObservedContainer]
    /// By name.
    package var networks: [String: Network]
    /// By name.
    package var volumes: [String: Volume]
    /// Ids of the plan's images that the engine has, by the reference that the plan uses.
    package var images: [String: String]

    package init(
        project: String, containers: [ObservedContainer] = [], networks: [Network] = [], volumes: [Volume] = [],
        images: [String: String] = [:]
    ) {
        self.project = project
        self.containers = containers.sorted { $0.name < $1.name }
        self.networks = Dictionary(networks.map { ($0.name, $0) }) { first, _ in first }
        self.volumes = Dictionary(volumes.map { ($0.name, $0) }) { first, _ in first }
        self.images = images
    }

    /// Containers of a service, those of `docker compose run` left out.
    package func containers(of service: String) -> [ObservedContainer] {
        containers.filter { $0.service == service && !$0.isOneOff }
    }
}
