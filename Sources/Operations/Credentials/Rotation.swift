import Compose
import Diagnostics
import Profiles

/// What a rotation is about: which services have the credentials, and how each gets the new values. Pure.
struct Rotation: Sendable, Equatable {
    /// Their login or a seed of theirs has one: it is made true inside while they run.
    let live: Set<String>
    /// They were given one when they were made, and are made anew.
    let remade: Set<String>

    var services: Set<String> { live.union(remade) }

    /// - Parameter names: the credentials that are rotated, all other things being equal in the two models.
    init(of names: Set<String>, from old: ComposeModel, to new: ComposeModel) {
        var live: Set<String> = []
        var remade: Set<String> = []
        for service in new.plan.enabledServices {
            guard let before = old.plan.service(service.name) else { continue }
            if old.planHash(of: before) != new.planHash(of: service) {
                remade.insert(service.name)
            } else if service.liveCredential.map(names.contains) == true || before.seeds != service.seeds {
                live.insert(service.name)
            }
        }
        self.live = live
        self.remade = remade
    }
}

extension ResolvedPlan {
    /// The service of somebody else that a credential logs in to; nil where there is none.
    func externalService(of credential: String, _ profile: Profile) -> String? {
        for variable in profile.variables {
            guard case .url(let rule) = variable.source, rule.password?.text == credential,
                external.contains(where: { $0.name == rule.service.text })
            else { continue }
            return rule.service.text
        }
        return nil
    }
}
