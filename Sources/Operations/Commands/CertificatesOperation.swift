import Certificates
package import Diagnostics
import Profiles
import Project

/// `sfm-dev certificates issue|renew|show`: of any profile, and its services get them by `up`.
package enum CertificatesOperation {
    package enum Renewal: Sendable, Equatable {
        /// What is missing or cannot go on.
        case needed
        /// Those, whatever lies there; none are all but the CA.
        case leaves([String])
        /// The CA, and with it everything that it signed.
        case authority
    }

    package static func issue(_ invocation: Invocation, _ renewal: Renewal) async throws(Failure) {
        let folder = StateFolder(project: try invocation.projectDirectory())
        let lock = try await ProjectLock.hold(folder, invocation)
        defer { withExtendedLifetime(lock) {} }
        var checkout = try Checkout.loadOwn(invocation)
        let plan = try plan(checkout, invocation)
        let known = plan.certificates.map(\.name)
        switch renewal {
        case .needed: break
        case .authority: checkout.renewing = [CertificateFiles.authority]
        case .leaves(let names):
            if let name = names.first(where: { !known.contains($0) }) {
                throw Failure(
                    .usage, "profile '\(plan.profile)' has no certificate '\(name)'",
                    hint: suggestion(for: name, among: known, called: "certificates"))
            }
            checkout.renewing = Set(names.isEmpty ? known : names)
        }
        let missing = try checkout.credentials(of: plan.profile).filter { $0.value == nil }.map(\.rule.name)
        guard let set = try checkout.resolve(profile: plan.profile, assuming: missing).certificates else { return }
        let files = CertificateFiles(folder)
        try set.save(files)
        invocation.console.report(set.notes)
        for made in set.made {
            let end = try? CertificateFacts(pem: set.text(of: made.name) ?? "").end
            invocation.console.tell("'\(made.file)' is issued, until \(end.map(CertificateFault.time) ?? "")")
        }
        invocation.console.tell(
            set.made.isEmpty
                ? "nothing to issue: every certificate of profile '\(plan.profile)' can go on"
                : "services that run get them by: sfm-dev up")
    }

    /// What lies there, and what is wrong with it.
    package static func show(_ invocation: Invocation, json: Bool) throws(Failure) {
        let checkout = try Checkout.loadOwn(invocation)
        let plan = try plan(checkout, invocation)
        let keeper = CertificateKeeper(files: CertificateFiles(checkout.folder), now: WallClock.seconds())
        let list = CertificateList(profile: plan.profile, entries: try keeper.list(for: plan))
        invocation.console.data(json ? list.json : list.text)
        invocation.console.report(list.problems)
        if !list.refusals.isEmpty { throw Failure(.refused, list.refusals) }
    }

    private static func plan(_ checkout: Checkout, _ invocation: Invocation) throws(Failure) -> ResolvedPlan {
        let profile = checkout.profileName(invocation.wantedProfile)
        let missing = try checkout.credentials(of: profile).filter { $0.value == nil }.map(\.rule.name)
        let plan = try checkout.resolve(profile: profile, assuming: missing, certificates: .stored).plan
        guard plan.certificates.isEmpty else { return plan }
        throw Failure(
            .badInput, "no service of profile '\(profile)' speaks TLS",
            hint: "add 'tls: true' under 'x-sfm-dev' of one, or name another profile: --profile tls")
    }
}
