extension Mistake {
    /// What config.yaml, or several files at once, may have wrong.
    static let overrideMistakes = [
        Mistake(
            "another key beside ours",
            [.file("config.yaml", "sfm-dev: {}\nother: 1\n")],
            """
            exit 65
            config.yaml:2:1: error: unknown key 'other'
            hint: known keys: sfm-dev

            """),
        Mistake(
            "an unknown key",
            [.file("config.yaml", "sfm-dev:\n  port: {DB_PORT: 1}\n")],
            """
            exit 65
            config.yaml:2:3: error: unknown key 'port'
            hint: did you mean 'ports'? known keys: credentials, external, images, ports, project, settings, variables

            """),
        Mistake(
            "a port out of range",
            [.file("config.yaml", "sfm-dev:\n  ports: {DB_PORT: 70000}\n")],
            """
            exit 65
            config.yaml:2:20: error: '70000' is no port
            hint: ports go from 1 to 65535

            """),
        Mistake(
            "a setting that nobody asks for",
            [.file("config.yaml", "sfm-dev:\n  ports: {DB_PROT: 7000}\n")],
            """
            exit 65
            config.yaml:2:20: error: no template asks for 'DB_PROT'
            hint: did you mean 'DB_PORT'? known settings: DB_PORT, DB_VERSION

            """),
        Mistake(
            "an image of an unknown service",
            [.file("config.yaml", "sfm-dev:\n  images: {bd: db:16}\n")],
            """
            exit 65
            config.yaml:2:16: error: unknown service 'bd'
            hint: did you mean 'db'? known services: db, web

            """),
        Mistake(
            "an unknown credential",
            [.file("config.yaml", "sfm-dev:\n  credentials: {DB_PASWORD: hunter2}\n")],
            """
            exit 65
            config.yaml:2:29: error: no profile has a credential 'DB_PASWORD'
            hint: did you mean 'DB_PASSWORD'? known credentials: DB_PASSWORD

            """),
        Mistake(
            "broken YAML quotes no secret",
            [.file("config.yaml", "sfm-dev:\n  credentials: {DB_PASSWORD: \"hunter2\n")],
            """
            exit 65
            config.yaml:2:30: error: text in double quotes is not closed
            config.yaml:3:1: note: the file ends here

            """),
        Mistake(
            "a forbidden name",
            [.file("config.yaml", "sfm-dev:\n  variables: {LD_PRELOAD: x}\n")],
            """
            exit 65
            config.yaml:2:27: error: 'LD_PRELOAD' changes how programs run and is not exported
            hint: give it another name, and set 'LD_PRELOAD' where the program starts

            """),
        Mistake(
            "several mistakes are sorted by their places",
            [
                .change("profiles/local.yaml", "[db, web]", "[db, web, cache]"),
                .change("compose/db.yaml", "secrets: [DB_PASSWORD]", "secrets: [NOPE]"),
                .file(
                    "compose/web.yaml",
                    "image: web:${WEB_VERSION}\ndepends_on: [bd]\nports: [\"0:80\"]\ncolour: red\n"),
                .file("config.yaml", "sfm-dev:\n  ports: {DB_PORT: no}\n"),
            ],
            """
            exit 65
            compose/db.yaml:4:11: error: unknown credential 'NOPE'
              4 | secrets: [NOPE]
                |           ^~~~
            hint: known credentials: DB_PASSWORD
            compose/web.yaml:1:8: error: 'WEB_VERSION' has no value and no default
              1 | image: web:${WEB_VERSION}
                |        ^~~~~~~~~~~~~~~~~~
            hint: write ${WEB_VERSION:-default}, or set it in config.yaml under 'sfm-dev: {settings: {WEB_VERSION: …}}'
            compose/web.yaml:1:8: error: expected the name of an image, found nothing
              1 | image: web:${WEB_VERSION}
                |        ^~~~~~~~~~~~~~~~~~
            compose/web.yaml:2:14: error: 'web' depends on 'bd', which the profile does not run
              2 | depends_on: [bd]
                |              ^~
            hint: did you mean 'db'? known services: db, web
            compose/web.yaml:3:9: error: '0' is no port
              3 | ports: ["0:80"]
                |         ^~~~~~
            hint: ports go from 1 to 65535
            compose/web.yaml:4:1: error: unknown key 'colour'
              4 | colour: red
                | ^~~~~~
            hint: known keys: cap_add, cap_drop, command, configs, container_name, cpus, depends_on, deploy, \
            entrypoint, env_file, environment, expose, extends, extra_hosts, healthcheck, hostname, image, init, \
            labels, logging, mem_limit, networks, platform, ports, post_start, pre_stop, profiles, pull_policy, \
            read_only, restart, secrets, security_opt, shm_size, stdin_open, stop_grace_period, stop_signal, tmpfs, \
            tty, ulimits, user, volumes, working_dir, x-sfm-dev
            config.yaml:2:20: error: 'no' is no port
            hint: ports go from 1 to 65535
            profiles/local.yaml:3:21: error: unknown service 'cache'
              3 | services: [db, web, cache]
                |                     ^~~~~
            hint: known services: db, web

            """),
    ]
}
