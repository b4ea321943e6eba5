/// What a user is told of one service.
package struct ServiceStatus: Sendable, Equatable {
    package var service: String
    /// The container's name; nil where there is none and for an external service.
    package var container: String?
    package var state: State
    package var isReady: Bool
    /// Why it is not ready, in a user's words.
    package var cause: String?
    /// nil for an external service.
    package var image: String?
    /// The image stands in for the real one.
    package var isStandIn = false
    package var endpoint = Endpoint()
    package var ports: [Port] = []
    /// How what runs differs from the plan, one cause each.
    package var drift: [String] = []
    /// What was made inside it, in the template's order.
    package var seeded: [Seeded] = []

    package init(service: String, container: String? = nil, state: State, isReady: Bool = false, cause: String? = nil) {
        self.service = service
        self.container = container
        self.state = state
        self.isReady = isReady
        self.cause = cause
    }

    package enum State: String, Sendable, Encodable {
        case created, running, paused, restarting, removing, exited, dead
        /// No container.
        case absent
        /// Somebody else runs it.
        case external
        /// The engine has a word of its own for it.
        case unknown
    }

    /// nil for a vantage from which it cannot be reached.
    package struct Endpoint: Sendable, Equatable, Encodable {
        package var host: String?
        package var network: String?

        package init(host: String? = nil, network: String? = nil) {
            self.host = host
            self.network = network
        }

        private enum CodingKeys: String, CodingKey { case host, network }

        package func encode(to encoder: any Encoder) throws {
            var fields = encoder.container(keyedBy: CodingKeys.self)
            // Always both keys: a reader need not ask whether they are there.
            try fields.encode(host, forKey: .host)
            try fields.encode(network, forKey: .network)
        }
    }

    package struct Seeded: Sendable, Equatable, Encodable {
        package var name: String
        /// Seconds since 1970.
        package var time: Int64

        package init(name: String, time: Int64) {
            self.name = name
            self.time = time
        }

        private enum CodingKeys: String, CodingKey { case name, time }
    }

    package struct Port: Sendable, Hashable, Encodable {
        package var hostIP: String
        package var published: Int
        package var target: Int
        package var networkProtocol: String

        package init(hostIP: String, published: Int, target: Int, networkProtocol: String) {
            self.hostIP = hostIP
            self.published = published
            self.target = target
            self.networkProtocol = networkProtocol
        }

        private enum CodingKeys: String, CodingKey {
            case hostIP = "host_ip"
            case published, target
            case networkProtocol = "protocol"
        }
    }
}

extension ServiceStatus: Encodable {
    private enum CodingKeys: String, CodingKey {
        case service, container, state, ready, cause, image, endpoint, ports, drift, seeded
        case standIn = "stand_in"
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(service, forKey: .service)
        try fields.encode(container, forKey: .container)
        try fields.encode(state, forKey: .state)
        try fields.encode(isReady, forKey: .ready)
        try fields.encode(cause, forKey: .cause)
        try fields.encode(image, forKey: .image)
        try fields.encode(isStandIn, forKey: .standIn)
        try fields.encode(endpoint, forKey: .endpoint)
        try fields.encode(ports, forKey: .ports)
        try fields.encode(drift, forKey: .drift)
        try fields.encode(seeded, forKey: .seeded)
    }
}
