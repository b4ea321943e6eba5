package import Diagnostics
package import Templates

/// The desired state: every name, address and value known and validated. A pure value; nothing in it was read from a
/// generated file.
package struct ResolvedPlan: Sendable {
    package var profile: String
    package var description: String
    /// The compose project: the prefix of every container, network and volume.
    package var project: String
    /// Sorted by name. Optional services are among them, whether or not they run.
    package var services: [ResolvedService] = []
    /// Sorted by key.
    package var networks: [ResolvedNetwork] = []
    /// Sorted by key.
    package var volumes: [ResolvedVolume] = []
    /// What containers read as files; sorted by name.
    package var secrets: [ResolvedSecret] = []
    /// Sorted by name.
    package var configs: [ResolvedConfig] = []
    /// Sorted by name.
    package var credentials: [ResolvedCredential] = []
    /// In the profile's order, which is the runbook's.
    package var variables: [ResolvedVariable] = []
    /// Services that somebody else runs; sorted by name.
    package var external: [ExternalService] = []
    /// Every `${NAME}` that the templates asked for, sorted.
    package var settings: [ResolvedSetting] = []
    /// Certificates that services and clients get; their texts are given by `supply(_:)`.
    package var certificates: [WantedCertificate] = []
    /// The lines of their private keys: one alone tells too much already.
    package var certificateKeys: [Secret] = []
    package var usesStandIns = false
    /// Health checks lost their `start_interval`, which the engine does not know.
    package var lacksStartInterval = false

    package init(profile: String, description: String, project: String) {
        self.profile = profile
        self.description = description
        self.project = project
    }

    /// The services that `up` runs: those of the profile and those asked for by `--with`.
    package var enabledServices: [ResolvedService] { services.filter(\.isEnabled) }

    /// The names of the networks that others make, sorted.
    package var externalNetworks: [String] { networks.filter(\.isExternal).map(\.name).sorted() }

    package func service(_ name: String) -> ResolvedService? { services.first { $0.name == name } }

    /// As if nobody wanted any but these, and what they cannot do without.
    package mutating func enable(only names: Set<String>) {
        var wanted: Set<String> = []
        func want(_ name: String) {
            guard let service = service(name), wanted.insert(name).inserted else { return }
            for dependency in service.definition.dependsOn where dependency.required { want(dependency.service) }
        }
        for name in names { want(name) }
        for index in services.indices { services[index].isEnabled = wanted.contains(services[index].name) }
    }

    /// Every value that must not be printed.
    package var secretValues: [Secret] {
        credentials.map(\.value) + secrets.filter { $0.certificate == nil }.map(\.value) + certificateKeys
            + (variables.flatMap { [$0.host, $0.network] } + configs.map(\.value)).filter(\.isSecret)
    }
}

package struct ResolvedService: Sendable {
    package var name: String
    /// Image, ports and mounts with every override applied; environment and the rest as the template has them.
    package var definition: ServiceDefinition
    package var isOptional: Bool
    package var isEnabled: Bool
    /// The image is a stand-in for the real one.
    package var isStandIn: Bool
    package var endpoint: TemplateExtension.Endpoint?
    package var ready: ReadyCheck
    package var readyWithin: TimeSpan
    package var stopOrder: TemplateExtension.StopOrder
    /// Whoever speaks to it speaks TLS, and verifies its certificate.
    package var speaksTLS = false
    /// The CA that signed it, in PEM; nil until it is supplied, and where there is none.
    package var authority: String?
    /// What `doctor` asks beyond that it is ready.
    package var checks = ServiceChecks()
    /// What a user who runs it should know.
    package var warnings: [String] = []
    /// In the template's order, which is that of their making.
    package var seeds: [ResolvedSeed] = []
    package var buildHint: String?
    package var location: SourceLocation

    /// How a login is tried, with the values to try it with.
    package enum ReadyCheck: Sendable {
        case postgres(user: String, password: Secret?, database: String)
        case redis(user: String?, password: Secret?)
        case http(path: String, headers: [(name: String, value: Secret)])
        case kafka(user: String?, password: Secret?, local: UInt16?)
        case tcp
        case exec([String])
        case health
        case completed
        /// Nothing to try: a running container is ready.
        case running
    }

    /// The credential of a login that lives in the service's data: it is made true there, and what its container was given
    /// at the first start does not count any more.
    package var liveCredential: String?
    /// The credential of the login of `ready`.
    package var loginCredential: String?

    /// The credentials of its logins and those that it gets as files, by name, sorted.
    package var credentials: [String] = []

    /// The published port behind the endpoint, nil where it is not published.
    package var hostPort: PublishedPort? {
        guard let endpoint else { return nil }
        return definition.ports.first { $0.target == endpoint.host && $0.networkProtocol == "tcp" }
    }
}

