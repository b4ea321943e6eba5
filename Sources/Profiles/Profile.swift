package import Diagnostics
package import Templates

/// One file `profiles/<name>.yaml`, as written.
package struct Profile: Sendable {
    package struct Name: Sendable, Equatable {
        package var text: String
        package var location: SourceLocation
    }

    package struct CredentialRule: Sendable {
        package enum Source: Sendable, Equatable {
            case fixed(String)
            /// Random characters, kept once made.
            case generate(length: Int)
            case required(prompt: String?)
        }

        package var name: String
        package var source: Source
        package var location: SourceLocation
    }

    package struct VariableRule: Sendable {
        package enum Source: Sendable {
            case value(String)
            case credential(Name)
            case url(URLRule)
            /// `host:port` of a service.
            case address(Name)
            /// A path for each vantage.
            case file(host: String, network: String)
        }

        package var name: String
        package var source: Source
        package var surfaces: Set<Surface>
        package var rivals: [String]
        /// Where it counts; nil where it always does.
        package var condition: Condition?
        /// What the name holds where it does not count: the lines of the extended profiles, the nearest first.
        package var otherwise: [VariableRule] = []
        package var location: SourceLocation

        /// That an overlay is merged over a service's template.
        package struct Condition: Sendable {
            package var overlay: Name
            package var service: Name
        }
    }

    package struct URLRule: Sendable {
        package var scheme: String
        package var user: String?
        /// A credential.
        package var password: Name?
        package var service: Name
        package var path: String
        /// In the file's order.
        package var query: [(name: String, value: QueryValue)]

        package enum QueryValue: Sendable {
            case text(String)
            /// A path for each vantage.
            case file(host: String, network: String)
        }
    }

    package struct ExternalRule: Sendable {
        package var name: String
        package var network: HostAndPort
        package var host: ExternalHost
        /// How a login is tried there; nil where a connection is all that can be looked at.
        package var ready: TemplateExtension.ReadyCheck?
        package var readyLocation: SourceLocation?
        package var location: SourceLocation
    }

    /// `compose/<service>.<name>.yaml`, merged over the templates of these services.
    package struct Overlay: Sendable {
        package var name: Name
        package var services: [Name]
    }

    package var name: String
    /// The profile that this one is written over.
    package var extends: Name?
    /// The keys that its own file has.
    var given: Set<String> = []
    /// The nearest first.
    var parents: [Parent] = []
    package var description = ""
    package var project: Name?
    package var services: [Name] = []
    package var optional: [Name] = []
    /// In the file's order: a later one is merged over an earlier one.
    package var overlays: [Overlay] = []
    package var credentials: [CredentialRule] = []
    /// Every credential that has a line, be it a good one.
    package var credentialNames: [String] = []
    package var variables: [VariableRule] = []
    package var external: [ExternalRule] = []
    package var networks: [ResolvedNetwork] = []
    package var volumes: [ResolvedVolume] = []
    package var secrets: [FileSource] = []
    package var configs: [FileSource] = []
    package var location: SourceLocation
}

extension Profile.VariableRule {
    /// The credential in its value, by name.
    package var credential: String? {
        switch source {
        case .credential(let name): name.text
        case .url(let rule): rule.password?.text
        default: nil
        }
    }

    /// Whether its value is secret.
    package var holdsCredential: Bool { credential != nil }
}
