import Testing

@testable import Kubernetes

struct ClusterAnswersTests {
    @Test func `a log's lines of trouble are found by their level`() {
        let log = """
            INFO startup: api
            2026-01-01 ERROR cannot connect
            Traceback (most recent call last):
            INFO no ERRORS here
            {"level":"error","msg":"x"}
            {"level":"info","msg":"an error that was handled"}
            FATAL: password authentication failed

            """
        #expect(
            LogTrouble.lines(log).map { String($0.prefix(12)) } == [
                "2026-01-01 E", "Traceback (m", "{\"level\":\"er", "FATAL: passw",
            ])
    }

    private static func deployment(
        _ own: String, _ pods: String,
        status: String = #""replicas":3,"updatedReplicas":3,"availableReplicas":3,"observedGeneration":2"#
    ) -> String {
        """
        {"metadata":{"name":"api","generation":2,"annotations":{\(own)}},"spec":{"replicas":3,"selector":{"matchLabels":
        {"b":"2","a":"1"}},"template":{"metadata":{"annotations":{\(pods)}}}},"status":{\(status)}}
        """
    }

    @Test(arguments: [
        (#""replicas":3,"updatedReplicas":3,"availableReplicas":3,"observedGeneration":2"#, 3, true),
        // Not seen by the controller yet.
        (#""replicas":3,"updatedReplicas":3,"availableReplicas":3,"observedGeneration":1"#, 0, false),
        // A new pod does not start, and the old ones serve.
        (#""replicas":4,"updatedReplicas":1,"availableReplicas":3,"observedGeneration":2"#, 0, false),
        // All are new, and an old one is still there.
        (#""replicas":4,"updatedReplicas":3,"availableReplicas":4,"observedGeneration":2"#, 3, false),
        (#""replicas":3,"updatedReplicas":3,"availableReplicas":2,"observedGeneration":2"#, 2, false),
        ("", 0, false),
    ])
    func `a Deployment is rolled out when its new pods serve and no other is left`(
        status: String, ready: Int, isRolledOut: Bool
    ) throws {
        let state = try #require(KubectlJSON.deployment(Self.deployment("", "", status: status)))
        #expect((state.wanted, state.ready, state.isRolledOut) == (3, ready, isRolledOut))
        #expect(state.selectorText == "a=1,b=2")
        #expect(KubectlJSON.deployment("{}") == nil)
    }

    @Test(arguments: [
        ("", "", false), ("", #""reloader.stakater.com/auto":"true""#, true),
        (#""reloader.stakater.com/auto":"true""#, "", true),
        // The workload's own count alone.
        (#""reloader.stakater.com/search":"true""#, #""reloader.stakater.com/auto":"true""#, false),
        (#""secret.reloader.stakater.com/reload":"other, shop""#, "", true),
        (#""secret.reloader.stakater.com/reload":"shopping""#, "", false),
        (#""reloader.stakater.com/auto":"false""#, "", false),
    ])
    func `Reloader is seen where it would look`(own: String, pods: String, isReloaded: Bool) throws {
        let state = try #require(KubectlJSON.deployment(Self.deployment(own, pods)))
        #expect(state.isReloaded(on: "shop") == isReloaded)
    }

    @Test func `pods on their way out do not count`() throws {
        let text = """
            {"items":[{"metadata":{"name":"a"},"status":{"startTime":"2026-01-01T00:00:00Z"}},
            {"metadata":{"name":"b","deletionTimestamp":"x"},"status":{"startTime":"2026-01-01T00:00:00Z"}},
            {"metadata":{"name":"c"}},
            {"metadata":{"name":"d"},"status":{"phase":"Failed","startTime":"2026-01-01T00:00:00Z"}}]}
            """
        #expect(try #require(KubectlJSON.pods(text)).map(\.name) == ["a"])
    }

    @Test func `a container that was restarted has its variables since then`() throws {
        let text = """
            {"items":[{"metadata":{"name":"a"},"status":{"startTime":"2026-01-01T00:00:00Z","containerStatuses":[
            {"state":{"running":{"startedAt":"2026-01-03T00:00:00Z"}}},{"state":{"waiting":{}}},
            {"state":{"running":{"startedAt":"2026-01-02T00:00:00Z"}}}]}}]}
            """
        #expect(try #require(KubectlJSON.pods(text)).map(\.startTime) == ["2026-01-02T00:00:00Z"])
    }
}
