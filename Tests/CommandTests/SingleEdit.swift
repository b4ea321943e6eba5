import Testing

/// One edit of a file, and what `plan` must say of it.
struct SingleEdit: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// Lines of service, action and cause; `PORT` and `FOLDER` stand for the project's.
    var steps: [String]
    /// A script in the project's folder.
    var script: String

    /// Of `compose/web.yaml`: replaces the one place where `old` stands.
    static func web(_ old: String, _ new: String, _ cause: String?) -> SingleEdit {
        file("web", old, new, cause.map { ["web recreate \($0)"] } ?? [])
    }

    /// Adds a line to `compose/web.yaml`.
    static func webAdds(_ line: String, _ cause: String?) -> SingleEdit {
        SingleEdit(
            testDescription: line, steps: cause.map { ["web recreate \($0)"] } ?? [],
            script: "printf '%s\\n' '\(line)' >> compose/web.yaml")
    }

    static func file(_ service: String, _ old: String, _ new: String, _ steps: [String]) -> SingleEdit {
        // Python, because sed would read meaning into the texts.
        let program = """
            from sys import argv; p, a, b = argv[1:]; s = open(p).read(); assert s.count(a) == 1, s; \
            open(p, "w").write(s.replace(a, b))
            """
        return SingleEdit(
            testDescription: "\(service): \(old) -> \(new)", steps: steps,
            script: "python3 -c '\(program)' compose/\(service).yaml \(quoted(old)) \(quoted(new))")
    }

    static func other(_ name: String, _ script: String, _ steps: [String]) -> SingleEdit {
        SingleEdit(testDescription: name, steps: steps, script: script)
    }

    private static func quoted(_ text: String) -> String { "'\(text.replacing("'", with: "'\\''"))'" }
}

