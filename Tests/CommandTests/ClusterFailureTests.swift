import Testing

extension CommandTests {
    /// What goes wrong in a cluster, and what its user reads then.
    @Suite(.enabled(if: TestCluster.isThere, "SFM_DEV_TEST_KUBECTL or SFM_DEV_TEST_SCHEMAS is not set"))
    struct ClusterFailureTests {
        struct Case: Sendable, CustomTestStringConvertible {
            let faults: String
            let command: String
            /// The end of what is said: from the first error on.
            let shown: String

            init(_ faults: String, _ command: String, _ shown: String) {
                self.faults = faults
                self.command = command
                self.shown = shown
            }

            var testDescription: String { "\(command) \(faults)" }
        }

        private static let rotate = "kubernetes rotate --context dev"

        @Test(arguments: [
            Case(
                #"{"deny": [["PATCH", "secrets"]]}"#, rotate,
                """
                exit 1
                sfm-dev: warning: development values, which everybody can read: SOMA_API_TOKEN, POSTGRES_URL
                hint: sfm-dev kubernetes check --profile local
                profile 'local', to namespace 'soma-memory' of 'dev'
                update: give the Secret the values
                sfm-dev: error: kubectl: Error from server (Forbidden): secrets "soma-memory-runtime-secrets" is forbidden: User "dev" cannot do that
                note: asked by: kubectl --context dev apply --server-side --field-manager sfm-dev -f -
                note: the rotation stopped at 'update'
                hint: sfm-dev kubernetes rotate --profile local --context dev
                """),
            Case(
                #"{"deny": [["PATCH", "deployments"]]}"#, rotate,
                """
                exit 1
                sfm-dev: warning: development values, which everybody can read: SOMA_API_TOKEN, POSTGRES_URL
                hint: sfm-dev kubernetes check --profile local
                profile 'local', to namespace 'soma-memory' of 'dev'
                update: give the Secret the values
                  secret/soma-memory-runtime-secrets serverside-applied
                wait: wait until the Secret has changed
                restart: restart what reads it
                sfm-dev: error: kubectl: error: failed to patch: deployments "soma-memory-somafractalmemory" is forbidden: User "dev" cannot do that
                note: asked by: kubectl --context dev --namespace soma-memory rollout restart deployment/soma-memory-somafractalmemory
                note: the rotation stopped at 'restart'
                hint: sfm-dev kubernetes rotate --profile local --context dev --from restart
                """),
            Case(
                #"{"stuck": ["soma-memory-somafractalmemory-consumer"]}"#, rotate + " --wait-timeout 1",
                """
                exit 1
                sfm-dev: warning: development values, which everybody can read: SOMA_API_TOKEN, POSTGRES_URL
                hint: sfm-dev kubernetes check --profile local
                profile 'local', to namespace 'soma-memory' of 'dev'
                update: give the Secret the values
                  secret/soma-memory-runtime-secrets serverside-applied
                wait: wait until the Secret has changed
                restart: restart what reads it
                rollout: wait until that runs
                sfm-dev: error: kubectl: error: timed out waiting for the condition
                note: asked by: kubectl --context dev --namespace soma-memory rollout status deployment/soma-memory-somafractalmemory-consumer --timeout=1s
                note: the rotation stopped at 'rollout'
                hint: sfm-dev kubernetes rotate --profile local --context dev --wait-timeout 1 --from rollout
                """),
            Case(
                #"{"health": {"/readyz": [200, "{\"kv_store\":true,\"vector_store\":false}"]}}"#, rotate,
                """
                exit 1
                sfm-dev: warning: development values, which everybody can read: SOMA_API_TOKEN, POSTGRES_URL
                hint: sfm-dev kubernetes check --profile local
                profile 'local', to namespace 'soma-memory' of 'dev'
                update: give the Secret the values
                  secret/soma-memory-runtime-secrets serverside-applied
                wait: wait until the Secret has changed
                restart: restart what reads it
                rollout: wait until that runs
                check: ask for health, and read each pod's log
                sfm-dev: error: what was restarted is not well: 1 failure
                note: the rotation stopped at 'check'
                hint: sfm-dev kubernetes rotate --profile local --context dev --from check
                """),
            Case(
                #"{"health": {"/healthz": [503, "no"]}}"#, rotate,
                """
                exit 1
                sfm-dev: warning: development values, which everybody can read: SOMA_API_TOKEN, POSTGRES_URL
                hint: sfm-dev kubernetes check --profile local
                profile 'local', to namespace 'soma-memory' of 'dev'
                update: give the Secret the values
                  secret/soma-memory-runtime-secrets serverside-applied
                wait: wait until the Secret has changed
                restart: restart what reads it
                rollout: wait until that runs
                check: ask for health, and read each pod's log
                sfm-dev: error: what was restarted is not well: 1 failure
                note: the rotation stopped at 'check'
                hint: sfm-dev kubernetes rotate --profile local --context dev --from check
                """),
            Case(
                #"{"log": {"soma-memory-somafractalmemory": "ERROR no store: dev-token\n"}}"#, rotate,
                """
                exit 1
                sfm-dev: warning: development values, which everybody can read: SOMA_API_TOKEN, POSTGRES_URL
                hint: sfm-dev kubernetes check --profile local
                profile 'local', to namespace 'soma-memory' of 'dev'
                update: give the Secret the values
                  secret/soma-memory-runtime-secrets serverside-applied
                wait: wait until the Secret has changed
                restart: restart what reads it
                rollout: wait until that runs
                check: ask for health, and read each pod's log
                sfm-dev: error: what was restarted is not well: 1 failure
                note: the rotation stopped at 'check'
                hint: sfm-dev kubernetes rotate --profile local --context dev --from check
                """),
            Case(
                #"{"quiet": true}"#, rotate + " --external --wait-timeout 1",
                """
                exit 1
                profile 'local', to namespace 'soma-memory' of 'dev'
                update: give the Secret the values
                wait: wait until the Secret has changed
                sfm-dev: error: the Secret 'soma-memory-runtime-secrets' is as it was after 1 s
                note: its manager may have nothing new, or may not reach its store
                note: the rotation stopped at 'wait'; to go on: sfm-dev kubernetes rotate --profile local --context dev --external --wait-timeout 1
                hint: kubectl --context dev --namespace soma-memory describe externalsecret/soma-memory-runtime-secrets
                """),
            Case(
                "{}", rotate + " --namespace elsewhere",
                """
                exit 1
                sfm-dev: warning: development values, which everybody can read: SOMA_API_TOKEN, POSTGRES_URL
                hint: sfm-dev kubernetes check --profile local
                profile 'local', to namespace 'elsewhere' of 'dev'
                update: give the Secret the values
                sfm-dev: error: kubectl: Error from server (NotFound): namespaces "elsewhere" not found
                note: asked by: kubectl --context dev apply --server-side --field-manager sfm-dev -f -
                note: the rotation stopped at 'update'
                hint: sfm-dev kubernetes rotate --profile local --namespace elsewhere --context dev
                """),
            Case(
                "{}", "kubernetes rotate",
                """
                exit 64
                sfm-dev: error: which cluster? nothing is done in one that was not named
                note: known contexts: dev, other
                hint: kubectl config get-contexts
                """),
            Case(
                "{}", "kubernetes rotate --context def",
                """
                exit 64
                sfm-dev: error: kubectl knows no context 'def'
                hint: did you mean 'dev'? known contexts: dev, other
                """),
            Case(
                "{}", "kubernetes rotate --context dev --from wait",
                """
                exit 64
                sfm-dev: error: a rotation cannot begin with 'wait'
                hint: known steps: check, restart, rollout, update
                """),
            Case(
                "{}", "kubernetes rotate --context other",
                #"""
                exit 1
                sfm-dev: warning: development values, which everybody can read: SOMA_API_TOKEN, POSTGRES_URL
                hint: sfm-dev kubernetes check --profile local
                profile 'local', to namespace 'soma-memory' of 'other'
                update: give the Secret the values
                sfm-dev: error: kubectl: The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?
                note: asked by: kubectl --context other --namespace soma-memory get secret/soma-memory-runtime-secrets --ignore-not-found -o 'jsonpath={range .metadata.ownerReferences[*]}{.kind} {.name}{"\n"}{end}'
                note: the rotation stopped at 'update'
                hint: sfm-dev kubernetes rotate --profile local --context other
                """#),
            Case(
                "{}", "kubernetes secret --apply",
                """
                exit 64
                sfm-dev: error: which cluster? nothing is done in one that was not named
                note: known contexts: dev, other
                hint: kubectl config get-contexts
                """),
            Case(
                "{}", "kubernetes secret --context dev",
                """
                exit 64
                sfm-dev: error: --context without --apply: nothing would be done there
                hint: sfm-dev kubernetes secret --help
                """),
            Case(
                "{}", "settings --kubernetes",
                """
                exit 64
                sfm-dev: error: which cluster? nothing is done in one that was not named
                note: known contexts: dev, other
                hint: kubectl config get-contexts
                """),
            Case(
                "{}", "settings --kubernetes --context dev --namespace elsewhere",
                """
                exit 1
                sfm-dev: error: namespace 'elsewhere' has no Service
                hint: kubectl --context dev --namespace elsewhere get services -o json
                """),
        ])
        func `each failure says what to do`(example: Case) throws {
            try TestCluster.with { cluster in
                let project = cluster.project
                try project.done("sfm-dev kubernetes external-secret --apply --context dev")
                try cluster.fail(example.faults)
                let said = try cluster.refused(example.command)
                #expect(!said.contains("dev-token"))
                let lines = said.split(separator: "\n").filter { !$0.hasPrefix("  $ ") }
                #expect(lines.joined(separator: "\n") == example.shown)
            }
        }

        @Test func `a rotation that stopped goes on with what it says`() throws {
            try TestCluster.with { cluster in
                let project = cluster.project
                try cluster.fail(#"{"deny": [["PATCH", "deployments"]]}"#)
                let said = try cluster.refused(Self.rotate)
                let hint = try #require(said.split(separator: "\n").last?.dropFirst("hint: ".count))
                try cluster.mend()
                try project.done("\(hint)")
                #expect(try cluster.changes().count == 4)
            }
        }

        @Test func `without kubectl nothing is tried`() throws {
            try TestProject.with { project in
                let outcome = try project.shell(
                    """
                    mkdir ../none && ln -s "$(command -v sfm-dev)" "$(command -v sfm-dev-main)" "$(command -v git)" ../none/
                    PATH=../none "$(command -v sfm-dev)" kubernetes secret --apply --context dev
                    """)
                #expect(outcome.code == 69)
                #expect(
                    outcome.errors == """
                        sfm-dev: error: there is no kubectl on the PATH, and nothing else is used to reach a cluster
                        hint: install it as https://kubernetes.io/docs/tasks/tools says

                        """)
            }
        }

        @Test func `a check tells all that is wrong at once`() throws {
            try TestCluster.with { cluster in
                let project = cluster.project
                try project.done("sfm-dev kubernetes rotate --context dev")
                #expect(try project.shell(project.prefix + "sfm-dev kubernetes check --context dev").code == 0)
                try project.write(
                    """
                    {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "soma-memory-runtime-secrets",
                    "namespace": "soma-memory"}, "data": {"SOMA_API_TOKEN": "eA=="}}
                    """, to: "../other.json")
                try project.done("kubectl --context dev replace --validate=false -f ../other.json")
                try cluster.fail(
                    """
                    {"health": {"/readyz": [200, "{\\"kv_store\\":false}"]}, "deny": [["GET", "pods"]],
                     "stuck": ["soma-memory-somafractalmemory"]}
                    """)
                try project.done(
                    "kubectl --context dev -n soma-memory rollout restart deployment/soma-memory-somafractalmemory")
                let outcome = try project.shell(project.prefix + "sfm-dev kubernetes check --context dev")
                #expect(outcome.code == 1)
                #expect(
                    outcome.output == """
                        fail  secret                                  'soma-memory-runtime-secrets' lacks KAFKA_BOOTSTRAP_SERVERS, POSTGRES_URL, QDRANT_URL, REDIS_URL
                                                                      hint: sfm-dev kubernetes rotate --profile local --context dev
                        fail  soma-memory-somafractalmemory           its rollout is not done: 0 of 1 pods are new and ready
                                                                      hint: kubectl --context dev --namespace soma-memory rollout status deployment/soma-memory-somafractalmemory --timeout=60s
                        ok    soma-memory-somafractalmemory           nothing restarts it when the Secret changes
                        fail  soma-memory-somafractalmemory           Error from server (Forbidden): pods "" is forbidden: User "dev" cannot do that
                                                                      hint: kubectl --context dev --namespace soma-memory get pods --selector app=soma-memory-somafractalmemory -o json
                        ok    soma-memory-somafractalmemory-consumer  1 of 1 pods are ready
                        ok    soma-memory-somafractalmemory-consumer  nothing restarts it when the Secret changes
                        fail  soma-memory-somafractalmemory-consumer  Error from server (Forbidden): pods "" is forbidden: User "dev" cannot do that
                                                                      hint: kubectl --context dev --namespace soma-memory get pods --selector app=soma-memory-somafractalmemory-consumer -o json
                        ok    /healthz                                well
                        fail  /readyz                                 not well: kv_store
                                                                      hint: kubectl --context dev get --raw /api/v1/namespaces/soma-memory/services/soma-memory-somafractalmemory:9595/proxy/readyz

                        """)
            }
        }

        @Test func `pods that are older than the Secret are told`() throws {
            try TestCluster.with { cluster in
                let project = cluster.project
                try project.done("sfm-dev kubernetes rotate --context dev")
                // The next second: Kubernetes counts no finer.
                try project.done("now=$(date +%s); until [ \"$(date +%s)\" != \"$now\" ]; do :; done")
                try project.done("sfm-dev credentials set SOMA_API_TOKEN", input: "another")
                try project.done("sfm-dev kubernetes secret --apply --context dev")
                let outcome = try project.shell(project.prefix + "sfm-dev kubernetes check --context dev")
                #expect(outcome.code == 1)
                let lines = outcome.lines.filter { $0.contains("began before") || $0.contains("--from restart") }
                #expect(lines.count == 4)
            }
        }
    }
}
