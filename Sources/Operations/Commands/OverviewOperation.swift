import Convergence
package import Diagnostics
import Profiles
import Project
import Templates

/// `profiles` and `settings`: what is configured.
package enum OverviewOperation {
    package static func profiles(_ invocation: Invocation) throws(Failure) {
        let checkout = try Checkout.loadOwn(invocation)
        let input = ResolverInput(profile: "", files: checkout.files, directory: checkout.directory)
        let names = input.profileNames
        let width = names.map(\.count).max() ?? 0
        for name in names {
            var one = input
            one.profile = name
            let text =
                switch Result(catching: { () throws(Failure) in try Resolver(one).profile() }) {
                case .success(let profile): profile.description
                case .failure(let failure): "(\(failure.diagnostics.first?.message ?? "cannot be read"))"
                }
            let mark = name == checkout.state.activeProfile ? "*" : " "
            invocation.console.data("\(mark) \(name.padded(to: width))  \(text)\n")
        }
    }

    /// Addresses for both vantages; never a secret.
    package static func settings(_ invocation: Invocation) throws(Failure) {
        let checkout = try Checkout.loadOwn(invocation)
        let name = checkout.profileName(invocation.wantedProfile)
        let plan = try checkout.resolve(profile: name, certificates: .stored).plan
        var rows = [["SERVICE", "FROM THIS MACHINE", "FROM A CONTAINER"]]
        for service in plan.enabledServices {
            rows.append([
                service.name, service.familiarAddress ?? "not published",
                service.endpoint.map { "\(service.name):\($0.network)" } ?? "-",
            ])
        }
        rows += plan.external.map {
            [$0.name, $0.isFound ? $0.host.description : "not found yet", $0.network.description]
        }
        invocation.console.data("profile \(plan.profile), project \(plan.project)\n" + TextTable.text(rows))
    }
}
