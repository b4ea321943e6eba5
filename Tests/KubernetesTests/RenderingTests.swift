import Diagnostics
import Profiles
import Testing

@testable import Kubernetes

struct RenderingTests {
    private static let program = "sfm-dev kubernetes secret"

    private static func small() throws -> ClusterValues {
        var values = try Shop.values(try Shop.plan(), surfaces: [.cli])
        values.files = []
        values.entries.removeLast()
        return values
    }

    @Test func `a Secret is what kubectl writes`() throws {
        let values = try Self.small()
        let manifest = SecretManifest(name: "shop-secrets", namespace: "shop", data: values.data)
        #expect(
            Manifests.text([Manifests.namespace("shop"), manifest.value]) == """
                apiVersion: v1
                kind: Namespace
                metadata:
                  name: shop
                ---
                apiVersion: v1
                data:
                  TOKEN: ZGV2LXRva2Vu
                kind: Secret
                metadata:
                  name: shop-secrets
                  namespace: shop

                """)
    }

    @Test func `on a terminal no value is shown`() throws {
        let values = try Shop.values(try Shop.plan())
        let manifest = SecretManifest(name: "s", namespace: "n", data: values.data, mask: "[redacted]")
        #expect(!Manifests.text([manifest.value]).contains("ZGV2"))
        #expect(!(try SecretFile.text(try Self.small(), mask: "[redacted]")).contains("dev-token"))
        let vault = VaultCommand(values: values, external: .init(store: "v", path: "p"))
        #expect(!(try vault.json(mask: "[redacted]")).contains("dev-token"))
    }

    @Test func `what a file of variables can hold goes to kubectl by standard input`() throws {
        let values = try Self.small()
        #expect(try SecretFile.text(values) == "TOKEN=dev-token\n")
        #expect(
            SecretCommand.text(values, name: "s", namespace: "n", program: Self.program, createsNamespace: true) == #"""
                kubectl create namespace n
                sfm-dev kubernetes secret > /dev/null && \
                sfm-dev kubernetes secret --dotenv | \
                  kubectl create secret generic s --namespace n --from-env-file=/dev/stdin

                """#)
    }

    @Test func `files and values of several lines go by a pipe each`() throws {
        let values = try Shop.values(try Shop.plan(), surfaces: [.cli])
        #expect(
            Shop.refusal { _ = try SecretFile.text(values) } == """
                exit 65
                sfm-dev: error: 'ca.pem' is a file, which kubectl reads from no file of variables
                hint: sfm-dev kubernetes secret --kubectl

                """)
        #expect(
            SecretCommand.text(values, name: "s", namespace: "n", program: Self.program, createsNamespace: false) == """
                sfm-dev kubernetes secret > /dev/null && \\
                kubectl create secret generic s --namespace n \\
                  --from-file=POSTGRES_URL=<(sfm-dev kubernetes secret --key POSTGRES_URL) \\
                  --from-file=TOKEN=<(sfm-dev kubernetes secret --key TOKEN) \\
                  --from-file=ca.pem=<(sfm-dev kubernetes secret --key ca.pem) \\
                  --from-file=client.key=<(sfm-dev kubernetes secret --key client.key)

                """)
    }

    @Test func `a value that is too long for kubectl's lines is no line`() throws {
        var values = try Self.small()
        values.entries[0].value = Secret(String(repeating: "x", count: 64 * 1024 - "TOKEN=".count - 1))
        #expect(SecretFile.obstacle(values) == nil)
        values.entries[0].value = Secret(String(repeating: "x", count: 64 * 1024 - "TOKEN=".count))
        #expect(SecretFile.obstacle(values)?.reason == "is too long for a line")
    }

    @Test func `an ExternalSecret has the store, the path and the template of the runbook`() throws {
        let settings = try Shop.settings()
        let external = try #require(settings.external)
        let manifest = ExternalSecretManifest(values: try Self.small(), settings: settings, external: external)
        #expect(manifest.notes == ["the store 'vault' must have 'path: kv' and 'version: v2': keys are relative to it"])
        #expect(
            Manifests.text([manifest.value]) == """
                apiVersion: external-secrets.io/v1
                kind: ExternalSecret
                metadata:
                  name: shop-secrets
                  namespace: shop
                spec:
                  refreshInterval: 1h
                  secretStoreRef:
                    name: vault
                    kind: ClusterSecretStore
                  target:
                    name: shop-secrets
                    creationPolicy: Owner
                    deletionPolicy: Retain
                    template:
                      type: Opaque
                      metadata:
                        annotations:
                          reloader.stakater.com/auto: "true"
                  data:
                    - secretKey: TOKEN
                      remoteRef:
                        key: team/shop
                        property: token

                """)
    }

    @Test func `without a mount the key is the runbook's, and old operators get their version`() throws {
        var settings = try Shop.settings()
        settings.external?.mount = nil
        let external = try #require(settings.external)
        let manifest = ExternalSecretManifest(
            values: try Self.small(), settings: settings, external: external, version: .v1beta1)
        let text = Manifests.text([manifest.value])
        #expect(text.contains("apiVersion: external-secrets.io/v1beta1\n"))
        #expect(text.contains("key: secret/data/team/shop\n"))
        #expect(manifest.version.warning != nil)
        #expect(ExternalSecretManifest.Version.v1.warning == nil)
    }

    @Test func `Vault gets the values by standard input, at the path of its command line`() throws {
        let settings = try Shop.settings()
        let command = VaultCommand(
            values: try Shop.values(try Shop.plan(), surfaces: [.cli]), external: try #require(settings.external))
        #expect(
            command.text("sfm-dev kubernetes vault-commands") == """
                sfm-dev kubernetes vault-commands --data | vault kv put -mount=kv team/shop -

                """)
        let json = try command.json()
        #expect(json.contains(#""dsn" : "postgresql://ada:pa%3Ass"#))
        #expect(json.contains(#""ca_pem" : "-----BEGIN CERTIFICATE-----\nMIIB\n"#))
    }

    @Test func `two values of one name in Vault are refused`() throws {
        var external = try #require(try Shop.settings().external)
        external.properties["TOKEN"] = "dsn"
        let command = VaultCommand(values: try Shop.values(try Shop.plan()), external: external)
        #expect(
            Shop.refusal { _ = try command.json() } == """
                exit 65
                sfm-dev: error: 'POSTGRES_URL' and 'TOKEN' would both be called 'dsn' in Vault
                hint: name one of them under 'properties:' in kubernetes.yaml

                """)
    }
}
