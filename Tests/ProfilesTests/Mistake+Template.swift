extension Mistake {
    /// What a template may have wrong.
    static let templateMistakes = [
        Mistake(
            "broken YAML",
            [.change("compose/db.yaml", "ports: [", "ports: [[")],
            """
            exit 65
            compose/db.yaml:2:8: error: list is not closed
              2 | ports: [["${DB_PORT:-5433}:5432"]
                |        ^
            compose/db.yaml:3:1: note: expected ',' or ']' before this

            """),
        Mistake(
            "an unknown key",
            [.change("compose/db.yaml", "volumes: [\"db", "volume: [\"db")],
            """
            exit 65
            compose/db.yaml:3:1: error: unknown key 'volume'
              3 | volume: ["db_data:/data"]
                | ^~~~~~
            hint: did you mean 'volumes'? known keys: cap_add, cap_drop, command, configs, container_name, cpus, \
            depends_on, deploy, entrypoint, env_file, environment, expose, extends, extra_hosts, healthcheck, \
            hostname, image, init, labels, logging, mem_limit, networks, platform, ports, post_start, pre_stop, \
            profiles, pull_policy, read_only, restart, secrets, security_opt, shm_size, stdin_open, \
            stop_grace_period, stop_signal, tmpfs, tty, ulimits, user, volumes, working_dir, x-sfm-dev

            """),
        Mistake(
            "an unsupported key",
            [.change("compose/web.yaml", "image: web:1", "build: .")],
            """
            exit 65
            compose/web.yaml:1:1: error: 'build' is not supported: sfm-dev runs images; build yours first and name it \
            under 'image'
              1 | build: .
                | ^~~~~
            compose/web.yaml:1:1: error: service 'web' has no image
              1 | build: .
                | ^
            hint: add 'image: <name>:<tag>'

            """),
        Mistake(
            "a duplicate key",
            [.change("compose/web.yaml", "image: web:1\n", "image: web:1\nimage: web:2\n")],
            """
            exit 65
            compose/web.yaml:2:1: error: key 'image' is written twice
              2 | image: web:2
                | ^~~~~
            compose/web.yaml:1:1: note: first written here

            """),
        Mistake(
            "an empty file",
            [.file("compose/web.yaml", "# nothing yet\n")],
            """
            exit 65
            compose/web.yaml:1:1: error: the template is empty
              1 | # nothing yet
                | ^
            hint: write at least 'image: <name>:<tag>'

            """),
        Mistake(
            "no mapping",
            [.file("compose/web.yaml", "web:1\n")],
            """
            exit 65
            compose/web.yaml:1:1: error: expected a service, such as 'image: redis:7', found text
              1 | web:1
                | ^~~~~

            """),
        Mistake(
            "a port out of range",
            [.change("compose/web.yaml", "8080:80", "65536:80")],
            """
            exit 65
            compose/web.yaml:3:9: error: '65536' is no port
              3 | ports: ["65536:80"]
                |         ^~~~~~~~~~
            hint: ports go from 1 to 65535

            """),
        Mistake(
            "a port published twice",
            [.change("compose/web.yaml", "8080:80", "5433:80")],
            """
            exit 65
            compose/web.yaml:3:9: error: host port 5433 is published twice
              3 | ports: ["5433:80"]
                |         ^~~~~~~~~
            compose/db.yaml:2:9: note: first published by 'db'
            hint: give 'web' another host port

            """),
        Mistake(
            "a cycle",
            [.change("compose/db.yaml", "secrets:", "depends_on: [web]\nsecrets:")],
            """
            exit 65
            compose/web.yaml:2:14: error: services wait for each other: db -> web -> db
              2 | depends_on: [db]
                |              ^~
            hint: remove one of these dependencies

            """),
        Mistake(
            "a service that waits for itself",
            [.change("compose/web.yaml", "[db]", "[web]")],
            """
            exit 65
            compose/web.yaml:2:14: error: services wait for each other: web -> web
              2 | depends_on: [web]
                |              ^~~
            hint: remove one of these dependencies

            """),
        Mistake(
            "an undefined variable",
            [.change("compose/web.yaml", "web:1", "web:${WEB_VERSION}")],
            """
            exit 65
            compose/web.yaml:1:8: error: 'WEB_VERSION' has no value and no default
              1 | image: web:${WEB_VERSION}
                |        ^~~~~~~~~~~~~~~~~~
            hint: write ${WEB_VERSION:-default}, or set it in config.yaml under 'sfm-dev: {settings: {WEB_VERSION: …}}'
            compose/web.yaml:1:8: error: expected the name of an image, found nothing
              1 | image: web:${WEB_VERSION}
                |        ^~~~~~~~~~~~~~~~~~

            """),
        Mistake(
            "a variable that is required",
            [.change("compose/web.yaml", "web:1", "web:${WEB_VERSION:?choose one}")],
            """
            exit 65
            compose/web.yaml:1:8: error: 'WEB_VERSION' has no value: choose one
              1 | image: web:${WEB_VERSION:?choose one}
                |        ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            hint: set it in config.yaml under 'sfm-dev: {settings: {WEB_VERSION: …}}'
            compose/web.yaml:1:8: error: expected the name of an image, found nothing
              1 | image: web:${WEB_VERSION:?choose one}
                |        ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~

            """),
        Mistake(
            "an unknown credential",
            [.change("compose/db.yaml", "secrets: [DB_PASSWORD]", "secrets: [DB_PASWORD]")],
            """
            exit 65
            compose/db.yaml:4:11: error: unknown credential 'DB_PASWORD'
              4 | secrets: [DB_PASWORD]
                |           ^~~~~~~~~~
            hint: did you mean 'DB_PASSWORD'? known credentials: DB_PASSWORD

            """),
        Mistake(
            "a wrong type",
            [.change("compose/web.yaml", "ports: [\"8080:80\"]", "ports: 8080")],
            """
            exit 65
            compose/web.yaml:3:8: error: expected a list of ports, found text
              3 | ports: 8080
                |        ^~~~

            """),
        Mistake(
            "an undeclared volume",
            [.change("compose/db.yaml", "\n  volumes: [db_data]", "")],
            """
            exit 65
            compose/db.yaml:3:11: error: volume 'db_data' is not declared
              3 | volumes: ["db_data:/data"]
                |           ^~~~~~~~~~~~~~~
            hint: add 'volumes: [db_data]' under 'x-sfm-dev' in the template, or write './db_data' for a folder

            """),
        Mistake(
            "an undeclared network",
            [.change("compose/web.yaml", "image: web:1\n", "image: web:1\nnetworks: [back]\n")],
            """
            exit 65
            compose/web.yaml:2:12: error: network 'back' is not declared
              2 | networks: [back]
                |            ^~~~
            hint: add 'back: {}' under 'networks' in the profile

            """),
        Mistake(
            "a dependency that does not run",
            [.change("compose/web.yaml", "[db]", "[bd]")],
            """
            exit 65
            compose/web.yaml:2:14: error: 'web' depends on 'bd', which the profile does not run
              2 | depends_on: [bd]
                |              ^~
            hint: did you mean 'db'? known services: db, web

            """),
        Mistake(
            "two mounts on one path",
            [.change("compose/db.yaml", "\"db_data:/data\"", "\"db_data:/data\", \"./x:/data/\"")],
            """
            exit 65
            compose/db.yaml:3:28: error: two volumes are mounted on '/data'
              3 | volumes: ["db_data:/data", "./x:/data/"]
                |                            ^~~~~~~~~~~~
            compose/db.yaml:3:11: note: the first one

            """),
        Mistake(
            "two containers of one name",
            [
                .change("compose/db.yaml", "secrets:", "container_name: one\nsecrets:"),
                .change("compose/web.yaml", "image: web:1\n", "image: web:1\ncontainer_name: one\n"),
            ],
            """
            exit 65
            compose/web.yaml:1:1: error: container name 'one' is used twice
              1 | image: web:1
                | ^
            compose/db.yaml:1:1: note: first used by 'db'

            """),
        Mistake(
            "an unknown way to be ready",
            [.change("compose/db.yaml", "endpoint: 5432", "endpoint: 5432\n  ready: telnet")],
            """
            exit 65
            compose/db.yaml:7:10: error: expected one way to be ready
              7 |   ready: telnet
                |          ^~~~~~
            hint: one of completed, exec, health, http, kafka, postgres, redis, tcp, such as 'ready: {http: {path: \
            /healthz}}'

            """),
        Mistake(
            "a login with an unknown credential",
            [.change("compose/db.yaml", "endpoint: 5432", "endpoint: 5432\n  ready: {redis: {password: DB_PASWORD}}")],
            """
            exit 65
            compose/db.yaml:7:10: error: unknown credential 'DB_PASWORD'
              7 |   ready: {redis: {password: DB_PASWORD}}
                |          ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            hint: did you mean 'DB_PASSWORD'? known credentials: DB_PASSWORD

            """),
        Mistake(
            "half a login to Kafka",
            [
                .change(
                    "compose/db.yaml", "endpoint: 5432", "endpoint: 5432\n  ready: {kafka: {user: app, local: 29092}}")
            ],
            """
            exit 65
            compose/db.yaml:7:18: error: 'user' and 'password' belong together
              7 |   ready: {kafka: {user: app, local: 29092}}
                |                  ^~~~~~~~~~~~~~~~~~~~~~~~~
            hint: write '{user: app, password: KAFKA_SASL_PASSWORD, local: 29092}'

            """),
        Mistake(
            "a port that is not published",
            [.change("compose/db.yaml", "ports: [\"${DB_PORT:-5433}:5432\"]\n", "")],
            """
            exit 65
            profiles/local.yaml:8:73: error: service 'db' does not publish its port 5432
              8 |     url: {scheme: postgresql, user: db, password: DB_PASSWORD, service: db, path: /shop}
                |                                                                         ^~
            hint: add '"127.0.0.1:5432:5432"' under 'ports' in its template

            """),
    ]
}
