import Diagnostics

/// Words what keeps a login to a registry from being used. The image may be public: it is pulled all the same.
struct LoginProblem {
    let registry: String
    /// Of `config.json`.
    let path: String

    var unreadable: Diagnostic { warning("'\(path)' cannot be read", hint: "ls -l '\(path)'") }

    var noConfiguration: Diagnostic {
        warning("'\(path)' is no configuration of the docker CLI", hint: "jq . '\(path)'")
    }

    func unusable(_ sentence: String) -> Diagnostic { warning("in '\(path)', \(sentence)", hint: login) }

    func missing(_ helper: RegistryLogins.Helper) -> Diagnostic {
        warning(
            "the credential helper '\(helper.program)' is not on the path", helper,
            hint: "install it, or take it out of config.json and: \(login)")
    }

    func helper(_ helper: RegistryLogins.Helper, _ sentence: String) -> Diagnostic {
        warning(
            "the credential helper '\(helper.program)' \(sentence)", helper,
            hint: "\(helper.program) list shows whether it works")
    }

    func stopped(_ helper: RegistryLogins.Helper, key: String) -> Diagnostic {
        warning(
            "the credential helper '\(helper.program)' wants the terminal, which it cannot have here", helper,
            hint: "let it ask once, then try again: echo '\(key)' | \(helper.program) get > /dev/null")
    }

    private func warning(_ sentence: String, _ helper: RegistryLogins.Helper? = nil, hint: String) -> Diagnostic {
        var notes = [Diagnostic.Note("what is pulled from '\(registry)' is pulled without credentials")]
        if let helper { notes.append(.init("'\(helper.namedBy)' in '\(path)' names the helper")) }
        return Diagnostic(.warning, sentence, notes: notes, hint: hint)
    }

    private var login: String { registry == "docker.io" ? "docker login" : "docker login \(registry)" }
}
