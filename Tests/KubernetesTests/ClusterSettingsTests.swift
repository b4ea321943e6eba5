import Testing

@testable import Kubernetes

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

struct ClusterSettingsTests {
    @Test func `a project that says nothing is called by its own name`() throws {
        let settings = try ClusterSettings.read(nil, project: "shop")
        #expect(settings.namespace == "shop")
        #expect(settings.secret == "shop-runtime-secrets")
        #expect(settings.backupSecret == "shop-backup-aws")
        #expect(settings.external == nil)
    }

    @Test func `a name that Kubernetes would not take is made one`() throws {
        let settings = try ClusterSettings.read(nil, project: "my_Shop.one_")
        #expect(settings.namespace == "my-shop-one")
        #expect(settings.secret == "my-shop-one-runtime-secrets")
    }

    @Test func `everything that is said counts`() throws {
        let settings = try Shop.settings(
            """
            namespace: prod
            secret: a.b
            deployments: [one, two]
            health: {service: web, port: 80, paths: [/a, /b]}
            external_secret:
              store: {name: v, kind: SecretStore}
              refresh: 5m
              mount: kv/team
              path: x/y
              properties: {A: b}
            backup: {secret: keys}
            stores: {storage: 2Gi, requests: {cpu: "1"}, limits: {memory: 1.5Gi}, groups: {db: 70}}
            x-mine: anything
            """)
        var wanted = ClusterSettings(project: "shop")
        wanted.namespace = "prod"
        wanted.secret = "a.b"
        wanted.deployments = ["one", "two"]
        wanted.health = .init(service: "web", port: 80, paths: ["/a", "/b"])
        wanted.external = .init(
            store: "v", kind: "SecretStore", refresh: "5m", mount: "kv/team", path: "x/y", properties: ["A": "b"])
        wanted.backupSecret = "keys"
        wanted.stores = .init(storage: "2Gi", requests: ["cpu": "1"], limits: ["memory": "1.5Gi"], groups: ["db": 70])
        #expect(settings == wanted)
    }

