extension Mistake {
    /// What files of variables, secrets, configs, limits and hooks may have wrong.
    static let elementMistakes = [
        Mistake(
            "a file of variables that is missing",
            [.change("compose/web.yaml", "image: web:1", "image: web:1\nenv_file: [./web.env, {path: ./b.env}]")],
            """
            exit 65
            compose/web.yaml:2:12: error: there is no file 'web.env'
              2 | env_file: [./web.env, {path: ./b.env}]
                |            ^~~~~~~~~
            hint: make it, or correct the path
            compose/web.yaml:2:23: error: there is no file 'b.env'
              2 | env_file: [./web.env, {path: ./b.env}]
                |                       ^~~~~~~~~~~~~~~
            hint: make it, or correct the path

            """),
        Mistake(
            "a file of variables without a path",
            [.change("compose/web.yaml", "image: web:1", "image: web:1\nenv_file: [{required: false}]")],
            """
            exit 65
            compose/web.yaml:2:12: error: a file of variables needs a path
              2 | env_file: [{required: false}]
                |            ^~~~~~~~~~~~~~~~~
            hint: add 'path: ./x.env'

            """),
        Mistake(
            "a variable without a value",
            [.change("compose/web.yaml", "image: web:1", "image: web:1\nenvironment: [A=1, MODE]")],
            """
            exit 65
            compose/web.yaml:2:20: error: 'MODE' has no value
              2 | environment: [A=1, MODE]
                |                    ^~~~
            hint: write 'MODE: …', or set it in config.yaml under 'sfm-dev: {settings: {MODE: …}}'

            """),
        Mistake(
            "a config that nobody declares",
            [.change("compose/web.yaml", "image: web:1", "image: web:1\nconfigs: [site]")],
            """
            exit 65
            compose/web.yaml:2:11: error: config 'site' is not declared
              2 | configs: [site]
                |           ^~~~
            hint: add 'site: {file: …}' under 'configs' in the profile

            """),
        Mistake(
            "a secret with its text in the file",
            [.change("compose/web.yaml", "image: web:1", "image: web:1\nx-sfm-dev: {secrets: {a: {content: b}}}")],
            """
            exit 65
            compose/web.yaml:2:27: error: 'content' is not supported: a secret in a file for git is none; name a \
            file or a credential
              2 | x-sfm-dev: {secrets: {a: {content: b}}}
                |                           ^~~~~~~

            """),
        Mistake(
            "a config of the engine",
            [.change("compose/web.yaml", "image: web:1", "image: web:1\nx-sfm-dev: {configs: {a: {external: true}}}")],
            """
            exit 65
            compose/web.yaml:2:27: error: 'external' is not supported: the engine keeps no configs of its own
              2 | x-sfm-dev: {configs: {a: {external: true}}}
                |                           ^~~~~~~~

            """),
        Mistake(
            "a config without and with too many sources",
            [
                .change(
                    "compose/web.yaml", "image: web:1",
                    "image: web:1\nx-sfm-dev: {configs: {a: {}, b: {content: c, file: ./d}}}")
            ],
            """
            exit 65
            compose/web.yaml:2:23: error: config 'a' has no source
              2 | x-sfm-dev: {configs: {a: {}, b: {content: c, file: ./d}}}
                |                       ^
            hint: write one of file, environment, content
            compose/web.yaml:2:30: error: config 'b' has more than one source
              2 | x-sfm-dev: {configs: {a: {}, b: {content: c, file: ./d}}}
                |                              ^
            hint: write one of file, environment, content

            """),
        Mistake(
            "a config from a name that nobody knows",
            [
                .change(
                    "compose/web.yaml", "image: web:1",
                    "image: web:1\nconfigs: [a]\nx-sfm-dev: {configs: {a: {environment: DB_PASSWROD}}}")
            ],
            """
            exit 65
            compose/web.yaml:3:40: error: 'DB_PASSWROD' is neither a credential, nor a variable, nor a setting
              3 | x-sfm-dev: {configs: {a: {environment: DB_PASSWROD}}}
                |                                        ^~~~~~~~~~~
            hint: did you mean 'DB_PASSWORD'? known names: DB_PASSWORD, DB_URL

            """),
        Mistake(
            "a file of variables without one that nobody knows",
            [
                .change(
                    "compose/web.yaml", "image: web:1",
                    "image: web:1\nx-sfm-dev: {variables: {surface: api, target: /e, except: [DB_ULR]}}")
            ],
            """
            exit 65
            compose/web.yaml:2:60: error: no profile has a variable 'DB_ULR'
              2 | x-sfm-dev: {variables: {surface: api, target: /e, except: [DB_ULR]}}
                |                                                            ^~~~~~
            hint: did you mean 'DB_URL'? known variables: DB_URL

            """),
        Mistake(
            "a config from a file that is missing",
            [
                .change(
                    "compose/web.yaml", "image: web:1",
                    "image: web:1\nconfigs: [a]\nx-sfm-dev: {configs: {a: {file: ./site.conf}}}")
            ],
            """
            exit 65
            compose/web.yaml:3:33: error: there is no file 'site.conf'
              3 | x-sfm-dev: {configs: {a: {file: ./site.conf}}}
                |                                 ^~~~~~~~~~~
            hint: make it, or correct the path

            """),
        Mistake(
            "two configs that one variable would carry",
            [
                .change(
                    "compose/web.yaml", "image: web:1",
                    "image: web:1\nconfigs: [a.b, a-b]\nx-sfm-dev: {configs: {a.b: {content: x}, a-b: {content: y}}}")
            ],
            """
            exit 65
            compose/web.yaml:2:16: error: two configs are called 'a-b'
              2 | configs: [a.b, a-b]
                |                ^~~
            hint: rename one of them: upper and lower case, and '.', '-' and '_', count as one

            """),
        Mistake(
            "the parts of deploy that are for clusters",
            [
                .change(
                    "compose/web.yaml", "image: web:1",
                    """
                    image: web:1
                    deploy:
                      replicas: 2
                      restart_policy: {condition: any}
                      resources: {reservations: {memory: 1g}, limits: {gpus: 1}}
                    """)
            ],
            """
            exit 65
            compose/web.yaml:3:3: error: 'replicas' is not supported: one machine runs one container of each service
              3 |   replicas: 2
                |   ^~~~~~~~
            compose/web.yaml:4:3: error: 'restart_policy' is not supported: write 'restart' beside 'deploy'
              4 |   restart_policy: {condition: any}
                |   ^~~~~~~~~~~~~~
            compose/web.yaml:5:15: error: 'reservations' is not supported: nothing on one machine is reserved
              5 |   resources: {reservations: {memory: 1g}, limits: {gpus: 1}}
                |               ^~~~~~~~~~~~
            compose/web.yaml:5:52: error: unknown key 'gpus'
              5 |   resources: {reservations: {memory: 1g}, limits: {gpus: 1}}
                |                                                    ^~~~
            hint: did you mean 'cpus'? known keys: cpus, memory, pids

            """),
        Mistake(
            "limits that differ",
            [
                .change(
                    "compose/web.yaml", "image: web:1",
                    "image: web:1\ncpus: 1\nmem_limit: 1g\ndeploy: {resources: {limits: {cpus: '2', memory: 1g}}}")
            ],
            """
            exit 65
            compose/web.yaml:4:9: error: 'cpus' and 'deploy.resources.limits.cpus' differ
              4 | deploy: {resources: {limits: {cpus: '2', memory: 1g}}}
                |         ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            hint: remove one of them

            """),
        Mistake(
            "hooks without a command",
            [.change("compose/web.yaml", "image: web:1", "image: web:1\npost_start: [{user: root}]\npre_stop: true")],
            """
            exit 65
            compose/web.yaml:2:14: error: a hook needs a command
              2 | post_start: [{user: root}]
                |              ^~~~~~~~~~~~
            hint: add 'command: ["/bin/true"]'
            compose/web.yaml:3:11: error: expected a list of commands, found text
              3 | pre_stop: true
                |           ^~~~

            """),
        Mistake(
            "secrets in texts that everybody may read",
            [
                .change(
                    "compose/web.yaml", "image: web:1",
                    """
                    image: web:1
                    environment: [DB_PASSWORD]
                    labels: {url: "${DB_URL:-x}", pw: "a$DB_PASSWORD"}
                    env_file: ./web.env
                    """),
                .file("web.env", "A=${DB_PASSWORD}\n"),
            ],
            """
            exit 65
            compose/web.yaml:2:15: error: 'DB_PASSWORD' is secret, and would stand here for everybody to read
              2 | environment: [DB_PASSWORD]
                |               ^~~~~~~~~~~
            hint: mount it as a file: 'secrets: [DB_PASSWORD]'
            compose/web.yaml:3:15: error: 'DB_URL' is secret, and would stand here for everybody to read
              3 | labels: {url: "${DB_URL:-x}", pw: "a$DB_PASSWORD"}
                |               ^~~~~~~~~~~~~~
            hint: mount it as a file: 'secrets: [db_url]', and declare it: 'x-sfm-dev: {secrets: {db_url: \
            {environment: DB_URL}}}'
            compose/web.yaml:3:35: error: 'DB_PASSWORD' is secret, and would stand here for everybody to read
              3 | labels: {url: "${DB_URL:-x}", pw: "a$DB_PASSWORD"}
                |                                   ^~~~~~~~~~~~~~~
            hint: mount it as a file: 'secrets: [DB_PASSWORD]'
            compose/web.yaml:4:11: error: 'DB_PASSWORD' is secret, and would stand here for everybody to read
              4 | env_file: ./web.env
                |           ^~~~~~~~~
            hint: mount it as a file: 'secrets: [DB_PASSWORD]'

            """),
        Mistake(
            "a secret and a config without a text",
            [
                .change(
                    "compose/web.yaml", "image: web:1",
                    """
                    image: web:1
                    secrets: [a]
                    configs: [b]
                    x-sfm-dev: {secrets: {a: {file: ./a}}, configs: {b: {content: ""}}}
                    """),
                .file("a", ""),
            ],
            """
            exit 65
            compose/web.yaml:4:33: error: secret 'a' is empty
              4 | x-sfm-dev: {secrets: {a: {file: ./a}}, configs: {b: {content: ""}}}
                |                                 ^~~
            hint: write a line into it, or mount an empty file under 'volumes'
            compose/web.yaml:4:63: error: config 'b' is empty
              4 | x-sfm-dev: {secrets: {a: {file: ./a}}, configs: {b: {content: ""}}}
                |                                                               ^~
            hint: write a line into it, or mount an empty file under 'volumes'

            """),
        Mistake(
            "ports that are none, and networks that are more than one machine's",
            [
                .change(
                    "compose/web.yaml", "image: web:1",
                    """
                    image: web:1
                    expose: ["abc", "70000", "1-2-3", "53/sctp"]
                    networks: {default: {ipv4_address: 10.0.0.1}}
                    """)
            ],
            """
            exit 65
            compose/web.yaml:2:10: error: 'abc' is no port
              2 | expose: ["abc", "70000", "1-2-3", "53/sctp"]
                |          ^~~~~
            hint: ports go from 1 to 65535
            compose/web.yaml:2:17: error: '70000' is no port
              2 | expose: ["abc", "70000", "1-2-3", "53/sctp"]
                |                 ^~~~~~~
            hint: ports go from 1 to 65535
            compose/web.yaml:2:26: error: '1-2-3' is no port
              2 | expose: ["abc", "70000", "1-2-3", "53/sctp"]
                |                          ^~~~~~~
            hint: ports go from 1 to 65535
            compose/web.yaml:2:35: error: '53/sctp' is no port
              2 | expose: ["abc", "70000", "1-2-3", "53/sctp"]
                |                                   ^~~~~~~~~
            hint: write 8080 or 8080/udp
            compose/web.yaml:3:22: error: 'ipv4_address' is not supported: containers are found by their names
              3 | networks: {default: {ipv4_address: 10.0.0.1}}
                |                      ^~~~~~~~~~~~

            """),
        Mistake(
            "a host port that one service publishes twice",
            [.change("compose/web.yaml", "ports: [\"8080:80\"]", "ports: [\"8080:80\", \"8080:81\"]")],
            """
            exit 65
            compose/web.yaml:3:20: error: 'web' publishes host port 8080 twice
              3 | ports: ["8080:80", "8080:81"]
                |                    ^~~~~~~~~
            compose/web.yaml:3:9: note: the first time
            hint: remove one of them; in an override, 'ports: !override […]' replaces those of the template

            """),
        Mistake(
            "a policy of pulling",
            [.change("compose/web.yaml", "image: web:1", "image: web:1\npull_policy: daily")],
            """
            exit 65
            compose/web.yaml:2:14: error: expected one of always, missing, never, found 'daily'
              2 | pull_policy: daily
                |              ^~~~~
            hint: write 'pull_policy: always' to ask at each 'up'

            """),
        Mistake(
            "an image that is to be built",
            [.change("compose/web.yaml", "image: web:1", "image: web:1\npull_policy: build")],
            """
            exit 65
            compose/web.yaml:2:14: error: 'pull_policy: build' is not supported: sfm-dev runs images; build yours \
            first
              2 | pull_policy: build
                |              ^~~~~
            hint: write 'pull_policy: never'

            """),
        Mistake(
            "configs of a container that cannot take them",
            [
                .change(
                    "compose/web.yaml", "image: web:1",
                    """
                    image: web:1
                    read_only: true
                    configs: [{source: a, target: /run/x/a}]
                    volumes: [{type: tmpfs, target: /run/x}]
                    x-sfm-dev: {configs: {a: {content: b}}}
                    """)
            ],
            """
            exit 65
            compose/web.yaml:3:20: error: a service with configs cannot be read_only
              3 | configs: [{source: a, target: /run/x/a}]
                |                    ^
            hint: remove 'read_only: true': configs are copied in before the start
            compose/web.yaml:3:20: error: the tmpfs on '/run/x' hides the configs below it
              3 | configs: [{source: a, target: /run/x/a}]
                |                    ^
            hint: mount the tmpfs on a folder without configs

            """),
    ]
}
