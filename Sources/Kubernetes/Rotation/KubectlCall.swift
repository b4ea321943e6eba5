import Diagnostics

/// One run of the user's kubectl, or another program: what is typed, and what goes in by standard input.
package struct KubectlCall: Sendable, Equatable {
    /// Without the program's name.
    package var arguments: [String]
    /// A manifest; never among the words.
    package var input: String?
    /// What a person would type in front, where there is input.
    package var source: String?

    package init(_ arguments: [String], input: String? = nil, source: String? = nil) {
        self.arguments = arguments
        self.input = input
        self.source = source
    }

    package var line: String { ShellWord.line(["kubectl"] + arguments) }

    /// As it would be typed, with what it is fed by.
    package var shown: String { source.map { "\($0) | \(line)" } ?? line }
}

/// Calls against one namespace of one context.
package struct ClusterCalls: Sendable {
    package var context: String
    package var namespace: String

    package init(context: String, namespace: String) {
        self.context = context
        self.namespace = namespace
    }

    private var place: [String] { ["--context", context, "--namespace", namespace] }

    /// By the server, which merges by who owns which field: keys that others put there stay. Not by the client, which would
    /// copy every value into an annotation.
    /// - Parameter forced: what others own is taken over where it has another value.
    package func apply(_ manifest: String, source: String, forced: Bool) -> KubectlCall {
        let words = ["--context", context, "apply", "--server-side", "--field-manager", "sfm-dev"]
        return KubectlCall(
            words + (forced ? ["--force-conflicts"] : []) + ["-f", "-"], input: manifest, source: source)
    }

    package func resourceVersion(of secret: String) -> KubectlCall {
        get("secret/\(secret)", "--ignore-not-found", "-o", "jsonpath={.metadata.resourceVersion}")
    }

    /// The version as it is, and each that follows, a line each, until it is ended. As a list of one: of a single object
    /// kubectl passes over the first change that it hears of.
    package func watchVersion(of secret: String) -> KubectlCall {
        get(
            "secrets", "--field-selector", "metadata.name=\(secret)", "--watch", "-o",
            "jsonpath={.metadata.resourceVersion}{\"\\n\"}")
    }

    /// What owns it, a line each: the kind and the name.
    package func owners(of secret: String) -> KubectlCall {
        get(
            "secret/\(secret)", "--ignore-not-found", "-o",
            "jsonpath={range .metadata.ownerReferences[*]}{.kind} {.name}{\"\\n\"}{end}")
    }

    /// Its keys alone: the template runs in kubectl, and no value is printed.
    package func keys(of secret: String) -> KubectlCall {
        get("secret/\(secret)", "-o", "go-template={{range $key, $value := .data}}{{$key}}{{\"\\n\"}}{{end}}")
    }

    /// When each who owns values in it last wrote, a line each.
    package func times(of secret: String) -> KubectlCall {
        let template =
            "{{range .metadata.managedFields}}{{if index .fieldsV1 \"f:data\"}}{{.time}}{{\"\\n\"}}{{end}}{{end}}"
        return get(
            "secret/\(secret)", "--ignore-not-found", "--show-managed-fields", "-o", "go-template=\(template)")
    }

    /// What it is and who made it, without its values.
    package func describe(_ kind: String, _ name: String) -> KubectlCall {
        KubectlCall(place + ["describe", "\(kind)/\(name)"])
    }

    package func refresh(externalSecret: String, at time: Int64) -> KubectlCall {
        KubectlCall(
            place + ["annotate", "externalsecret/\(externalSecret)", "force-sync=\(time)", "--overwrite"])
    }

    package func restart(_ deployment: String) -> KubectlCall {
        KubectlCall(place + ["rollout", "restart", "deployment/\(deployment)"])
    }

    package func rolledOut(_ deployment: String, within seconds: Int) -> KubectlCall {
        KubectlCall(place + ["rollout", "status", "deployment/\(deployment)", "--timeout=\(seconds)s"])
    }

    package func deployment(_ name: String) -> KubectlCall { get("deployment/\(name)", "-o", "json") }

    package func pods(_ selector: String) -> KubectlCall { get("pods", "--selector", selector, "-o", "json") }

    package func services() -> KubectlCall { get("services", "-o", "json") }

    /// Through the API server: nothing need be in the image for it.
    package func health(_ health: ClusterSettings.Health, path: String) -> KubectlCall {
        KubectlCall([
            "--context", context, "get", "--raw",
            "/api/v1/namespaces/\(namespace)/services/\(health.service):\(health.port)/proxy\(path)",
        ])
    }

    package func logs(pod: String) -> KubectlCall { KubectlCall(place + ["logs", "pod/\(pod)", "--tail=500"]) }

    private func get(_ words: String...) -> KubectlCall { KubectlCall(place + ["get"] + words) }
}
