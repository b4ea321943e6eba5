extension Element {
    static let all = process + storage + network + health + limits

    private static let process = [
        Element("image alone", ""),
        Element("command as text", #"command: redis-server --port 7000 --save "" --loglevel 'warning'"#),
        Element("command as list", #"command: ["sh", "-c", "echo $$HOME & exit"]"#),
        Element("command empty", "command: []"),
        Element("entrypoint as text", "entrypoint: sh -c"),
        Element("entrypoint as list", #"entrypoint: ["/bin/sh", "-c"]"#),
        Element("entrypoint empty", "entrypoint: []\ncommand: [redis-server]"),
        Element("environment as mapping", "environment: {A: '1', B: two words, C: 'a\"b', D: 'x=y', E: \"\"}"),
        Element("environment as list", "environment: [A=1, 'B=two words', C=]"),
        Element("environment with signs of markup", "environment: {A: '<&>', B: \"tab\\there\", C: 'ü…€'}"),
        Element("environment with dollars", "environment: {A: 'a$$b', B: '$${X}'}"),
        Element("environment with numbers", "environment: {A: 1, B: 1.5, C: \"true\"}"),
        Element("env_file", "env_file: ./one.env"),
        Element("env_file beaten by environment", "env_file: [./one.env]\nenvironment: {A: own}"),
        Element("env_file after another", "env_file: [./one.env, ./two.env]"),
        Element("env_file optional", "env_file: [{path: ./none.env, required: false}, {path: ./one.env}]"),
        Element("env_file raw", "env_file: [{path: ./raw.env, format: raw}]"),
        Element("user", "user: \"1000:1000\""),
        Element("working_dir", "working_dir: /srv/app"),
        Element("hostname", "hostname: cache"),
        Element("init", "init: true"),
        Element("init off", "init: false"),
        Element("tty and stdin_open", "tty: true\nstdin_open: true"),
        Element("stop_signal", "stop_signal: SIGINT"),
        Element("stop_grace_period", "stop_grace_period: 1m30s"),
        Element("stop_grace_period in seconds", "stop_grace_period: 90s"),
        Element("restart always", "restart: always"),
        Element("restart no", "restart: \"no\""),
        Element("restart on failure", "restart: on-failure"),
        Element("restart on failure, counted", "restart: on-failure:3"),
        Element("restart unless stopped", "restart: unless-stopped"),
        Element("labels as mapping", "labels: {b: \"2\", a: \"\", com.example/x: 'y & z'}"),
        Element("labels as list", "labels: [b=2, a]"),
        Element("platform", "platform: linux/amd64"),
        Element("profiles", "profiles: [debug, extra]"),
        Element("pull_policy", "pull_policy: never"),
        Element("post_start", "post_start: [{command: [\"touch\", \"/tmp/x\"], user: root, environment: {A: b}}]"),
        Element("pre_stop", "pre_stop: [{command: sync, working_dir: /tmp, privileged: true}]"),
    ]

    private static let storage = [
        Element("named volume", "volumes: [\"data:/data\"]"),
        Element("named volume, read-only", "volumes: [\"data:/data:ro\"]"),
        Element(
            "named volume in the long form", "volumes: [{type: volume, source: marked, target: /data/}]", isLong: true),
        Element("external volume", "volumes: [\"elsewhere:/data\"]"),
        Element("nameless volume", "volumes: [\"/cache\"]"),
        Element("file of the project", "volumes: [\"./app.conf:/etc/app.conf:ro\"]"),
        Element("folder of the project", "volumes: [\"./src:/src\"]"),
        Element(
            "bind in the long form", "volumes: [{type: bind, source: ., target: /src, read_only: true}]", isLong: true),
        Element(
            "bind of a folder that must be there",
            "volumes: [{type: bind, source: ./src, target: /src, bind: {create_host_path: false}}]"),
        Element(
            "bind that makes its folder",
            "volumes: [{type: bind, source: ./new, target: /new, bind: {create_host_path: true}}]"),
        Element("tmpfs as volume", "volumes: [{type: tmpfs, target: /run/x, tmpfs: {size: 64m, mode: 01777}}]"),
        Element("tmpfs as volume, plain", "volumes: [{type: tmpfs, target: /run/x}]"),
        Element("tmpfs as text", "tmpfs: /run/x"),
        Element("tmpfs with options", "tmpfs: [\"/run/x:size=64m,mode=1777\", /run/y]"),
        Element("read_only", "read_only: true\ntmpfs: [/tmp]"),
        Element(
            "secret from the environment",
            "secrets: [{source: token, uid: \"0\", gid: \"0\", mode: 0400}]"),
        Element(
            "secret at a path of its own",
            "secrets: [{source: token, target: /etc/app/token, uid: \"103\", gid: \"104\", mode: 0440}]"),
        Element(
            "config with content",
            "configs: [{source: plain, target: /etc/plain.conf, uid: \"33\", gid: \"33\", mode: 0444}]"),
        Element(
            "config from the environment",
            "configs: [{source: cooked, target: /etc/cooked.conf, uid: \"0\", gid: \"0\", mode: 0400}]"),
    ]

    private static let network = [
        Element("port", "ports: [\"127.0.0.1:17001:6379\"]"),
        Element("port for udp", "ports: [\"127.0.0.1:17002:53/udp\"]"),
        Element("port on IPv6", "ports: [\"[::1]:17003:6379\"]"),
        Element("ports in ranges", "ports: [\"127.0.0.1:17010-17012:7000-7002\"]"),
        Element(
            "port in the long form", "ports: [{target: 6379, published: \"17004\", host_ip: 127.0.0.1, protocol: tcp}]"),
        Element("expose", "expose: [\"7000\", \"7001/udp\"]"),
        Element("one network", "networks: [front]"),
        Element("two networks", "networks: [front, back]"),
        Element("network with aliases", "networks: {front: {aliases: [cache, store]}}"),
        Element("external network", "networks: [outside]"),
        Element("default network named", "networks: {default: {aliases: [cache]}}"),
        Element("extra_hosts as list", "extra_hosts: [\"b:10.0.0.2\", \"a=10.0.0.1\"]"),
        Element("extra_hosts as mapping", "extra_hosts: {host.docker.internal: host-gateway, six: \"::1\"}"),
    ]

    private static let health = [
        Element(
            "healthcheck as list", "healthcheck: {test: [CMD, redis-cli, ping], interval: 5s, timeout: 1s, retries: 3}"),
        Element("healthcheck as text", "healthcheck: {test: redis-cli ping, interval: 1m30s, start_period: 250ms}"),
        Element("healthcheck of none", "healthcheck: {test: [NONE]}"),
        Element("healthcheck off", "healthcheck: {disable: true}"),
        Element("depends_on as list", "depends_on: [image-alone]"),
        Element(
            "depends_on with conditions",
            """
            depends_on:
              image-alone: {condition: service_started, restart: true}
              healthcheck-as-list: {condition: service_healthy}
              command-as-list: {condition: service_completed_successfully, required: false}
            """),
    ]

    private static let limits = [
        Element("cap_add and cap_drop", "cap_add: [SYS_NICE]\ncap_drop: [ALL]"),
        Element("security_opt", "security_opt: [\"no-new-privileges:true\"]"),
        Element("ulimits", "ulimits: {nproc: 1024, nofile: {soft: 1000, hard: 2000}}"),
        Element("shm_size", "shm_size: 128m"),
        Element("mem_limit", "mem_limit: 64m"),
        Element("cpus", "cpus: 0.5"),
        Element("cpus, whole", "cpus: 1"),
        Element("deploy limits", "deploy: {resources: {limits: {cpus: '0.25', memory: 50M, pids: 64}}}"),
        Element("deploy limit of memory", "deploy: {resources: {limits: {memory: 1g}}}"),
        Element("logging", "logging: {driver: json-file, options: {max-size: 10m, max-file: \"3\"}}"),
        Element("logging without options", "logging: {driver: local}"),
    ]
}
