import Testing

@testable import Kubernetes

struct ClusterRotationTests {
    private static func rotation(_ update: ClusterRotation.Update) throws -> ClusterRotation {
        ClusterRotation(
            settings: try Shop.settings(), calls: ClusterCalls(context: "kind dev", namespace: "shop"), update: update,
            patience: 60)
    }

    private static func text(_ update: ClusterRotation.Update) throws -> String {
        let rotation = try rotation(update)
        return ClusterRotation.Step.allCases.flatMap { step in
            ["# \(step.rawValue)"] + rotation.calls(of: step).map(\.shown)
        }.joined(separator: "\n")
    }

    @Test func `the runbook's procedure is these commands`() throws {
        let text = try Self.text(.apply(manifest: "the values", source: "sfm-dev kubernetes secret", forced: false))
        #expect(
            text == #"""
                # update
                kubectl --context 'kind dev' --namespace shop get secret/shop-secrets --ignore-not-found -o 'jsonpath={range .metadata.ownerReferences[*]}{.kind} {.name}{"\n"}{end}'
                kubectl --context 'kind dev' --namespace shop get secret/shop-secrets --ignore-not-found -o 'jsonpath={.metadata.resourceVersion}'
                sfm-dev kubernetes secret | kubectl --context 'kind dev' apply --server-side --field-manager sfm-dev -f -
                # wait
                kubectl --context 'kind dev' --namespace shop get secret/shop-secrets --ignore-not-found -o 'jsonpath={.metadata.resourceVersion}'
                # restart
                kubectl --context 'kind dev' --namespace shop rollout restart deployment/api
                kubectl --context 'kind dev' --namespace shop rollout restart deployment/consumer
                # rollout
                kubectl --context 'kind dev' --namespace shop rollout status deployment/api --timeout=60s
                kubectl --context 'kind dev' --namespace shop rollout status deployment/consumer --timeout=60s
                # check
                kubectl --context 'kind dev' get --raw /api/v1/namespaces/shop/services/api:9595/proxy/healthz
                kubectl --context 'kind dev' --namespace shop get deployment/api -o json
                kubectl --context 'kind dev' --namespace shop get pods --selector LABELS -o json
                kubectl --context 'kind dev' --namespace shop logs pod/NAME --tail=500
                kubectl --context 'kind dev' --namespace shop get deployment/consumer -o json
                kubectl --context 'kind dev' --namespace shop get pods --selector LABELS -o json
                kubectl --context 'kind dev' --namespace shop logs pod/NAME --tail=500
                """#)
    }

    @Test func `a manager's Secret is refreshed and not written`() throws {
        let text = try Self.text(.refresh(time: 1_700_000_000))
        #expect(
            text.contains(
                "kubectl --context 'kind dev' --namespace shop annotate externalsecret/shop-secrets"
                    + " force-sync=1700000000 --overwrite\n# wait\n"))
        #expect(text.contains(" --watch "))
        #expect(!text.contains(" apply "))
    }

    @Test func `no value is a word of a command`() throws {
        let rotation = try Self.rotation(.apply(manifest: "the values", source: "x", forced: false))
        for call in ClusterRotation.Step.allCases.flatMap(rotation.calls) {
            #expect(!call.arguments.contains { $0.contains("the values") })
        }
        #expect(rotation.calls(of: .update).last?.input == "the values")
    }
}
