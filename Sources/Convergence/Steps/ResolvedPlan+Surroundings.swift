import Profiles
import Templates

extension ResolvedPlan {
    /// The networks that a service joins, sorted by key: those it names, else the project's default one.
    func networks(of service: ResolvedService) -> [ResolvedNetwork] {
        let keys = service.definition.networks.keys
        return networks.filter { keys.isEmpty ? $0.key == "default" : keys.contains($0.key) }
    }

    /// The named volumes that a service mounts, sorted by key.
    func volumes(of service: ResolvedService) -> [ResolvedVolume] {
        let keys = Set(
            service.definition.mounts.compactMap { mount -> String? in
                if case .volume(let key) = mount.kind { key } else { nil }
            })
        return volumes.filter { keys.contains($0.key) }
    }
}