package struct ResolvedNetwork: Sendable, Equatable {
    package var key: String
    /// The engine's name.
    package var name: String
    package var isExternal: Bool
    package var isInternal: Bool
    package var driver: String?
    package var labels: [String: String]
    package var location: SourceLocation?
}

package struct ResolvedVolume: Sendable, Equatable {
    package var key: String
    /// The engine's name.
    package var name: String
    package var isExternal: Bool
    package var driver: String?
    package var labels: [String: String]
    package var location: SourceLocation?
}

/// A text that containers read as a file. Its name is also the compose file's; `.env` carries it as
/// `SFM_DEV_X_<name in capitals>`.
package struct ResolvedSecret: Sendable, Equatable {
    package let name: String
    package var value: Secret
    /// Which text of which certificate it is; nil for any other secret.
    package var certificate: CertificatePart?
    /// The variable of `.env` that carries the text.
    package let variable: String

    init(name: String, value: Secret, certificate: CertificatePart? = nil) {
        self.name = name
        self.value = value
        self.certificate = certificate
        variable = "SFM_DEV_X_" + name.uppercased().map { $0.isLetter || $0.isNumber ? $0 : "_" }
    }
}

/// A text that containers read as a file and that the compose file carries, unless it is secret: then `.env` does.
package struct ResolvedConfig: Sendable, Equatable {
    package var name: String
    package var value: Secret

    /// The variable of `.env` that carries a secret text.
    package var variable: String {
        "SFM_DEV_X_CONFIG_" + name.uppercased().map { $0.isLetter || $0.isNumber ? $0 : "_" }
    }
}

package struct ResolvedCredential: Sendable, Equatable {
    package enum Source: String, Sendable { case `default`, generated, supplied }

    package var name: String
    package var value: Secret
    package var source: Source
    /// `config.yaml`, `SFM_DEV_X`, `the store` or `profiles/local.yaml`.
    package var origin: String
    /// The value is the profile's default, whoever gave it: everybody can read it there.
    package var isKnown = false

    /// The origin of what `.sfm-dev/credentials/` holds.
    package static let store = "the store"
}

package struct ResolvedVariable: Sendable, Equatable {
    package var name: String
    /// The value in the developer's shell.
    package var host: Secret
    /// The value in another container.
    package var network: Secret
    package var surfaces: Set<Surface>
    /// Names that beat this one in some reader and are therefore unset beside it.
    package var rivals: [String]
    package var origin: String
    /// The credential in its value, by name.
    package var credential: String?
    /// The files that its value names.
    package var files: [VariableFile] = []
}

/// A file that a variable's value names.
package struct VariableFile: Sendable, Hashable {
    /// Where it lies on this machine, absolute.
    package var host: String
    /// Where a container reads it.
    package var network: String

    package init(host: String, network: String) {
        self.host = host
        self.network = network
    }
}

/// Who reads a variable (runbook section 1).
package enum Surface: String, Sendable, CaseIterable { case api, cli, consumer }

package struct ExternalService: Sendable {
    package var name: String
    package var network: HostAndPort
    /// Where this machine reaches it. Until it `isFound`, nobody knows, and the network's address stands here.
    package var host: HostAndPort
    /// The port of a container that is published somewhere on this machine: where, only the engine can tell. nil where the
    /// address was given.
    package var discovered: HostAndPort?
    package var isFound = true
    /// How a login is tried, with the values to try it with.
    package var ready = ResolvedService.ReadyCheck.tcp
    /// The credential of that login.
    package var loginCredential: String?
    package var location: SourceLocation

    package init(name: String, network: HostAndPort, host: HostAndPort, location: SourceLocation) {
        self.name = name
        self.network = network
        self.host = host
        self.location = location
    }
}

/// The address of a service for one vantage. An IPv6 host stands without brackets.
package struct HostAndPort: Sendable, Hashable, CustomStringConvertible {
    package var host: String
    package var port: UInt16

    package init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// `host:port`, an IPv6 host in brackets (RFC 3986, section 3.2.2).
    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// Where this machine reaches what others run.
package enum ExternalHost: Sendable, Equatable {
    case fixed(HostAndPort)
    /// Where the container behind the name on the network publishes this port of its; nil for the port on the network.
    case discover(port: UInt16?)
}

package struct ResolvedSetting: Sendable, Equatable {
    package var name: String
    package var value: String
    /// `config.yaml`, `SFM_DEV_X`, `chosen port` or `compose/postgres.yaml`.
    package var origin: String
    /// The user's word: a chosen port does not beat it.
    package var isFixed: Bool
}
