package import Diagnostics
import DotEnv
import Profiles
import Project

extension Prompt {
    /// A credential's value, typed without echo.
    /// - Parameter text: what the profile says of it.
    /// - Throws: `.interrupted` for Ctrl-C and at the input's end.
    package static func credential(
        _ name: String, _ console: Console, saying text: String? = nil
    ) async throws(Failure) -> [UInt8] {
        let explained = text.map { " (\($0.shownOnOneLine))" } ?? ""
        guard let line = try await ask("\(name)\(explained): ", console, echo: false) else {
            throw Failure(.interrupted, "no value was given")
        }
        return line
    }
}

extension WorkspaceDraft {
    /// The draft. Where required credentials are missing and somebody sits at a terminal, they are asked for, and kept
    /// before it is made.
    static func asking(
        _ invocation: Invocation, profile: String? = nil, _ options: UpOptions = UpOptions()
    ) async throws(Failure) -> WorkspaceDraft {
        try await asking(try HeldCheckout(invocation), profile: profile, options)
    }

    /// The same; nothing is held while somebody types.
    static func asking(
        _ held: consuming HeldCheckout, profile: String? = nil, _ options: UpOptions
    ) async throws(Failure) -> WorkspaceDraft {
        let invocation = held.invocation
        do throws(Failure) { return try WorkspaceDraft(of: held, profile: profile, options) } catch {
            guard Prompt.isPossible, let missing = try? missing(invocation, profile), !missing.rules.isEmpty else {
                throw error
            }
            do throws(Failure) {
                let names = missing.rules.map(\.name)
                let trial = try WorkspaceDraft(invocation, profile: profile, options, assuming: names)
                try trial.requireUntracked()
            } catch let other {
                // Nobody types a secret only to be told of mistakes: all of them are told first.
                throw other.exitCode == error.exitCode ? error : other
            }
            try await keep(missing.rules, missing.profile, invocation)
        }
        var draft = try WorkspaceDraft(invocation, profile: profile, options)
        draft.isLate = true
        return draft
    }

    private static func missing(
        _ invocation: Invocation, _ profile: String?
    ) throws(Failure) -> (profile: String, rules: [Profile.CredentialRule]) {
        let checkout = try Checkout.load(invocation)
        let name = if let profile { profile } else { try chosen(invocation, checkout) }
        let rules = try checkout.credentials(of: name).filter { $0.value == nil }.map(\.rule)
        return (name, rules.filter { if case .required = $0.source { true } else { false } })
    }

    /// Nothing is kept before all were typed.
    private static func keep(
        _ rules: [Profile.CredentialRule], _ profile: String, _ invocation: Invocation
    ) async throws(Failure) {
        let console = invocation.console
        console.tell("profile '\(profile)' needs what only you can give it; nothing shows while you type")
        var values: [String: Secret] = [:]
        for rule in rules {
            let text: String? = if case .required(let prompt) = rule.source { prompt } else { nil }
            while values[rule.name] == nil {
                let bytes = try await Prompt.credential(rule.name, console, saying: text)
                if let problem = bytes.isEmpty ? "is empty" : EnvValue.problem(bytes: bytes) {
                    console.report([Diagnostic(.error, "the value of '\(rule.name)' \(problem)")])
                } else {
                    values[rule.name] = Secret(String(decoding: bytes, as: UTF8.self))
                }
            }
        }
        let folder = StateFolder(project: try invocation.projectDirectory())
        let lock = try await ProjectLock.hold(folder, invocation)
        defer { withExtendedLifetime(lock) {} }
        var store = try CredentialStore.load(folder, profile: profile)
        for (name, value) in values {
            try store.set(name, Credential(value: value, source: .supplied, time: WallClock.seconds()))
        }
        try store.save(folder)
    }
}