extension SingleEdit {
    /// Edits of what a container is made from: exactly its own service is made anew.
    static let changes: [SingleEdit] = [
        .web("image: sfm-dev/stand-in-redis:1", "image: sfm-dev/stand-in-base:1", "image changed"),
        .web(#"command: [redis-server, --save, ""]"#, #"command: [redis-server, --save, "60 1"]"#, "command changed"),
        .web("entrypoint: [/usr/bin/env]", "entrypoint: [/usr/bin/env, -i]", "entrypoint changed"),
        .web("entrypoint: [/usr/bin/env]\n", "", "entrypoint removed"),
        .web("MODE: one", "MODE: two", "MODE changed"),
        .web("MODE: one", #"MODE: """#, "MODE changed"),
        .web("MODE: one", "MODE: one, MORE: x", "MORE added"),
        .web(#", LEVEL: "1""#, "", "LEVEL removed"),
        .web(#"MODE: one, LEVEL: "1""#, "A: b, C: d, E: f, LEVEL: g", "A added, C added, E added and 2 more"),
        .web(":6379\"]", ":6380\"]", "port PORT changed"),
        .web("127.0.0.1:", "127.0.0.2:", "port PORT changed"),
        .web("web_data:/data\"", "web_data:/other\"", "volumes changed"),
        .web("./folder:/srv/folder", "./folder:/srv/folder:ro", "volumes changed"),
        .web("tmpfs: [/scratch]", "tmpfs: [/scratch, /more]", "tmpfs changed"),
        .web("tmpfs: [/scratch]\n", "", "tmpfs removed"),
        .web("aliases: [www]", "aliases: [www, web.example]", "networks changed"),
        .web("interval: 60s", "interval: 61s", "healthcheck changed"),
        .web(#"[CMD, "true"]"#, #"[CMD-SHELL, "true"]"#, "healthcheck changed"),
        .web(#"restart: "no""#, "restart: always", "restart changed"),
        .web("tier: one", "tier: two", "label tier changed"),
        .web("tier: one", "tier: one, kind: x", "label kind added"),
        .web("hostname: web", "hostname: www", "hostname changed"),
        .web(#"user: "0""#, #"user: "1000""#, "user changed"),
        .web("working_dir: /", "working_dir: /tmp", "working_dir changed"),
        .web("init: true", "init: false", "init changed"),
        .web("stop_signal: SIGTERM", "stop_signal: SIGINT", "stop_signal changed"),
        .web("stop_grace_period: 60s", "stop_grace_period: 5s", "stop_grace_period changed"),
        .web("cap_add: [SYS_NICE]", "cap_add: [SYS_NICE, SYS_TIME]", "cap_add changed"),
        .web("cap_drop: [MKNOD]\n", "", "cap_drop removed"),
        .web("no-new-privileges:true", "no-new-privileges:false", "security_opt changed"),
        .web("other:10.0.0.1", "other:10.0.0.2", "extra_hosts changed"),
        .web("nofile: 1024", "nofile: 2048", "ulimits changed"),
        .web("shm_size: 64m", "shm_size: 65m", "shm_size changed"),
        .web("max-size: 1m", "max-size: 2m", "logging changed"),
        .webAdds("tty: true", "tty added"),
        .webAdds("stdin_open: true", "stdin_open added"),
        .webAdds("read_only: true", "read_only added"),
        .webAdds("platform: linux/amd64", "platform added"),
        .webAdds("mem_limit: 256m", "mem_limit added"),
        .webAdds("cpus: 0.5", "cpus added"),
        .webAdds("expose: [\"7000\"]", "expose added"),
        .webAdds("secrets: [{source: VAULT_KEY, target: key}]", "secret vault_key added"),
        .file("vault", #"uid: "0""#, #"uid: "70""#, ["vault recreate secret vault_key changed"]),
        .file("vault", "mode: 0400", "mode: 0440", ["vault recreate secret vault_key changed"]),
        .file("vault", "target: key", "target: other", ["vault recreate secret vault_key changed"]),
        .other(
            "a secret's value", "sed -i 's/VAULT_KEY: one/VAULT_KEY: two/' config.yaml",
            [
                "vault recreate secret vault_key changed"
            ]),
        .file(
            "store", "volumes: [\"store_data:/data\"]", "volumes: [\"store_data:/data:ro\"]",
            ["store recreate volumes changed", "follower restart 'store' was recreated"]),
        .other(
            "a mounted file's content", "echo two > conf/web.conf",
            ["web recreate file FOLDER/conf/web.conf changed"]),
        .other(
            "a mounted file put in the place of the old one", "echo two > new && mv new conf/web.conf",
            ["web recreate file FOLDER/conf/web.conf changed"]),
        .other("a mounted file that is gone", "rm conf/web.conf", ["web recreate file FOLDER/conf/web.conf removed"]),
        .file("job", "exit 0", "exit 0 # again", ["job recreate command changed"]),
    ]

    /// Edits that change no container.
    static let idle: [SingleEdit] = [
        .other("a save inside a mounted folder", "echo b > folder/a && echo c > folder/c", []),
        .other("the same content in the file's place", "cp conf/web.conf new && mv new conf/web.conf", []),
        .other("a mounted file's time", "touch -d 2001-01-01 conf/web.conf", []),
        .other("a comment", "echo '# a word' >> compose/web.yaml && sed -i '1i # first' compose/vault.yaml", []),
        .other("a comment in the profile", "echo '# a word' >> profiles/local.yaml", []),
        .other(
            "the keys' order",
            "grep -v ^hostname compose/web.yaml > new && echo 'hostname: web' >> new && mv new compose/web.yaml", []),
        .web(#"MODE: one, LEVEL: "1""#, #"LEVEL: "1", MODE: one"#, nil),
        .web(#"{MODE: one, LEVEL: "1"}"#, "[LEVEL=1, MODE=one]", nil),
        .web("hostname: web", "hostname: 'web'", nil),
        .web("[redis-server, --save, \"\"]", "redis-server --save ''", nil),
        .web("[redis-server, --save, \"\"]", "\n- redis-server\n- --save\n- ''", nil),
        .web("stop_grace_period: 60s", "stop_grace_period: 1m", nil),
        .web("interval: 60s", "interval: 1m0s", nil),
        .web("shm_size: 64m", "shm_size: 65536k", nil),
        .web("working_dir: /", "working_dir: \"/\"", nil),
        .web("./folder:/srv/folder", "./conf/../folder:/srv/folder/", nil),
        .web("\"other:10.0.0.1\"", "\"other=10.0.0.1\"", nil),
        .web("ready: tcp", "ready: redis", nil),
        .web("ready_within: 60s", "ready_within: 5s", nil),
        .web("endpoint: 6379", "endpoint: {network: 6379, host: 6379}", nil),
        .file("quiet", "image:", "depends_on: [web]\nimage:", []),
        .file("follower", "restart: true", "restart: false", []),
        .file("store", "stop_order: data", "stop_order: stateless", []),
    ]
}
