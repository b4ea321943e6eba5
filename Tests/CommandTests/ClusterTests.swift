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
                #expect(shown.count == 16)
                #expect(!shown.contains { $0.contains("LABELS") || $0.contains("NAME") })
                let again = try project.done("sfm-dev kubernetes rotate --context dev")
                #expect(
                    again.errors.contains(
                        "the Secret holds these values already, and all pods have them; nothing is restarted"))
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
                #expect(outcome.lines.filter { $0.contains("kubectl --context dev ") }.count == 16)
            }
        }

        @Test func `a manager's Secret is never written, and its ExternalSecret is told to look`() throws {
            try TestCluster.with { cluster in
                let project = cluster.project
                try project.done("sed -i 's/^external_secret:/&\\n  name: other/' kubernetes.yaml")
                try project.done("sfm-dev kubernetes external-secret --apply --context dev")
                try project.done("sed -i '/^  name: other/d' kubernetes.yaml")
                try project.write(
                    """
                    {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "soma-memory-runtime-secrets",
                    "namespace": "soma-memory", "ownerReferences": [{"kind": "ExternalSecret", "name": "other",
                    "apiVersion": "external-secrets.io/v1", "uid": "u"}]}, "data": {}}
                    """, to: "../owned.json")
                try project.done("kubectl --context dev apply --server-side -f ../owned.json")
                let before = try cluster.changes().count
                #expect(
                    try cluster.refused("kubernetes secret --apply --context dev") == """
                        exit 77
                        sfm-dev: error: 'soma-memory-runtime-secrets' is filled by the ExternalSecret 'other', which would undo any change
                        hint: sfm-dev kubernetes vault-commands --profile local

                        """)
                let refusal = try cluster.refused("kubernetes rotate --context dev")
                #expect(
                    refusal.contains(
                        "would undo any change\nhint: sfm-dev kubernetes rotate --profile local --context dev --external\n"
                    ))
                #expect(try cluster.changes().count == before)
                try project.done("sfm-dev kubernetes rotate --context dev --external --wait-timeout 60")
                #expect(try cluster.changes().dropFirst(before).count == 3)
                let after = try cluster.changes().dropFirst(before)
                #expect(!after.contains("PATCH \(Self.secret)"))
            }
        }

        @Test func `what somebody else has written is taken over only when that is asked for`() throws {
            try TestCluster.with { cluster in
                let project = cluster.project
                try project.write(
                    """
                    {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "soma-memory-runtime-secrets",
                    "namespace": "soma-memory"}, "data": {"SOMA_API_TOKEN": "cHJvZA==", "MORE": "bW9yZQ=="}}
                    """, to: "../prod.json")
                try project.done("kubectl --context dev apply --server-side --field-manager platform -f ../prod.json")
                let refusal = try cluster.refused("kubernetes rotate --context dev")
                #expect(refusal.hasPrefix("exit 77\n"))
                #expect(refusal.contains("error: 'platform' has written other values there\n"))
                let hint = "hint: sfm-dev kubernetes rotate --profile local --context dev --force-conflicts\n"
                #expect(refusal.hasSuffix(hint))
                let get = "kubectl --context dev -n soma-memory get secret soma-memory-runtime-secrets"
                let kept = try project.done("\(get) -o 'jsonpath={.data.SOMA_API_TOKEN}'").output
                #expect(kept == "cHJvZA==")
                try project.done("sfm-dev kubernetes rotate --context dev --force-conflicts")
                let taken = try project.done("\(get) -o 'jsonpath={.data.SOMA_API_TOKEN} {.data.MORE}'").output
                #expect(taken == "ZGV2LXRva2Vu bW9yZQ==")
            }
        }

        @Test func `a watch that the server ends is begun again`() throws {
            try TestCluster.with { cluster in
                let project = cluster.project
                try project.done(
                    "sfm-dev kubernetes external-secret --apply --context dev && sfm-dev kubernetes rotate --context dev"
                )
                let before = try cluster.changes().count
                try cluster.fail(#"{"cut": true}"#)
                try project.done("sfm-dev kubernetes rotate --context dev --external --wait-timeout 60")
                #expect(try cluster.changes().count == before + 3)
                // The operator acts when the second watch begins: nothing was restarted before it had.
                let get = "kubectl --context dev -n soma-memory get secret soma-memory-runtime-secrets"
                let refreshed = try project.done("\(get) -o 'jsonpath={.data.refreshed}'").output
                #expect(!refreshed.isEmpty)
            }
        }

        @Test func `what an earlier run wrote and did not restart for is restarted for`() throws {
            try TestCluster.with { cluster in
                let project = cluster.project
                try project.done("sfm-dev kubernetes rotate --context dev")
                // Kubernetes counts in seconds: the next one.
                try project.done("now=$(date +%s); until [ \"$(date +%s)\" != \"$now\" ]; do :; done")
                try project.done("sfm-dev credentials set SOMA_API_TOKEN", input: "another")
                try project.done("sfm-dev kubernetes secret --apply --context dev")
                let again = try project.done("sfm-dev kubernetes rotate --context dev")
                #expect(again.errors.contains("  older than the Secret: soma-memory-somafractalmemory, "))
                let last = try cluster.changes().suffix(2)
                #expect(last == ["PATCH \(Self.api)", "PATCH \(Self.api)-consumer"])
            }
        }

        @Test func `a part of the values never takes the others away`() throws {
            try TestCluster.with { cluster in
                for command in ["secret --apply --surface cli --context dev", "rotate --surface cli --context dev"] {
                    let said = try cluster.refused("kubernetes \(command)")
                    #expect(said.hasPrefix("exit 64\n"))
                }
                #expect(try cluster.changes() == [])
            }
        }

        @Test func `stores and backup keys arrive, and what did not is told`() throws {
            try TestCluster.with(objects: "[]") { cluster in
                let project = cluster.project
                let first = try cluster.refused("kubernetes manifests --apply --context dev")
                #expect(
                    first.contains(
                        "hint: sfm-dev kubernetes manifests --profile local --apply --context dev --create-namespace\n")
                )
                try project.done("sfm-dev kubernetes manifests --apply --context dev --create-namespace")
                let stores = try project.done("kubectl --context dev -n soma-memory get statefulsets -o name").lines
                #expect(stores.count == 4)
                try project.done(
                    "AWS_ACCESS_KEY_ID=A AWS_SECRET_ACCESS_KEY=s AWS_REGION=r sfm-dev kubernetes backup-secret"
                        + " --apply --context dev")
                try cluster.fail(#"{"deny": [["PATCH", "services"], ["PATCH", "statefulsets"]]}"#)
                let half = try cluster.refused("kubernetes manifests --apply --context dev")
                #expect(half.contains("  secret/postgres-files serverside-applied\n"))
                #expect(half.contains("services \"kafka\" is forbidden") && half.contains("statefulsets"))
                let words = try cluster.words()
                #expect(!words.contains("cG9zdGdyZXM"))
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
