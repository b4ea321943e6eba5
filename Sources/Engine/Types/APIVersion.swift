/// A version of the Engine API, such as 1.41.
package struct APIVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    package var major: Int
    package var minor: Int

    /// The oldest that is spoken: Docker 20.10 and Podman 4.
    package static let oldest = APIVersion(1, 41)
    /// The newest that is asked for: Docker 28.3 (its specification is what the types were written from).
    package static let newest = APIVersion(1, 51)

    package init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// - Returns: `nil` unless the text is two numbers with a dot between them.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let major = Int(parts[0]), let minor = Int(parts[1]) else { return nil }
        self.init(major, minor)
    }

    package var description: String { "\(major).\(minor)" }

    package static func < (left: APIVersion, right: APIVersion) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }
}
