package import Diagnostics
package import YAML

/// One file `compose/<service>.yaml`: the service, and what sfm-dev needs to know of it besides (`x-sfm-dev`).
package struct ServiceTemplate: Sendable {
    package var name: String
    package var service: ServiceDefinition
    package var extra: TemplateExtension
    package var location: SourceLocation
}

/// The `x-sfm-dev` block of a template.
package struct TemplateExtension: Sendable {
    /// Container ports of the service's address.
    package struct Endpoint: Sendable, Equatable {
        /// Reached by other containers.
        package var network: UInt16
        /// Reached, when published, by the host.
        package var host: UInt16
    }

    /// How a login is tried.
    package enum ReadyCheck: Sendable, Equatable {
        /// `password` is a credential's name.
        case postgres(user: String, password: String?, database: String)
        case redis(user: String?, password: String?)
        /// `key` is the credential sent in the header of that name.
        case http(path: String, header: String?, key: String?)
        /// `local` is the port of a listener without a login on the container's own loopback: users are made over it.
        case kafka(user: String?, password: String?, local: UInt16?)
        case tcp
        /// Exit code 0 of a command inside.
        case exec([String])
        /// The container's own health check.
        case health
        /// A job: it exited with 0.
        case completed
    }

    /// A file in the container that sets a surface's variables, network vantage.
    package struct VariablesFile: Sendable, Equatable {
        package var surface: String
        package var target: String
        package var uid: String
        package var gid: String
        /// Variables that it leaves out, such as one that the service gets as a secret of its own.
        package var except: [Name] = []
        package var location: SourceLocation

        package struct Name: Sendable, Equatable {
            package var text: String
            package var location: SourceLocation
        }
    }

    package enum StopOrder: String, Sendable, CaseIterable { case stateless, data }

    package var endpoint: Endpoint?
    /// An image that stands in where the real one cannot be pulled.
    package var standIn: String?
    /// How the image is made, for a message when it is missing.
    package var buildHint: String?
    /// It speaks TLS, with a certificate of this checkout's CA.
    package var tls = false
    package var tlsLocation: SourceLocation?
    /// What a user who runs it should know.
    package var warnings: [String] = []
    package var ready: ReadyCheck?
    package var checks = ServiceChecks()
    package var readyWithin: TimeSpan = .seconds(60)
    package var stopOrder: StopOrder = .stateless
    package var variables: VariablesFile?
    package var seed: [SeedRule] = []
    package var readyLocation: SourceLocation?
    /// Declarations of what this service brings along, in the form that a profile has them.
    package var volumes: YAMLNode?
    package var networks: YAMLNode?
    package var secrets: YAMLNode?
    package var configs: YAMLNode?

    package init() {}
}
