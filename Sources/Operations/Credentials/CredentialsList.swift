import Convergence
import Diagnostics
package import Profiles

/// What `sfm-dev credentials list` prints: everything about a profile's credentials but their values.
package struct CredentialsList: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        package var name: String
        /// nil where it is not set.
        package var source: ResolvedCredential.Source?
        /// `config.yaml` or `SFM_DEV_X`, where one of them fixes the value.
        package var fixedBy: String?
        /// Seconds since 1970; nil where that is not known.
        package var setAt: Int64?
        /// Names of the variables that hold it.
        package var variables: [String]
        /// Names of the services that get it as a file or are logged in with it.
        package var services: [String]

        package init(
            name: String, source: ResolvedCredential.Source?, fixedBy: String? = nil, setAt: Int64? = nil,
            variables: [String] = [], services: [String] = []
        ) {
            self.name = name
            self.source = source
            self.fixedBy = fixedBy
            self.setAt = setAt
            self.variables = variables
            self.services = services
        }
    }

    package var profile: String
    package var credentials: [Entry]

    package init(profile: String, credentials: [Entry]) {
        self.profile = profile
        self.credentials = credentials
    }

    /// - Parameter now: seconds since 1970.
    package func table(now: Int64) -> String {
        let rows = credentials.map { entry in
            let users = entry.variables + entry.services
            return [
                entry.name, entry.fixedBy ?? entry.source?.rawValue ?? "not set",
                entry.setAt.map { Self.age(now - $0) } ?? "-", users.isEmpty ? "-" : users.joined(separator: ", "),
            ]
        }
        return TextTable.text([["NAME", "SOURCE", "AGE", "USED BY"]] + rows)
    }

    /// In the largest unit of which it has one.
    package static func age(_ seconds: Int64) -> String {
        let units: [(length: Int64, one: String, many: String)] = [
            (365 * 86_400, "year", "years"), (86_400, "day", "days"), (3600, "h", "h"), (60, "min", "min"),
        ]
        for unit in units where seconds >= unit.length {
            let count = seconds / unit.length
            return "\(count) \(count == 1 ? unit.one : unit.many)"
        }
        // A clock that was put back makes nothing younger than now.
        return "\(max(0, seconds)) s"
    }

    package var json: String { jsonLine(self) }
}

extension CredentialsList: Encodable {
    private enum CodingKeys: String, CodingKey { case version, profile, credentials }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(1, forKey: .version)
        try fields.encode(profile, forKey: .profile)
        try fields.encode(credentials, forKey: .credentials)
    }
}

extension CredentialsList.Entry: Encodable {
    private struct Users: Encodable {
        let variables, services: [String]
    }

    private enum CodingKeys: String, CodingKey {
        case name, source
        case fixedBy = "fixed_by"
        case setAt = "set_at"
        case usedBy = "used_by"
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(name, forKey: .name)
        try fields.encode(source?.rawValue, forKey: .source)
        try fields.encode(fixedBy, forKey: .fixedBy)
        try fields.encode(setAt, forKey: .setAt)
        try fields.encode(Users(variables: variables, services: services), forKey: .usedBy)
    }
}
