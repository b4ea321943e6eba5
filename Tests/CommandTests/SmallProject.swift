import Testing

/// Six little services in one project, which start in a moment: for tests of what a change of their files does.
///
/// `web` has nearly everything that a service can have; `vault` a secret; `store` a volume, and `follower`, which is
/// restarted when `store` is made anew; `job` ends by itself; `quiet` has nothing.
enum SmallProject {
    static let services = ["follower", "job", "quiet", "store", "vault", "web"]
    static let image = "sfm-dev/stand-in-redis:1"

    /// Writes its files in the place of the repository's own.
    static func write(to project: TestProject) throws {
        try project.done(
            "rm compose/* profiles/* && mkdir conf folder && echo one > conf/web.conf && echo a > folder/a")
        for (name, text) in files(project) { try project.write(text, to: name) }
        try project.write(config(project), to: "config.yaml")
    }

    static func config(_ project: TestProject, key: String = "one") -> String {
        "sfm-dev: {project: \(project.name), credentials: {VAULT_KEY: \(key)}}\n"
    }

    private static func files(_ project: TestProject) -> [String: String] {
        [
            "profiles/local.yaml": """
            profile: local
            description: little services
            project: small
            services: [\(services.joined(separator: ", "))]
            credentials:
              VAULT_KEY: {default: one}

            """,
            "compose/web.yaml": web(port: project.ports[0]),
            "compose/vault.yaml": """
            image: \(image)
            secrets: [{source: VAULT_KEY, target: key, uid: "0", gid: "0", mode: 0400}]

            """,
            "compose/store.yaml": """
            image: \(image)
            volumes: ["store_data:/data"]
            x-sfm-dev:
              stop_order: data
              volumes: [store_data]

            """,
            "compose/follower.yaml": """
            image: \(image)
            depends_on: {store: {condition: service_started, restart: true}}

            """,
            "compose/job.yaml": """
            image: \(image)
            entrypoint: [sh, -c]
            command: ["exit 0"]
            x-sfm-dev: {ready: completed}

            """,
            "compose/quiet.yaml": "image: \(image)\n",
        ]
    }

    private static func web(port: Int) -> String {
        """
        image: \(image)
        entrypoint: [/usr/bin/env]
        command: [redis-server, --save, ""]
        environment: {MODE: one, LEVEL: "1"}
        ports: ["127.0.0.1:\(port):6379"]
        volumes: ["./conf/web.conf:/etc/web.conf:ro", "./folder:/srv/folder", "web_data:/data"]
        tmpfs: [/scratch]
        networks: {default: {aliases: [www]}}
        healthcheck: {test: [CMD, "true"], interval: 60s, timeout: 5s, retries: 3}
        restart: "no"
        labels: {tier: one}
        hostname: web
        user: "0"
        working_dir: /
        init: true
        stop_signal: SIGTERM
        stop_grace_period: 60s
        cap_add: [SYS_NICE]
        cap_drop: [MKNOD]
        security_opt: ["no-new-privileges:true"]
        extra_hosts: ["other:10.0.0.1"]
        ulimits: {nofile: 1024}
        shm_size: 64m
        logging: {driver: json-file, options: {max-size: 1m}}
        x-sfm-dev:
          endpoint: 6379
          ready: tcp
          ready_within: 60s
          volumes: [web_data]

        """
    }
}
