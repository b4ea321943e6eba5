import Diagnostics
import Profiles
import Project

/// Which credentials a rotation is about, and their new values.
struct RotationChoice {
    private let checkout: Checkout
    private let plan: ResolvedPlan
    private let profile: Profile

    init(_ checkout: Checkout, _ plan: ResolvedPlan) throws(Failure) {
        self.checkout = checkout
        self.plan = plan
        profile = try checkout.profile(plan.profile)
    }

    /// - Parameter wanted: empty for all that can be rotated.
    /// - Throws: `.badInput` for one that does not exist or that something fixes, `.refused` for somebody else's.
    func names(_ wanted: [String]) throws(Failure) -> Set<String> {
        let known = profile.credentials.map(\.name)
        for name in wanted {
            guard known.contains(name) else {
                throw Failure(
                    .badInput, "profile '\(profile.name)' has no credential '\(name)'",
                    hint: suggestion(for: name, among: known, called: "credentials"))
            }
            if let failure = obstacle(name) { throw failure }
        }
        let names = wanted.isEmpty ? known.filter { obstacle($0) == nil } : wanted
        guard !names.isEmpty else {
            throw Failure(.badInput, "profile '\(profile.name)' has no credential that can be rotated")
        }
        return Set(names)
    }

    /// Those that `--all` leaves as they are.
    func notes(_ wanted: [String]) -> [Diagnostic] {
        guard wanted.isEmpty else { return [] }
        return profile.credentials.compactMap { rule in
            obstacle(rule.name)?.diagnostics.first.map { Diagnostic(.note, "left as it is: \($0.message)") }
        }
    }

    private func obstacle(_ name: String) -> Failure? {
        if let failure = checkout.fixing(credential: name) { return failure }
        if case .required = profile.credentials.first(where: { $0.name == name })?.source {
            return Failure(
                .refused, "'\(name)' is not made here: the profile wants it from you",
                hint: "sfm-dev credentials set \(name)")
        }
        guard let service = plan.externalService(of: name, profile) else { return nil }
        return Failure(
            .refused, "'\(name)' is a login of '\(service)', which somebody else runs: its owner changes it",
            hint: "sfm-dev credentials set \(name), to the value that its owner gave it")
    }

    func newValues(_ names: Set<String>) throws(Failure) -> [String: Credential] {
        var values: [String: Credential] = [:]
        for rule in profile.credentials where names.contains(rule.name) {
            let length = if case .generate(let length) = rule.source { length } else { Self.usualLength }
            values[rule.name] = try Credential.generate(length, time: WallClock.seconds())
        }
        return values
    }

    /// 32 characters of the url-safe alphabet are 191 bits.
    private static let usualLength = 32
}
