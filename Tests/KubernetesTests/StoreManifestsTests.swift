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
                      securityContext:
                        fsGroup: 1000
                        fsGroupChangePolicy: OnRootMismatch
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
                            - name: sfm-dev-scratch-1
                              mountPath: /scratch
                      volumes:
                        - name: sfm-dev-scratch-1
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
                            - name: sfm-dev-config
                              mountPath: /etc/postgresql/pg_hba.conf
                              subPath: etc.postgresql.pg_hba.conf
                              readOnly: true
                            - name: sfm-dev-files
                              mountPath: /run/secrets/password
                              subPath: run.secrets.password
                              readOnly: true
                      volumes:
                        - name: sfm-dev-files
                          secret:
                            secretName: postgres-files
                            items:
                              - key: run.secrets.password
                                path: run.secrets.password
                                mode: 288
                        - name: sfm-dev-config
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

    /// The lines below that one, as far as they are indented more.
    private static func part(_ text: String, below key: String) -> [String] {
        let lines = text.split(separator: "\n").map { String($0) }
        guard let start = lines.firstIndex(where: { $0.hasSuffix(key) }) else { return [] }
        let depth = lines[start].prefix { $0 == " " }.count
        return lines[(start + 1)...].prefix { $0.prefix { $0 == " " }.count > depth }
            .map { String($0.drop { $0 == " " }) }
    }

    @Test func `what a template has besides is carried`() throws {
        let kafka =
            Shop.kafka + """

                expose: ["9999"]
                pull_policy: always
                cap_add: [CAP_NET_ADMIN]
                security_opt: ["no-new-privileges:true"]
                extra_hosts: ["other:10.0.0.1"]
                shm_size: 64m
                cpus: 0.05
                volumes: ["/cache"]
                tty: true
                stdin_open: true
                working_dir: /srv
                post_start: [{command: [touch, "a b"]}, {command: ["true"]}]
                pre_stop: [{command: ["true"]}]

                """
        let text = Manifests.text(try Self.manifests(["compose/kafka.yaml": kafka]).objects())
        #expect(Self.part(text, below: "hostAliases:") == ["- ip: \"10.0.0.1\"", "hostnames:", "- other"])
        #expect(text.contains("- name: tcp-9999\n"))
        #expect(text.contains("imagePullPolicy: Always\n"))
        #expect(Self.part(text, below: "add:") == ["- NET_ADMIN"])
        #expect(text.contains("allowPrivilegeEscalation: false\n"))
        #expect(text.contains("mountPath: /dev/shm\n") && text.contains("sizeLimit: \"67108864\"\n"))
        #expect(text.contains("mountPath: /cache\n") && text.contains("emptyDir: {}\n"))
        #expect(Self.part(text, below: "requests:") == ["cpu: 50m", "memory: 256Mi"])
        #expect(text.contains("tty: true\n") && text.contains("stdin: true\n") && text.contains("workingDir: /srv\n"))
        #expect(
            Self.part(text, below: "postStart:") == [
                "exec:", "command:", "- sh", "- \"-c\"", "- touch 'a b' && true",
            ])
        #expect(Self.part(text, below: "preStop:") == ["exec:", "command:", "- \"true\""])
    }

    @Test func `files and volumes keep names of their own`() throws {
        let postgres = Shop.postgres
            .replacing(
                "{source: hba, target: /etc/postgresql/pg_hba.conf}",
                with: "{source: hba, target: /etc/a.b/c}, {source: hba, target: /etc/a/b.c}"
            )
            .replacing(
                "volumes: [\"postgres_data:", with: "volumes: [\"files:/more\", \"files:/twice\", \"postgres_data:"
            )
            .replacing("volumes: [postgres_data]", with: "volumes: [postgres_data, files]")
        let text = Manifests.text(try Self.manifests(["compose/postgres.yaml": postgres]).objects())
        #expect(text.contains("  etc.a.b.c: |\n") && text.contains("  etc.a.b.c-2: |\n"))
        #expect(text.ranges(of: "        name: files\n").count == 1)
        #expect(text.contains("- name: sfm-dev-files\n"))
    }

    @Test func `the group is the one that the template's files have`() throws {
        let plan = try Shop.plan()
        let text = Manifests.text(try StoreManifests(plan, try Shop.settings("namespace: n")) { _ in nil }.objects())
        #expect(Self.part(text, below: "terminationGracePeriodSeconds: 90") == [])
        #expect(text.contains("fsGroup: 70\n") && text.contains("fsGroup: 1000\n"))
        #expect(!text.contains("sfm-dev/files:"))
    }

    @Test(arguments: [("64m", "1Gi", true), ("1", "900m", false), ("1Gi", "1000M", false), ("1Mi", "1M", false)])
    func `quantities are compared by their size`(a: String, b: String, isLess: Bool) throws {
        #expect(try (#require(Quantity(a)) < #require(Quantity(b))) == isLess)
    }
}
