package import Diagnostics
package import Templates

/// A port that other machines reach, and the credentials behind it whose values stand in the profile, where everybody can
/// read them.
package struct Exposure: Sendable, Equatable {
    package var service: String
    package var port: PublishedPort
    /// Sorted by name; none where the service has no login, or one that only its user knows.
    package var defaults: [String]

    /// An error for a value that everybody knows, else a warning: a development port is nobody else's business, and
    /// whoever wants it so is told what it means.
    package func diagnostic(profile: String, isAllowed: Bool) -> Diagnostic {
        let reached = "'\(service)' publishes port \(port.published) on \(port.hostIP), where other machines reach it"
        let local = "write 127.0.0.1:\(port.published):\(port.target)"
        guard let first = defaults.first else {
            return Diagnostic(.warning, reached, at: port.location, hint: local)
        }
        let names = defaults.map { "'\($0)'" }.joined(separator: ", ")
        return Diagnostic(
            isAllowed ? .warning : .error,
            "\(reached), and everybody knows the \(defaults.count == 1 ? "default" : "defaults") of \(names)",
            at: port.location,
            notes: isAllowed ? [] : [.init("or \(local); --allow-exposed lets it pass")],
            hint: "sfm-dev credentials set \(first) --profile \(profile)")
    }
}

extension ResolvedPlan {
    /// Of the services that run, in the plan's order.
    package var exposures: [Exposure] {
        let known = credentials.filter(\.isKnown).map(\.name)
        return enabledServices.flatMap { service in
            service.definition.ports.filter(\.isExposed).map { port in
                Exposure(service: service.name, port: port, defaults: service.credentials.filter(known.contains))
            }
        }
    }
}

extension PublishedPort {
    fileprivate var isExposed: Bool { !hostIP.hasPrefix("127.") && hostIP != "::1" && hostIP != "localhost" }
}
