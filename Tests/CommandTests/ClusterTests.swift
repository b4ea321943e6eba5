import Testing

extension CommandTests {
    /// Commands that act in a cluster, by the real kubectl against a small API server.
    @Suite(.enabled(if: TestCluster.isThere, "SFM_DEV_TEST_KUBECTL or SFM_DEV_TEST_SCHEMAS is not set"))
    struct ClusterTests {
        private static let secret = "/api/v1/namespaces/soma-memory/secrets/soma-memory-runtime-secrets"
        private static let api = "/apis/apps/v1/namespaces/soma-memory/deployments/soma-memory-somafractalmemory"

        @Test(arguments: ["local", "tls"])
        func `kubectl's own command makes the same Secret, and holds no value`(profile: String) throws {
            try TestCluster.with { cluster in
                let project = cluster.project
                try project.done("sfm-dev generate --profile \(profile)")
                let command = try project.done("sfm-dev kubernetes secret --kubectl").output
                let token = try project.done("sfm-dev credentials show SOMA_API_TOKEN").output
                #expect(!command.contains(token.dropLast()))
                try project.write(command.dropLast() + " --dry-run=client -o yaml\n", to: "../create.sh")
                let theirs = try project.done("bash ../create.sh").output
                let ours = try project.done("sfm-dev kubernetes secret").output
                // Before 1.34 it writes a time that is none (kubernetes#130989).
                #expect(theirs.replacing("  creationTimestamp: null\n", with: "") == ours)
                let words = try cluster.words()
                #expect(!words.contains(token.dropLast()))
            }
        }

        @Test func `a Secret arrives, with its namespace, and only there`() throws {
            try TestCluster.with(objects: "[]") { cluster in
                let project = cluster.project
                #expect(try cluster.refused("kubernetes secret --apply --context dev").hasPrefix("exit 1\n"))
                let outcome = try project.done("sfm-dev kubernetes secret --apply --context dev --create-namespace")
                #expect(outcome.output == "")
                #expect(!outcome.errors.contains("dev-token"))
                let arrived = try project.done(
                    "kubectl --context dev -n soma-memory get secret soma-memory-runtime-secrets"
                        + " -o 'jsonpath={.data.SOMA_API_TOKEN}' | base64 -d")
                #expect(arrived.output == "dev-token")
                let words = try cluster.words()
                #expect(!words.contains("dev-token"))
            }
        }

        @Test func `a rotation updates, restarts, waits and looks`() throws {
            try TestCluster.with { cluster in
                let project = cluster.project
                let first = try project.done("sfm-dev kubernetes rotate --context dev")
                #expect(
                    try cluster.changes() == [
                        "PATCH \(Self.secret)", "PATCH \(Self.api)", "PATCH \(Self.api)-consumer",
                    ])
                #expect(first.lines.count == 4 && first.lines.allSatisfy { $0.hasPrefix("ok ") })
                #expect(!(first.output + first.errors).contains("dev-token"))
                let words = try cluster.words()
                #expect(!words.contains("dev-token"))
                // Each command that ran was shown.
                let shown = first.errors.split(separator: "\n").filter { $0.contains("$ ") }
                    .map { $0.split(separator: "kubectl ", maxSplits: 1).last ?? "" }
                #expect(shown.count == 10)
                let again = try project.done("sfm-dev kubernetes rotate --context dev")
                #expect(again.errors.contains("the Secret holds these values already; nothing is restarted"))
                #expect(try cluster.changes().count == 4)
                try project.done("sfm-dev kubernetes rotate --context dev --from restart")
                #expect(try cluster.changes().count == 6)
                try project.done("sfm-dev credentials set SOMA_API_TOKEN", input: "another")
                try project.done("sfm-dev kubernetes rotate --context dev")
                #expect(try cluster.changes().count == 9)
            }
        }

        @Test func `a dry run shows each command and does nothing`() throws {
            try TestCluster.with { cluster in
                let outcome = try cluster.project.done("sfm-dev kubernetes rotate --context dev --dry-run")
                #expect(try cluster.changes() == [])
                #expect(outcome.lines.filter { $0.hasPrefix("# ") }.count == 5)
                #expect(outcome.lines.filter { $0.contains("kubectl --context dev ") }.count == 10)
            }
        }

        @Test func `a manager's Secret is never written, and its ExternalSecret is told to look`() throws {
            try TestCluster.with { cluster in
                let project = cluster.project
                try project.done("sfm-dev kubernetes external-secret --apply --context dev")
                try project.write(
                    """
                    {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "soma-memory-runtime-secrets",
                    "namespace": "soma-memory", "ownerReferences": [{"kind": "ExternalSecret", "name": "x",
                    "apiVersion": "external-secrets.io/v1", "uid": "u"}]}, "data": {}}
                    """, to: "../owned.json")
                try project.done("kubectl --context dev apply --server-side -f ../owned.json")
                let before = try cluster.changes().count
                #expect(
                    try cluster.refused("kubernetes secret --apply --context dev") == """
                        exit 77
                        sfm-dev: error: 'soma-memory-runtime-secrets' is filled by a 'ExternalSecret', which would undo any change
                        hint: sfm-dev kubernetes vault-commands

                        """)
                #expect(try cluster.refused("kubernetes rotate --context dev").contains("would undo any change"))
                #expect(try cluster.changes().count == before)
                try project.done("sfm-dev kubernetes rotate --context dev --external --wait-timeout 60")
                #expect(try cluster.changes().dropFirst(before).count == 3)
                let after = try cluster.changes().dropFirst(before)
                #expect(!after.contains("PATCH \(Self.secret)"))
            }
        }

        @Test func `services in the cluster are shown with their node ports`() throws {
            try TestCluster.with { cluster in
                let shown = try cluster.project.done("sfm-dev settings --kubernetes --context dev").output
                #expect(
                    shown == """
                        SERVICE                        TYPE      IN THE CLUSTER                                      ON A NODE
                        soma-memory-somafractalmemory  NodePort  soma-memory-somafractalmemory.soma-memory.svc:9595  port 30797

                        """)
            }
        }
    }
}
