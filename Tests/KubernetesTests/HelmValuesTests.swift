import Testing

@testable import Kubernetes

struct HelmValuesTests {
    private static func values(
        _ source: HelmValues.Source = .existing, _ restart: HelmValues.Restart = .reloader,
        _ backup: HelmValues.Backup = .secret
    ) throws -> HelmValues {
        HelmValues(
            values: try Shop.values(try Shop.plan()), settings: try Shop.settings(), source: source, restart: restart,
            backup: backup)
    }

    @Test func `pods get the Secret's keys, and nothing that beats them`() throws {
        let text = Manifests.text([try Self.values().value])
        #expect(
            text == """
                env:
                  REDIS_DB: null
                  REDIS_HOST: null
                secret:
                  enabled: true
                  existingSecret: "                                        shop-secrets"
                  data:
                    TOKEN: ""
                    POSTGRES_URL: ""
                    REDIS_URL: ""
                    KAFKA_BOOTSTRAP_SERVERS: ""
                    CA: ""
                    SOMA_API_TOKEN: null
                    QDRANT_URL: null
                  rolloutRestart:
                    enabled: true
                    annotations:
                      reloader.stakater.com/auto: "true"
                externalSecret:
                  enabled: false
                consumer:
                  env:
                    REDIS_HOST: null
                  secretKeys:
                    - POSTGRES_URL
                    - REDIS_URL
                    - KAFKA_BOOTSTRAP_SERVERS
                    - CA
                tls:
                  mounts:
                    - name: tls
                      secretName: shop-secrets
                      mountPath: /etc/tls
                      items:
                        - key: ca.pem
                          path: ca.pem
                        - key: client.key
                          path: |-
                            client.key
                                            mode: 288
                      readOnly: true
                backup:
                  serviceAccountName: ""
                  postgres:
                    awsSecretName: shop-backup-aws
                  qdrant:
                    awsSecretName: shop-backup-aws

                """)
    }

    @Test func `the chart's own ExternalSecret, restarts by hand and an account for the jobs`() throws {
        let text = Manifests.text([try Self.values(.externalSecret, .manual, .account("sfm-backup")).value])
        #expect(
            text == """
                env:
                  REDIS_DB: null
                  REDIS_HOST: null
                secret:
                  enabled: true
                  name: shop-secrets
                  data:
                    TOKEN: ""
                    POSTGRES_URL: ""
                    REDIS_URL: ""
                    KAFKA_BOOTSTRAP_SERVERS: ""
                    CA: ""
                    SOMA_API_TOKEN: null
                    QDRANT_URL: null
                  rolloutRestart:
                    enabled: false
                externalSecret:
                  enabled: true
                  name: shop-secrets
                  refreshInterval: 1h
                  secretStoreRef:
                    name: vault
                    kind: ClusterSecretStore
                  target:
                    name: shop-secrets
                  data:
                    - secretKey: CA
                      remoteRef:
                        key: team/shop
                        property: ca
                    - secretKey: KAFKA_BOOTSTRAP_SERVERS
                      remoteRef:
                        key: team/shop
                        property: kafka_bootstrap_servers
                    - secretKey: POSTGRES_URL
                      remoteRef:
                        key: team/shop
                        property: dsn
                    - secretKey: REDIS_URL
                      remoteRef:
                        key: team/shop
                        property: redis_url
                    - secretKey: TOKEN
                      remoteRef:
                        key: team/shop
                        property: token
                    - secretKey: ca.pem
                      remoteRef:
                        key: team/shop
                        property: ca_pem
                    - secretKey: client.key
                      remoteRef:
                        key: team/shop
                        property: client_key
                consumer:
                  env:
                    REDIS_HOST: null
                  secretKeys:
                    - POSTGRES_URL
                    - REDIS_URL
                    - KAFKA_BOOTSTRAP_SERVERS
                    - CA
                tls:
                  mounts:
                    - name: tls
                      secretName: shop-secrets
                      mountPath: /etc/tls
                      items:
                        - key: ca.pem
                          path: ca.pem
                        - key: client.key
                          path: |-
                            client.key
                                            mode: 288
                      readOnly: true
                backup:
                  serviceAccountName: sfm-backup
                  postgres:
                    awsSecretName: ""
                  qdrant:
                    awsSecretName: ""

                """)
    }

    @Test func `each way around the chart is told`() throws {
        let notes = try Self.values().notes
        #expect(
            notes == [
                "values for SFM's Helm chart of October 2025; each line gets around something in it:",
                "secret.enabled is true, against section 3.2 of the runbook: pods get keys only while it is",
                "secret.data names the keys that pods get, and holds no value: the Secret is not the chart's",
                "the blanks in secret.existingSecret keep the chart's line break before it from breaking the YAML",
                "null in env takes out names that would beat the Secret's",
                "the chart's own stores stay as they are: postgres.enabled, redis.enabled, qdrant.enabled, redpanda.enabled",
                "the chart mounts these files in no backup job: one that needs them fails",
                "the line 'mode' in a path of tls.mounts closes a private key to others: the chart cannot say it",
            ])
        #expect(try Self.values(.externalSecret).notes.contains { $0.contains("0.17") })
    }
}