    @Test func `the project's own file has the runbook's names`() throws {
        let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
        let file = try #require(fopen("\(root)/kubernetes.yaml", "r"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = fread(&bytes, 1, bytes.count, file)
        let settings = try ClusterSettings.read(Array(bytes.prefix(count)), project: "sfm")
        #expect(settings.namespace == "soma-memory")
        #expect(settings.secret == "soma-memory-runtime-secrets")
        #expect(settings.backupSecret == "soma-memory-backup-aws")
        #expect(
            settings.deployments == ["soma-memory-somafractalmemory", "soma-memory-somafractalmemory-consumer"])
        let external = try #require(settings.external)
        #expect(external.store == "soma-vault-store" && external.kind == "ClusterSecretStore")
        #expect(external.mount == "secret" && external.path == "shared-infra/soma-memory/prod")
        // The five of section 3.3.
        let names = ["SOMA_API_TOKEN", "POSTGRES_URL", "REDIS_URL", "QDRANT_URL", "KAFKA_BOOTSTRAP_SERVERS"]
        #expect(
            names.map(external.property) == [
                "soma_api_token", "postgres_dsn", "redis_url", "qdrant_url", "kafka_bootstrap_servers",
            ])
    }

    @Test(arguments: [
        (
            "namespace: Shop",
            """
            exit 65
            kubernetes.yaml:1:12: error: 'Shop' is no name of Kubernetes
              1 | namespace: Shop
                |            ^~~~
            hint: use small letters, digits and '-', a letter or digit at both ends

            """
        ),
        (
            "namespce: shop",
            """
            exit 65
            kubernetes.yaml:1:1: error: unknown key 'namespce'
              1 | namespce: shop
                | ^~~~~~~~
            hint: did you mean 'namespace'? known keys: backup, deployments, external_secret, health, namespace, secret, stores

            """
        ),
        (
            "health: {service: api}",
            """
            exit 65
            kubernetes.yaml:1:9: error: 'health' needs a service, its port and paths
              1 | health: {service: api}
                |         ^~~~~~~~~~~~~~
            hint: write 'health: {service: api, port: 9595, paths: [/healthz]}'

            """
        ),
        (
            "health: {service: api, port: 1, paths: [healthz]}",
            """
            exit 65
            kubernetes.yaml:1:40: error: 'healthz' is no path
              1 | health: {service: api, port: 1, paths: [healthz]}
                |                                        ^~~~~~~~~
            hint: write it as '/healthz'

            """
        ),
        (
            "external_secret: {store: {name: v}}",
            """
            exit 65
            kubernetes.yaml:1:18: error: 'external_secret' needs a store and a path
              1 | external_secret: {store: {name: v}}
                |                  ^~~~~~~~~~~~~~~~~~
            hint: write 'external_secret: {store: {name: vault}, path: team/app}'

            """
        ),
        (
            "external_secret: {store: {name: v}, path: data/x}",
            """
            exit 65
            kubernetes.yaml:1:43: error: 'data/x' has 'data/', which is of Vault's API
              1 | external_secret: {store: {name: v}, path: data/x}
                |                                           ^~~~~~
            hint: write 'x'

            """
        ),
        (
            "external_secret: {store: {name: v}, path: /x}",
            """
            exit 65
            kubernetes.yaml:1:43: error: '/x' begins or ends with a slash, or has two in a row
              1 | external_secret: {store: {name: v}, path: /x}
                |                                           ^~
            hint: write it as 'team/app'

            """
        ),
        (
            "external_secret: {store: {kind: Vault}, path: x}",
            """
            exit 65
            kubernetes.yaml:1:33: error: expected one of SecretStore, ClusterSecretStore, found 'Vault'
              1 | external_secret: {store: {kind: Vault}, path: x}
                |                                 ^~~~~

            """
        ),
        (
            "stores: {storage: 1GiB}",
            """
            exit 65
            kubernetes.yaml:1:19: error: '1GiB' is no quantity
              1 | stores: {storage: 1GiB}
                |                   ^~~~
            hint: write it as '500m', '2' or '1Gi'

            """
        ),
        (
            "deployments: api",
            """
            exit 65
            kubernetes.yaml:1:14: error: expected a list of names, found text
              1 | deployments: api
                |              ^~~

            """
        ),
        (
            "external_secret: {store: {name: v}, path: x, refresh: soon}",
            """
            exit 65
            kubernetes.yaml:1:55: error: 'soon' is no duration
              1 | external_secret: {store: {name: v}, path: x, refresh: soon}
                |                                                       ^~~~
            hint: write it as '1h' or '15m'

            """
        ),
        (
            "external_secret: {store: {name: v}, path: \"a; b\"}",
            """
            exit 65
            kubernetes.yaml:1:43: error: 'a; b' is no path of Vault
              1 | external_secret: {store: {name: v}, path: "a; b"}
                |                                           ^~~~~~
            hint: use letters, digits, '_', '-', '.' and '/'

            """
        ),
        (
            "external_secret: {store: {name: v}, path: x, properties: {A: a.b}}",
            """
            exit 65
            kubernetes.yaml:1:62: error: 'a.b' is no name of a value in Vault
              1 | external_secret: {store: {name: v}, path: x, properties: {A: a.b}}
                |                                                              ^~~
            hint: use letters, digits, '_' and '-'

            """
        ),
        (
            "namespace: A\nhealth: {service: api}",
            """
            exit 65
            kubernetes.yaml:1:12: error: 'A' is no name of Kubernetes
              1 | namespace: A
                |            ^
            hint: use small letters, digits and '-', a letter or digit at both ends
            kubernetes.yaml:2:9: error: 'health' needs a service, its port and paths
              2 | health: {service: api}
                |         ^~~~~~~~~~~~~~
            hint: write 'health: {service: api, port: 9595, paths: [/healthz]}'

            """
        ),
        (
            "external_secret: {store: {name: v}, path: secret/data/team/app}",
            """
            exit 65
            kubernetes.yaml:1:43: error: 'secret/data/team/app' has 'data/', which is of Vault's API
              1 | external_secret: {store: {name: v}, path: secret/data/team/app}
                |                                           ^~~~~~~~~~~~~~~~~~~~
            hint: write 'mount: secret' and 'path: team/app'

            """
        ),
        (
            "external_secret: {store: {name: v}, mount: kv/data, path: app}",
            """
            exit 65
            kubernetes.yaml:1:44: error: 'kv/data' has 'data/', which is of Vault's API
              1 | external_secret: {store: {name: v}, mount: kv/data, path: app}
                |                                            ^~~~~~~
            hint: write 'kv'

            """
        ),
    ])
    func `each mistake is shown with its place`(text: String, shown: String) {
        #expect(Shop.refusal { _ = try Shop.settings(text) } == shown)
    }
}
