import Profiles
import Templates
import YAML

/// The probes of a store: its health check where it has one, else that its endpoint takes connections.
struct StoreProbes {
    let store: ResolvedService
    let ports: [Int]

    init(_ store: ResolvedService, ports: [Int]) {
        self.store = store
        self.ports = ports
    }

    /// compose-spec's own where a health check does not say it; in seconds, but for the tries.
    private static let usual = (interval: 30, startInterval: 5, retries: 3)
    /// Where there is no health check: Kubernetes' own interval, and half of it to answer.
    private static let plain = (interval: 10, timeout: 5)

    var fields: [(key: String, value: YAMLValue)] {
        guard let action else { return [] }
        let hasOwn = store.definition.healthcheck?.test != nil
        let check = store.definition.healthcheck ?? Healthcheck()
        let interval = check.interval?.wholeSeconds ?? (hasOwn ? Self.usual.interval : Self.plain.interval)
        let timeout = check.timeout?.wholeSeconds ?? (hasOwn ? Self.usual.interval : Self.plain.timeout)
        let retries = check.retries ?? Self.usual.retries
        // While it starts it is asked often, and not killed before the time that sfm-dev itself would wait.
        let often = min(interval, check.startInterval?.wholeSeconds ?? Self.usual.startInterval)
        let patience = max(store.readyWithin.wholeSeconds, check.startPeriod?.wholeSeconds ?? 0)
        return [
            ("startupProbe", probe(action, every: often, within: timeout, failures: patience / often + 1)),
            ("readinessProbe", probe(action, every: interval, within: timeout, failures: retries)),
            ("livenessProbe", probe(action, every: interval, within: timeout, failures: max(3, retries))),
        ]
    }

    private func probe(
        _ action: (key: String, value: YAMLValue), every interval: Int, within timeout: Int, failures: Int
    ) -> YAMLValue {
        .mapping([
            action, ("periodSeconds", .integer(interval)), ("timeoutSeconds", .integer(timeout)),
            ("failureThreshold", .integer(max(1, failures))),
        ])
    }

    private var action: (key: String, value: YAMLValue)? {
        if let test = store.definition.healthcheck?.test, store.definition.healthcheck?.disabled != true {
            switch test.first {
            case "CMD": return ("exec", ["command": StorePod.expanded(Array(test.dropFirst()))])
            case "CMD-SHELL": return ("exec", ["command": StorePod.expanded(["sh", "-c"] + test.dropFirst())])
            default: return nil
            }
        }
        guard store.definition.healthcheck?.disabled != true, let port = ports.first else { return nil }
        return ("tcpSocket", ["port": .integer(port)])
    }
}

extension TimeSpan {
    /// Rounded up, and at least one: Kubernetes counts in seconds.
    var wholeSeconds: Int { max(1, Int((nanoseconds + 999_999_999) / 1_000_000_000)) }
}
