package import Profiles
import Templates

extension Discovery {
    /// Names that both a service of the plan and somebody else's container have on one network: who asks there for the one may
    /// get the other.
    package func clashes(with plan: ResolvedPlan) -> [String] {
        plan.enabledServices.flatMap { service -> [String] in
            plan.networks(of: service).filter(\.isExternal).flatMap { network -> [String] in
                let names = service.definition.networks[network.key]?.aliases ?? []
                let others = (networks[network.name].flatMap(\.self) ?? []).filter { $0.project != plan.project }
                return ([service.name] + names).compactMap { name in
                    others.first { $0.names.contains(name) }.map {
                        "'\(name)' on network '\(network.name)' is '\($0.container)' already: "
                            + "who asks there for '\(name)' may get this project's '\(service.name)'"
                    }
                }
            }
        }
    }
}
