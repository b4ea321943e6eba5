import Testing

extension CommandTests {
    /// kubectl as a process: what it is fed, and how it is ended.
    @Suite(.enabled(if: TestCluster.isThere, "SFM_DEV_TEST_KUBECTL or SFM_DEV_TEST_SCHEMAS is not set"))
    struct ClusterProcessTests {
        /// Four values that no pipe holds at once.
        private static func config(_ project: TestProject) -> String {
            let lines = (1...4).map { "    LARGE_\($0): \"\(String(repeating: "\($0)x", count: 15_000))\"" }
            return "sfm-dev:\n  project: \(project.name)\n  variables:\n\(lines.joined(separator: "\n"))\n"
        }

        @Test func `a Secret of many pipes' size arrives whole`() throws {
            try TestCluster.with { cluster in
                let project = cluster.project
                try project.write(Self.config(project), to: "config.yaml")
                try project.done("sfm-dev kubernetes secret --apply --context dev")
                let digests = try project.done(
                    """
                    kubectl --context dev -n soma-memory get secret soma-memory-runtime-secrets -o json |
                        jq -cS .data | sha256sum
                    sfm-dev kubernetes secret | python3 -c \
                        'import json, sys, yaml; print(json.dumps(yaml.safe_load(sys.stdin)["data"]))' | jq -cS . | sha256sum
                    """
                ).lines
                #expect(Set(digests).count == 1 && digests.count == 2)
            }
        }

        @Test func `a kubectl that reads nothing and ends is told`() throws {
            try TestCluster.with { cluster in
                let project = cluster.project
                try project.write(Self.config(project), to: "config.yaml")
                try Shell.write(
                    """
                    #!/bin/sh
                    case "$*" in *apply*) echo "no such plugin" >&2; exit 3 ;; esac
                    exec '\(TestCluster.kubectl ?? "")' "$@"

                    """, to: "\(project.shell.folder)/bin/kubectl")
                let said = try cluster.refused("kubernetes secret --apply --context dev")
                #expect(said.hasPrefix("exit 1\n"))
                #expect(said.contains("error: kubectl: no such plugin\n"))
            }
        }

        @Test func `an answer that cannot be read is no good news`() throws {
            try TestCluster.with { cluster in
                let project = cluster.project
                try project.done("sfm-dev kubernetes rotate --context dev")
                try Shell.write(
                    """
                    #!/bin/sh
                    case "$*" in *"get deployment"* | *"get services"*) echo nonsense; exit 0 ;; esac
                    exec '\(TestCluster.kubectl ?? "")' "$@"

                    """, to: "\(project.shell.folder)/bin/kubectl")
                let check = try project.shell(project.prefix + "sfm-dev kubernetes check --context dev")
                #expect(check.code == 1)
                #expect(check.lines.filter { $0.contains("kubectl said of it what is no Deployment") }.count == 2)
                // Nothing new was written: whether the pods have it decides, and that cannot be seen.
                let rotate = try cluster.refused("kubernetes rotate --context dev")
                #expect(rotate.hasPrefix("exit 1\n"))
                #expect(rotate.contains("error: kubectl's answer cannot be read\n"))
                let settings = try cluster.refused("settings --kubernetes --context dev")
                #expect(settings.contains("error: kubectl said of the Services what is no list of them\n"))
            }
        }

        @Test func `what kubernetes.yaml does not say is told where it is needed`() throws {
            try TestCluster.with { cluster in
                try cluster.project.done("printf 'namespace: soma-memory\\n' > kubernetes.yaml")
                #expect(
                    try cluster.refused("kubernetes rotate --context dev")
                        == "exit 65\nsfm-dev: error: 'kubernetes.yaml' names nothing to restart\n"
                        + "hint: write 'deployments: [NAME]' into it\n")
                #expect(
                    try cluster.refused("kubernetes external-secret")
                        == "exit 65\nsfm-dev: error: 'kubernetes.yaml' says of no manager of secrets\n"
                        + "hint: write 'external_secret: {store: {name: vault}, mount: secret, path: team/app}' into it\n"
                )
            }
        }

        @Test func `Ctrl-C ends a wait, and kubectl with it`() throws {
            try TestCluster.with { cluster in
                let project = cluster.project
                try cluster.fail(#"{"stuck": ["soma-memory-somafractalmemory"]}"#)
                // The wrapper says when kubectl waits, and its process is kubectl's.
                try Shell.write(
                    """
                    #!/bin/sh
                    case "$*" in *"rollout status"*) echo $$ > '\(project.shell.folder)/waiting' ;; esac
                    exec '\(TestCluster.kubectl ?? "")' "$@"

                    """, to: "\(project.shell.folder)/bin/kubectl")
                let outcome = try project.shell(
                    project.prefix
                        + """
                        true
                        mkfifo ../waiting
                        sfm-dev kubernetes rotate --context dev --wait-timeout 600 > ../said 2>&1 &
                        read -r waiting < ../waiting
                        kill -INT $!
                        wait $!
                        echo "exit $?"
                        kill -0 "$waiting" 2>/dev/null && echo "kubectl still runs"
                        true
                        """)
                #expect(outcome.output == "exit 130\n")
                let said = try project.done("tail -n 2 ../said").output
                #expect(
                    said == """
                        sfm-dev: note: the rotation was interrupted at 'rollout'
                        hint: sfm-dev kubernetes rotate --profile local --context dev --wait-timeout 600 --from rollout

                        """)
            }
        }
    }
}
