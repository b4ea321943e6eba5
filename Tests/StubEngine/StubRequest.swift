/// A request as the stub received it.
package struct StubRequest: Sendable, Equatable {
    package var method: String
    /// As it was sent: `/v1.41/containers/json?all=1`.
    package var target: String
    /// Names in lower case.
    package var headers: [String: String]
    package var body: [UInt8]

    /// Without version and query, percent-decoded nowhere: `/containers/json`.
    package var path: String {
        let path = target.prefix { $0 != "?" }
        guard path.hasPrefix("/v1."), let slash = path.dropFirst().firstIndex(of: "/") else { return String(path) }
        return String(path[slash...])
    }

    /// What follows the `?`.
    package var query: String { String(target.drop { $0 != "?" }.dropFirst()) }

    /// `1.41`; `nil` for a call without a version.
    package var version: String? {
        guard target.hasPrefix("/v") else { return nil }
        return String(target.dropFirst(2).prefix { $0 != "/" })
    }

    package var text: String { String(decoding: body, as: UTF8.self) }
}
