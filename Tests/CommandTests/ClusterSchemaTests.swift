import Testing

extension CommandTests {
    /// What is rendered is what Kubernetes takes, and what Helm makes of it is what was meant.
    @Suite(.enabled(if: TestCluster.isThere, "SFM_DEV_TEST_KUBECTL or SFM_DEV_TEST_SCHEMAS is not set"))
    struct ClusterSchemaTests {
        private static let validate = "'\(TestCluster.schemas ?? "")' '\(TestProject.folder)/schemas.py'"

        @Test(arguments: ["local", "auth", "tls"])
        func `everything fits the schemas of three versions`(profile: String) throws {
            try TestProject.with { project in
                // No registry has the stand-ins, and the manifests name what they name.
                try project.done("sfm-dev generate --profile \(profile)")
                for (command, count) in [
                    ("secret --create-namespace", 2), ("external-secret", 1),
                    ("manifests --create-namespace", profile == "local" ? 10 : profile == "auth" ? 12 : 14),
                    ("backup-secret --aws-profile default", 1),
                ] {
                    try project.done(
                        "mkdir -p ../.aws && printf '[default]\\naws_access_key_id=a\\naws_secret_access_key=b\\nregion=c\\n'"
                            + " > ../.aws/credentials")
                    let outcome = try project.shell(
                        "sfm-dev kubernetes \(command) > ../rendered.yaml && \(Self.validate) < ../rendered.yaml")
                    #expect(outcome.code == 0, "\(command): \(outcome.output)\(outcome.errors)")
                    #expect(outcome.output == "\(count) objects, 3 versions\n", "\(command)")
                }
            }
        }

        @Test func `what does not fit is seen`() throws {
            try TestProject.with { project in
                let outcome = try project.shell(
                    "sfm-dev kubernetes external-secret | sed 's/remoteRef:/remote:/' | \(Self.validate)")
                #expect(outcome.code == 1)
                #expect(
                    try project.shell(
                        "sfm-dev kubernetes manifests | sed 's/replicas: 1/replicas: x/' | \(Self.validate)"
                    )
                    .code == 1)
            }
        }

        /// The manifest, or what Helm refuses it with.
        private func install(_ cluster: TestCluster, _ options: String) throws -> (code: Int32, text: String) {
            let project = cluster.project
            try project.done("sfm-dev kubernetes values \(options) > ../values.yaml")
            let outcome = try project.shell(
                "'\(TestCluster.helm ?? "")' '\(TestProject.folder)/helm_install.py' '\(TestProject.folder)/chart' ../values.yaml"
            )
            return (outcome.code, outcome.output + outcome.errors)
        }

        @Test(.enabled(if: TestCluster.helm != nil, "SFM_DEV_TEST_HELM is not set: no Python from 3.12 on"))
        func `Helm's engine renders a chart like SFM's with our values`() throws {
            try TestCluster.with { cluster in
                let project = cluster.project
                try project.done("sfm-dev generate --profile tls")
                let (code, text) = try install(cluster, "")
                try #require(code == 0, "\(text)")
                try project.write(text, to: "../rendered.yaml")
                #expect(try project.shell("\(Self.validate) < ../rendered.yaml").output == "3 objects, 3 versions\n")
                let pods = text.split(separator: "kind: CronJob")[0]
                let parts = pods.split(separator: "kind: Deployment").dropFirst()
                for part in parts {
                    // Nothing that beats the Secret's own.
                    for name in ["REDIS_HOST", "REDIS_PORT", "REDIS_DB", "QDRANT_HOST", "QDRANT_PORT"] {
                        #expect(!part.contains("name: \(name)\n"))
                    }
                    for name in ["POSTGRES_URL", "KAFKA_SASL_PASSWORD", "KAFKA_SSL_CA_LOCATION", "QDRANT_API_KEY"] {
                        #expect(part.contains("key: \(name)\n"))
                    }
                    #expect(part.contains("reloader.stakater.com/auto: \"true\""))
                    #expect(part.contains("path: client.key\n                mode: 288\n"))
                }
                #expect(parts.count == 2)
                #expect(!text.contains("own-redis") && !text.contains("changeme"))
                #expect(text.contains("secretRef: {name: soma-memory-backup-aws}"))
            }
        }

        @Test(.enabled(if: TestCluster.helm != nil, "SFM_DEV_TEST_HELM is not set: no Python from 3.12 on"))
        func `the chart's own ExternalSecret is one that new operators do not serve`() throws {
            try TestCluster.with { cluster in
                let (code, text) = try install(cluster, "--source external-secret --service-account sfm-backup")
                #expect(code == 1)
                #expect(
                    text.contains("no matches for kind \"ExternalSecret\" in version \"external-secrets.io/v1beta1\""))
            }
        }
    }
}
