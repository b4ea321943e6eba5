extension ResolvedNetwork {
    /// The network of services that name none; it need not be declared (compose-spec, networks).
    package static func standard(of project: String) -> ResolvedNetwork {
        ResolvedNetwork(
            key: "default", name: "\(project)_default", isExternal: false, isInternal: false, driver: nil, labels: [:],
            location: nil)
    }
}
