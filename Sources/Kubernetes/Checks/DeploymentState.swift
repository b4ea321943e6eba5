#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What `kubectl get deployment -o json` says, as far as it counts here.
package struct DeploymentState: Sendable, Equatable {
    /// Replicas that are wanted, and those of the newest form that serve.
    package var wanted: Int
    package var ready: Int
    /// As `kubectl rollout status` sees it: no pod of an older form is left, and all serve.
    package var isRolledOut: Bool
    /// Its own annotations, and those of its pods.
    package var annotations: [String: String]
    package var podAnnotations: [String: String]
    package var selector: [String: String]

    /// For `kubectl get pods --selector`.
    package var selectorText: String {
        selector.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
    }

    /// Whether Stakater's Reloader restarts it when that Secret changes. It looks at the pods' annotations only where the
    /// workload has none of its own (`pkg/common`, ShouldReload).
    package func isReloaded(on secret: String) -> Bool {
        let own = annotations.filter { $0.key.contains("reloader.stakater.com/") }
        let counted = own.isEmpty ? podAnnotations : own
        if ["reloader.stakater.com/auto", "secret.reloader.stakater.com/auto"].contains(where: { counted[$0] == "true" }
        ) {
            return true
        }
        let named = counted["secret.reloader.stakater.com/reload"]?.split(separator: ",") ?? []
        return named.contains { $0.trimmingPrefix(while: \.isWhitespace) == secret }
    }
}

/// What `kubectl get pods -o json` says of each pod.
package struct PodStart: Sendable, Equatable {
    package var name: String
    /// When the first of its containers began to run as it runs now: it has had its variables since then. As Kubernetes writes
    /// a time: RFC 3339 in UTC with whole seconds, so that its order is that of the letters.
    package var startTime: String
}

/// What `kubectl get services -o json` says of each Service.
package struct ServiceAddress: Sendable, Equatable {
    package var name: String
    package var type: String
    package var ports: [Port]

    package struct Port: Sendable, Equatable, Decodable {
        package var name: String?
        package var port: Int
        package var nodePort: Int?
    }
}

/// Reads kubectl's JSON; nil where it is none.
package enum KubectlJSON {
    private struct Metadata: Decodable {
        var name: String
        var annotations: [String: String]?
        var generation: Int?
        var deletionTimestamp: String?
    }

    private struct Deployment: Decodable {
        struct Spec: Decodable {
            struct Selector: Decodable { var matchLabels: [String: String]? }
            struct Template: Decodable {
                struct Metadata: Decodable { var annotations: [String: String]? }
                var metadata: Metadata?
            }
            var replicas: Int?
            var selector: Selector
            var template: Template
        }
        struct Status: Decodable {
            var observedGeneration: Int?
            var replicas: Int?
            var updatedReplicas: Int?
            var availableReplicas: Int?
        }
        var metadata: Metadata
        var spec: Spec
        var status: Status?
    }

    private struct List<Item: Decodable>: Decodable { var items: [Item] }

    private struct Pod: Decodable {
        struct Status: Decodable {
            struct Container: Decodable {
                struct State: Decodable {
                    struct Running: Decodable { var startedAt: String? }
                    var running: Running?
                }
                var state: State?
            }
            var phase: String?
            var startTime: String?
            var containerStatuses: [Container]?
        }
        var metadata: Metadata
        var status: Status?
    }

    private struct Service: Decodable {
        struct Spec: Decodable {
            var type: String?
            var ports: [ServiceAddress.Port]?
        }
        var metadata: Metadata
        var spec: Spec
    }

    package static func deployment(_ text: String) -> DeploymentState? {
        guard let found = decode(Deployment.self, text) else { return nil }
        let (wanted, status) = (found.spec.replicas ?? 1, found.status)
        let (all, updated) = (status?.replicas ?? 0, status?.updatedReplicas ?? 0)
        let available = status?.availableReplicas ?? 0
        let isSeen = (status?.observedGeneration ?? 0) >= (found.metadata.generation ?? 0)
        // Which pods serve is not told: those of older forms are counted first.
        let ready = isSeen ? max(0, min(updated, available - (all - updated))) : 0
        return DeploymentState(
            wanted: wanted, ready: ready,
            isRolledOut: isSeen && updated >= wanted && all <= updated && available >= updated,
            annotations: found.metadata.annotations ?? [:],
            podAnnotations: found.spec.template.metadata?.annotations ?? [:],
            selector: found.spec.selector.matchLabels ?? [:])
    }

    /// Those that are not on their way out, and not left lying after their end: an evicted pod stays for ever.
    package static func pods(_ text: String) -> [PodStart]? {
        decode(List<Pod>.self, text)?.items.filter { pod in
            pod.metadata.deletionTimestamp == nil && !["Failed", "Succeeded"].contains(pod.status?.phase ?? "")
        }.compactMap { pod in
            let started = pod.status?.containerStatuses?.compactMap { $0.state?.running?.startedAt }.min()
            return (started ?? pod.status?.startTime).map { PodStart(name: pod.metadata.name, startTime: $0) }
        }
    }

    package static func services(_ text: String) -> [ServiceAddress]? {
        decode(List<Service>.self, text)?.items.map {
            ServiceAddress(name: $0.metadata.name, type: $0.spec.type ?? "ClusterIP", ports: $0.spec.ports ?? [])
        }
    }

    private static func decode<Value: Decodable>(_ type: Value.Type, _ text: String) -> Value? {
        try? JSONDecoder().decode(type, from: Data(text.utf8))
    }
}
