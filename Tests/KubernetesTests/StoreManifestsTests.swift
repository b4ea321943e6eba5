import Diagnostics
import Profiles
import Testing

@testable import Kubernetes

struct StoreManifestsTests {
    private static func manifests(_ changes: [String: String] = [:], mask: String? = nil) throws -> StoreManifests {
        let settings = try Shop.settings("namespace: shop\nstores: {storage: 2Gi, groups: {postgres: 70}}\n")
        return StoreManifests(try Shop.plan(changes), settings, mask: mask) { "\($0.count) bytes" }
    }

    @Test func `each store gets its files, its name and its volume`() throws {
        let text = Manifests.text(try Self.manifests().objects())
        #expect(
            text == """
                apiVersion: v1
                kind: Service
                metadata:
                  name: kafka
                  namespace: shop
                  labels:
                    app.kubernetes.io/instance: shop
                    app.kubernetes.io/managed-by: sfm-dev
                    app.kubernetes.io/name: kafka
                spec:
                  clusterIP: None
                  selector:
                    app.kubernetes.io/instance: shop
                    app.kubernetes.io/name: kafka
                  publishNotReadyAddresses: true
                  ports:
                    - name: tcp-9092
                      port: 9092
                      targetPort: 9092
                ---
                apiVersion: apps/v1
                kind: StatefulSet
                metadata:
                  name: kafka
                  namespace: shop
                  labels:
                    app.kubernetes.io/instance: shop
                    app.kubernetes.io/managed-by: sfm-dev
                    app.kubernetes.io/name: kafka
                spec:
                  serviceName: kafka
                  replicas: 1
                  selector:
                    matchLabels:
                      app.kubernetes.io/instance: shop
                      app.kubernetes.io/name: kafka
                  template:
                    metadata:
                      labels:
                        app.kubernetes.io/instance: shop
                        app.kubernetes.io/managed-by: sfm-dev
                        app.kubernetes.io/name: kafka
                    spec:
                      enableServiceLinks: false
                      automountServiceAccountToken: false
                      containers:
                        - name: kafka
                          image: kafka:3
                          command:
                            - sh
                            - "-c"
                            - echo $$HOME; exec "$$@"
                            - sh
                          args:
                            - run
                          ports:
                            - containerPort: 9092
                          startupProbe:
                            tcpSocket:
                              port: 9092
                            periodSeconds: 5
                            timeoutSeconds: 5
                            failureThreshold: 21
                          readinessProbe:
                            tcpSocket:
                              port: 9092
                            periodSeconds: 10
                            timeoutSeconds: 5
                            failureThreshold: 3
                          livenessProbe:
                            tcpSocket:
                              port: 9092
                            periodSeconds: 10
                            timeoutSeconds: 5
                            failureThreshold: 3
                          resources:
                            requests:
                              cpu: 100m
                              memory: 256Mi
                            limits:
                              memory: "536870912"
                          securityContext:
                            runAsUser: 1000
                            runAsGroup: 1000
                            readOnlyRootFilesystem: true
                            capabilities:
                              drop:
                                - ALL
                          volumeMounts:
                            - name: scratch-1
                              mountPath: /scratch
                      volumes:
                        - name: scratch-1
                          emptyDir:
                            medium: Memory
                            sizeLimit: "67108864"
                ---
                apiVersion: v1
                data:
                  run.secrets.password: cGE6c3Mgd29yZA==
                kind: Secret
                metadata:
                  labels:
                    app.kubernetes.io/instance: shop
                    app.kubernetes.io/managed-by: sfm-dev
                    app.kubernetes.io/name: postgres
                  name: postgres-files
                  namespace: shop
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: postgres-config
                  namespace: shop
                  labels:
                    app.kubernetes.io/instance: shop
                    app.kubernetes.io/managed-by: sfm-dev
                    app.kubernetes.io/name: postgres
                data:
                  etc.postgresql.pg_hba.conf: |
                    hostssl all all all scram-sha-256
                ---
                apiVersion: v1
                kind: Service
                metadata:
                  name: postgres
                  namespace: shop
                  labels:
                    app.kubernetes.io/instance: shop
                    app.kubernetes.io/managed-by: sfm-dev
                    app.kubernetes.io/name: postgres
                spec:
                  clusterIP: None
                  selector:
                    app.kubernetes.io/instance: shop
                    app.kubernetes.io/name: postgres
                  publishNotReadyAddresses: true
                  ports:
                    - name: tcp-5432
                      port: 5432
                      targetPort: 5432
                ---
                apiVersion: apps/v1
                kind: StatefulSet
                metadata:
                  name: postgres
                  namespace: shop
                  labels:
                    app.kubernetes.io/instance: shop
                    app.kubernetes.io/managed-by: sfm-dev
                    app.kubernetes.io/name: postgres
                spec:
                  serviceName: postgres
                  replicas: 1
                  selector:
                    matchLabels:
                      app.kubernetes.io/instance: shop
                      app.kubernetes.io/name: postgres
                  template:
                    metadata:
                      labels:
                        app.kubernetes.io/instance: shop
                        app.kubernetes.io/managed-by: sfm-dev
                        app.kubernetes.io/name: postgres
                      annotations:
                        sfm-dev/files: 102 bytes
                    spec:
                      enableServiceLinks: false
                      automountServiceAccountToken: false
                      securityContext:
                        fsGroup: 70
                        fsGroupChangePolicy: OnRootMismatch
                      terminationGracePeriodSeconds: 90
                      containers:
                        - name: postgres
                          image: postgres:15
                          env:
                            - name: NOTE
                              value: $$(date) costs $$5
                            - name: POSTGRES_PASSWORD_FILE
                              value: /run/secrets/password
                          ports:
                            - containerPort: 5432
                          startupProbe:
                            exec:
                              command:
                                - pg_isready
                            periodSeconds: 5
                            timeoutSeconds: 3
                            failureThreshold: 13
                          readinessProbe:
                            exec:
                              command:
                                - pg_isready
                            periodSeconds: 5
                            timeoutSeconds: 3
                            failureThreshold: 12
                          livenessProbe:
                            exec:
                              command:
                                - pg_isready
                            periodSeconds: 5
                            timeoutSeconds: 3
                            failureThreshold: 12
                          resources:
                            requests:
                              cpu: 100m
                              memory: 256Mi
                          volumeMounts:
                            - name: postgres-data
                              mountPath: /var/lib/postgresql/data
                              subPath: data
                            - name: config
                              mountPath: /etc/postgresql/pg_hba.conf
                              subPath: etc.postgresql.pg_hba.conf
                              readOnly: true
                            - name: files
                              mountPath: /run/secrets/password
                              subPath: run.secrets.password
                              readOnly: true
                      volumes:
                        - name: files
                          secret:
                            secretName: postgres-files
                            items:
                              - key: run.secrets.password
                                path: run.secrets.password
                                mode: 288
                        - name: config
                          configMap:
                            name: postgres-config
                            items:
                              - key: etc.postgresql.pg_hba.conf
                                path: etc.postgresql.pg_hba.conf
                                mode: 292
                  volumeClaimTemplates:
                    - metadata:
                        name: postgres-data
                      spec:
                        accessModes:
                          - ReadWriteOnce
                        resources:
                          requests:
                            storage: 2Gi

                """)
    }

    @Test func `a masked manifest has no secret in it`() throws {
        let text = Manifests.text(try Self.manifests(mask: "[redacted]").objects())
        #expect(!text.contains("cGE6c3Mgd29yZA=="))
        #expect(Manifests.text(try Self.manifests().objects()).contains("cGE6c3Mgd29yZA=="))
    }

    @Test func `another secret makes the pod anew`() throws {
        let plan = try Shop.plan()
        var other = plan
        other.secrets[0].value = Secret("longer than before")
        let settings = try Shop.settings()
        func text(_ plan: ResolvedPlan) throws -> String {
            Manifests.text(
                try StoreManifests(plan, settings) { String($0.reduce(7) { $0 &* 31 &+ Int($1) }) }.objects())
        }
        let lines = zip(try text(plan).split(separator: "\n"), try text(other).split(separator: "\n"))
        #expect(lines.filter { $0 != $1 }.map(\.0).contains { $0.contains("sfm-dev/files:") })
    }

    @Test func `what is left to others is told`() throws {
        let kafka = Shop.kafka.replacing(
            "ready_within: 100s", with: "ready: {kafka: {user: ada, password: DB_PASSWORD}}"
        )
        .replacing("image:", with: "stop_signal: SIGINT\ninit: true\nimage:")
        let manifests = try Self.manifests(["compose/kafka.yaml": kafka])
        let text = manifests.notes.map { $0.rendered() }.joined()
        #expect(
            text == """
                sfm-dev: note: 'kafka': Kubernetes has no place for 'stop_signal', 'init'
                sfm-dev: warning: 'kafka': its user 'ada' is made by 'sfm-dev up', and by nobody in a cluster
                hint: kafka-configs --bootstrap-server HOST:PORT --alter --entity-type users --entity-name ada --add-config-file FILE

                """)
    }

    @Test(arguments: [
        (
            "volumes: [\"./data:/data\"]",
            """
            exit 65
            compose/kafka.yaml:11:11: error: '/home/ada/shop/data' is a path of this machine, which no cluster has
              11 | volumes: ["./data:/data"]
                 |           ^~~~~~~~~~~~~~
            hint: mount a text of it: 'configs:', or 'secrets:'

            """
        ),
        (
            "ulimits: {nofile: 10}",
            """
            exit 65
            compose/kafka.yaml:1:1: error: 'kafka' wants the limit 'nofile', which Kubernetes gives to no pod: its nodes decide
              1 | image: kafka:3
                | ^
            hint: take 'ulimits' out of the template

            """
        ),
        (
            "user: ada",
            """
            exit 65
            compose/kafka.yaml:1:1: error: 'kafka' runs as 'ada', and Kubernetes knows users by their numbers
              1 | image: kafka:3
                | ^
            hint: write 'user: "1000"'

            """
        ),
        (
            "ports: [\"9094:9092\", \"53:53/udp\"]",
            """
            exit 65
            compose/kafka.yaml:10:22: error: port 53 of 'kafka' is UDP, which is not carried to a cluster
              10 | ports: ["9094:9092", "53:53/udp"]
                 |                      ^~~~~~~~~~~
            hint: take it out of the template

            """
        ),
        (
            "post_start: [{command: [\"true\"], user: root}]",
            """
            exit 65
            compose/kafka.yaml:11:14: error: a hook of 'kafka' asks for more than a command, which Kubernetes cannot give
              11 | post_start: [{command: ["true"], user: root}]
                 |              ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            hint: write the command alone

            """
        ),
    ])
    func `what no cluster can have is told with its place`(line: String, shown: String) throws {
        let field = line.prefix { $0 != ":" }
        let lines = Shop.kafka.split(separator: "\n").filter { !$0.hasPrefix("\(field):") }
        let kafka = lines.joined(separator: "\n") + "\n" + line + "\n"
        let manifests = try Self.manifests(["compose/kafka.yaml": kafka])
        #expect(Shop.refusal { _ = try manifests.objects() } == shown)
    }

    @Test func `a profile without stores has none`() throws {
        let profile = """
            profile: local
            services: []
            external: {postgres: {network: "db:5432", host: "db:5432"}}

            """
        let manifests = try Self.manifests(["profiles/local.yaml": profile])
        #expect(
            Shop.refusal { _ = try manifests.objects() } == """
                exit 65
                sfm-dev: error: profile 'local' runs no store of its own
                hint: sfm-dev kubernetes manifests --profile local

                """)
    }
}
