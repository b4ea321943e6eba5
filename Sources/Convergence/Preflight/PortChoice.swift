/// Chooses another host port for a service whose own is taken.
package enum PortChoice {
    /// The dynamic ports, which no service is registered for (RFC 6335, section 6).
    private static let dynamic: ClosedRange<UInt16> = 49_152...65_535

    /// The next free port above `wanted`, so that it is easily remembered; failing a hundred of those, a dynamic one.
    /// - Parameter taken: ports that somebody holds or that another service of the plan wants.
    /// - Returns: nil when every one of them is taken.
    package static func port(above wanted: UInt16, taken: Set<UInt16>) -> UInt16? {
        let near = (Int(wanted) + 1)...(Int(wanted) + 100)
        let candidates = near.lazy.compactMap { UInt16(exactly: $0) }
        return candidates.first { !taken.contains($0) } ?? dynamic.first { !taken.contains($0) }
    }
}
