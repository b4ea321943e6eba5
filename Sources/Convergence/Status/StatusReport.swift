/// What `sfm-dev status` prints.
package struct StatusReport: Sendable, Equatable {
    package var profile: String
    package var project: String
    package var services: [ServiceStatus]

    package init(profile: String, project: String, services: [ServiceStatus]) {
        self.profile = profile
        self.project = project
        self.services = services
    }

    package var isReady: Bool { services.allSatisfy(\.isReady) }

    package var json: String { jsonLine(self) }
}

extension StatusReport: Encodable {
    private enum CodingKeys: String, CodingKey { case version, profile, project, services }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(1, forKey: .version)
        try fields.encode(profile, forKey: .profile)
        try fields.encode(project, forKey: .project)
        try fields.encode(services, forKey: .services)
    }
}
