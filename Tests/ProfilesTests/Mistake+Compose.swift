extension Mistake {
    /// What overlays, an override in docker compose's form and what they extend may have wrong.
    static let composeMistakes = [
        Mistake(
            "an overlay of a service that is not listed",
            [.change("profiles/local.yaml", "services: [db, web]", "services: [db, web]\noverlays: {tls: [bd]}")],
            """
            exit 65
            profiles/local.yaml:4:18: error: overlay 'tls' names 'bd', which the profile does not list
              4 | overlays: {tls: [bd]}
                |                  ^~
            hint: did you mean 'db'? known services: db, web

            """),
        Mistake(
            "an overlay without a file",
            [.change("profiles/local.yaml", "services: [db, web]", "services: [db, web]\noverlays: {tls: [db]}")],
            """
            exit 65
            profiles/local.yaml:4:12: error: there is no 'compose/db.tls.yaml'
              4 | overlays: {tls: [db]}
                |            ^~~
            hint: write it, or remove 'db' from this overlay

            """),
        Mistake(
            "a text over a mapping",
            [
                .change("profiles/local.yaml", "services: [db, web]", "services: [db, web]\noverlays: {tls: [db]}"),
                .file("compose/db.tls.yaml", "x-sfm-dev: none\n"),
            ],
            """
            exit 65
            compose/db.tls.yaml:1:12: error: text cannot be merged over a mapping
              1 | x-sfm-dev: none
                |            ^~~~
            compose/db.yaml:6:3: note: it would be merged over this
            hint: write '!override' before it to replace what is there

            """),
        Mistake(
            "an unknown tag",
            [
                .change("profiles/local.yaml", "services: [db, web]", "services: [db, web]\noverlays: {tls: [db]}"),
                .file("compose/db.tls.yaml", "ports: !replace [\"1:2\"]\n"),
            ],
            """
            exit 65
            compose/db.tls.yaml:1:17: error: tag '!replace' is not supported
              1 | ports: !replace ["1:2"]
                |                 ^~~~~~~
            hint: use !reset or !override, or remove it

            """),
        Mistake(
            "an override with a name",
            [.file("docker-compose.override.yml", "name: other\nservices: {}\n")],
            """
            exit 65
            docker-compose.override.yml:1:1: error: 'name' is not supported: the project's name is set in \
            config.yaml, under 'sfm-dev: {project: …}'
              1 | name: other
                | ^~~~

            """),
        Mistake(
            "an override with an unknown key",
            [.file("docker-compose.override.yml", "service: {}\n")],
            """
            exit 65
            docker-compose.override.yml:1:1: error: unknown key 'service'
              1 | service: {}
                | ^~~~~~~
            hint: did you mean 'services'? known keys: configs, include, networks, secrets, services, version, \
            volumes

            """),
        Mistake(
            "a service of the override without an image",
            [.file("docker-compose.override.yml", "services:\n  cache: {command: x}\n")],
            """
            exit 65
            docker-compose.override.yml:2:10: error: service 'cache' has no image
              2 |   cache: {command: x}
                |          ^~~~~~~~~~~~
            hint: add 'image: <name>:<tag>'

            """),
        Mistake(
            "a mistake in the override has its place there",
            [.file("docker-compose.override.yml", "services:\n  db:\n    prots: []\n    restart: maybe\n")],
            """
            exit 65
            docker-compose.override.yml:3:5: error: unknown key 'prots'
              3 |     prots: []
                |     ^~~~~
            hint: did you mean 'ports'? known keys: cap_add, cap_drop, command, configs, container_name, cpus, \
            depends_on, deploy, entrypoint, env_file, environment, expose, extends, extra_hosts, healthcheck, \
            hostname, image, init, labels, logging, mem_limit, networks, platform, ports, post_start, pre_stop, \
            profiles, pull_policy, read_only, restart, secrets, security_opt, shm_size, stdin_open, \
            stop_grace_period, stop_signal, tmpfs, tty, ulimits, user, volumes, working_dir, x-sfm-dev
            docker-compose.override.yml:4:14: error: 'maybe' is no restart policy
              4 |     restart: maybe
                |              ^~~~~
            hint: write "no", always, unless-stopped, on-failure or on-failure:3

            """),
        Mistake(
            "a service that extends itself",
            [.change("compose/web.yaml", "image: web:1", "image: web:1\nextends: web")],
            """
            exit 65
            compose/web.yaml:2:10: error: services extend each other: web -> web
              2 | extends: web
                |          ^~~

            """),
        Mistake(
            "a service that extends an unknown one",
            [.change("compose/web.yaml", "image: web:1", "image: web:1\nextends: {service: dbb}")],
            """
            exit 65
            compose/web.yaml:2:20: error: unknown service 'dbb'
              2 | extends: {service: dbb}
                |                    ^~~
            hint: did you mean 'db'? known services: db, web

            """),
        Mistake(
            "a service that extends one of another folder",
            [.change("compose/web.yaml", "image: web:1", "extends: {service: base, file: ../other/base.yaml}")],
            """
            exit 65
            compose/web.yaml:1:32: error: '../other/base.yaml' lies in another folder
              1 | extends: {service: base, file: ../other/base.yaml}
                |                                ^~~~~~~~~~~~~~~~~~
            hint: extend a file beside 'compose/web.yaml'

            """),
        Mistake(
            "a service that extends one which its file lacks",
            [
                .change("compose/web.yaml", "image: web:1", "extends: {service: bas, file: common.yaml}"),
                .file("compose/common.yaml", "services: {base: {image: web:1}}\n"),
            ],
            """
            exit 65
            compose/web.yaml:1:20: error: 'common.yaml' has no service 'bas'
              1 | extends: {service: bas, file: common.yaml}
                |                    ^~~
            hint: did you mean 'base'? known services: base

            """),
        Mistake(
            "files that include each other",
            [
                .file("docker-compose.override.yml", "include: [a.yaml]\n"), .file("a.yaml", "include: [./b.yaml]\n"),
                .file("b.yaml", "include: [a.yaml]\n"),
            ],
            """
            exit 65
            b.yaml:1:11: error: files include each other: docker-compose.override.yml -> a.yaml -> b.yaml -> a.yaml
              1 | include: [a.yaml]
                |           ^~~~~~

            """),
        Mistake(
            "names that no engine takes",
            [
                .file(
                    "docker-compose.override.yml",
                    """
                    services:
                      bad name: {image: a}
                      web: {container_name: a b}
                      one: {image: ""}
                      two: {image: "user:pw@host/foo:1"}

                    """)
            ],
            """
            exit 65
            docker-compose.override.yml:2:13: error: 'bad name' is no name of a service
              2 |   bad name: {image: a}
                |             ^~~~~~~~~~
            hint: use letters, digits, '.', '-' and '_', and begin with a letter or digit
            docker-compose.override.yml:3:8: error: 'a b' is no name of a container
              3 |   web: {container_name: a b}
                |        ^~~~~~~~~~~~~~~~~~~~~
            hint: use letters, digits, '.', '-' and '_', and begin with a letter or digit
            docker-compose.override.yml:4:16: error: '' is no name of an image
              4 |   one: {image: ""}
                |                ^~
            hint: write redis:7 or host/name:tag
            docker-compose.override.yml:5:16: error: this is no name of an image
              5 |   two: {image: "user:pw@host/foo:1"}
                |                ^~~~~~~~~~~~~~~~~~~~
            hint: write redis:7 or host/name:tag

            """),
        Mistake(
            "tags where they mean nothing",
            [
                .file(
                    "docker-compose.override.yml",
                    "services: !override\n  db: !reset null\nvolumes:\n  db_data: !reset null\n")
            ],
            """
            exit 65
            docker-compose.override.yml:1:11: error: tag '!override' means nothing here
              1 | services: !override
                |           ^
            hint: write it before an element of a service
            docker-compose.override.yml:2:14: error: a service cannot be reset
              2 |   db: !reset null
                |              ^~~~
            hint: take 'db' out of the profile's services
            docker-compose.override.yml:4:19: error: tag '!reset' means nothing here
              4 |   db_data: !reset null
                |                   ^~~~
            hint: write it before an element of a service

            """),
        Mistake(
            "services of two files that extend each other",
            [
                .change("compose/web.yaml", "image: web:1", "extends: {file: common.yaml, service: base}"),
                .file(
                    "compose/common.yaml",
                    "services: {base: {extends: {file: web.yaml, service: web}}}\n"),
            ],
            """
            exit 65
            compose/common.yaml:1:54: error: services extend each other: web -> base -> web
              1 | services: {base: {extends: {file: web.yaml, service: web}}}
                |                                                      ^~~

            """),
        Mistake(
            "a network that is more than one machine's",
            [.file("docker-compose.override.yml", "networks: {default: {ipam: {}, driver_opts: {}}}\n")],
            """
            exit 65
            docker-compose.override.yml:1:22: error: 'ipam' is not supported: a development environment on one \
            machine has no need of it
              1 | networks: {default: {ipam: {}, driver_opts: {}}}
                |                      ^~~~
            docker-compose.override.yml:1:32: error: 'driver_opts' is not supported: a development environment on \
            one machine has no need of it
              1 | networks: {default: {ipam: {}, driver_opts: {}}}
                |                                ^~~~~~~~~~~

            """),
        Mistake(
            "an included file that is missing, and one with options",
            [
                .file(
                    "docker-compose.override.yml",
                    "include:\n  - ./more.yaml\n  - {path: [./more.yaml], env_file: ./x.env}\n  - []\n")
            ],
            """
            exit 65
            docker-compose.override.yml:2:5: error: there is no file 'more.yaml'
              2 |   - ./more.yaml
                |     ^~~~~~~~~~~
            hint: make it, or correct the path
            docker-compose.override.yml:3:13: error: there is no file 'more.yaml'
              3 |   - {path: [./more.yaml], env_file: ./x.env}
                |             ^~~~~~~~~~~
            hint: make it, or correct the path
            docker-compose.override.yml:3:27: error: 'env_file' is not supported: included files are read as parts \
            of the override
              3 |   - {path: [./more.yaml], env_file: ./x.env}
                |                           ^~~~~~~~
            docker-compose.override.yml:4:5: error: expected a path, found a list
              4 |   - []
                |     ^~

            """),
    ]
}
