extension Mistake {
    /// What a profile may have wrong.
    static let profileMistakes = [
        Mistake(
            "broken YAML",
            [.change("profiles/local.yaml", "services: [db, web]", "services: [db, web")],
            """
            exit 65
            profiles/local.yaml:3:11: error: list is not closed
              3 | services: [db, web
                |           ^
            profiles/local.yaml:4:12: note: expected ',' or ']' before this

            """),
        Mistake(
            "a tab for indentation",
            [.change("profiles/local.yaml", "  DB_URL:\n", "\tDB_URL:\n")],
            """
            exit 65
            profiles/local.yaml:7:1: error: a tab cannot indent
              7 | \tDB_URL:
                | ^
            hint: indent with spaces

            """),
        Mistake(
            "an unknown key",
            [.change("profiles/local.yaml", "services:", "servces:")],
            """
            exit 65
            profiles/local.yaml:1:1: error: the profile lists no services
              1 | version: 1
                | ^
            hint: add 'services: [postgres]', or 'services: []' if it runs none
            profiles/local.yaml:3:1: error: unknown key 'servces'
              3 | servces: [db, web]
                | ^~~~~~~
            hint: did you mean 'services'? known keys: configs, credentials, description, extends, external, networks, \
            optional, overlays, profile, project, secrets, services, variables, version, volumes
            profiles/local.yaml:8:73: error: the profile runs no service 'db'
              8 |     url: {scheme: postgresql, user: db, password: DB_PASSWORD, service: db, path: /shop}
                |                                                                         ^~
            hint: known services: none

            """),
        Mistake(
            "an unknown service",
            [.change("profiles/local.yaml", "[db, web]", "[bd, web]")],
            """
            exit 65
            compose/web.yaml:2:14: error: 'web' depends on 'db', which the profile does not run
              2 | depends_on: [db]
                |              ^~
            hint: known services: web
            profiles/local.yaml:3:12: error: unknown service 'bd'
              3 | services: [bd, web]
                |            ^~
            hint: did you mean 'db'? known services: db, web
            profiles/local.yaml:8:73: error: the profile runs no service 'db'
              8 |     url: {scheme: postgresql, user: db, password: DB_PASSWORD, service: db, path: /shop}
                |                                                                         ^~
            hint: known services: web

            """),
        Mistake(
            "a duplicate key",
            [.change("profiles/local.yaml", "profile: local\n", "profile: local\nversion: 1\n")],
            """
            exit 65
            profiles/local.yaml:3:1: error: key 'version' is written twice
              3 | version: 1
                | ^~~~~~~
            profiles/local.yaml:1:1: note: first written here

            """),
        Mistake(
            "an empty file",
            [.file("profiles/local.yaml", "")],
            """
            exit 65
            profiles/local.yaml:1:1: error: the profile is empty
            hint: write at least 'profile: local' and 'services: []'

            """),
        Mistake(
            "no mapping",
            [.file("profiles/local.yaml", "- db\n")],
            """
            exit 65
            profiles/local.yaml:1:1: error: expected a profile, such as 'profile: local', found a list
              1 | - db
                | ^

            """),
        Mistake(
            "a version of the future",
            [.change("profiles/local.yaml", "version: 1", "version: 2")],
            """
            exit 65
            profiles/local.yaml:1:10: error: this profile is of version 2, this sfm-dev reads version 1
              1 | version: 2
                |          ^
            hint: install the sfm-dev that wrote it, or write 'version: 1'

            """),
        Mistake(
            "another name",
            [.change("profiles/local.yaml", "profile: local", "profile: lokal")],
            """
            exit 65
            profiles/local.yaml:2:10: error: the profile calls itself 'lokal', its file 'local'
              2 | profile: lokal
                |          ^~~~~
            hint: write 'profile: local', or rename the file

            """),
        Mistake(
            "no list of services",
            [.change("profiles/local.yaml", "services: [db, web]", "services: db")],
            """
            exit 65
            profiles/local.yaml:3:11: error: expected a list of services, found text
              3 | services: db
                |           ^~
            hint: write 'services: [db]'
            profiles/local.yaml:8:73: error: the profile runs no service 'db'
              8 |     url: {scheme: postgresql, user: db, password: DB_PASSWORD, service: db, path: /shop}
                |                                                                         ^~
            hint: known services: none

            """),
        Mistake(
            "an unknown credential",
            [.change("profiles/local.yaml", "password: DB_PASSWORD", "password: DB_PASWORD")],
            """
            exit 65
            profiles/local.yaml:8:51: error: unknown credential 'DB_PASWORD'
              8 |     url: {scheme: postgresql, user: db, password: DB_PASWORD, service: db, path: /shop}
                |                                                   ^~~~~~~~~~
            hint: did you mean 'DB_PASSWORD'? known credentials: DB_PASSWORD

            """),
        Mistake(
            "a credential without a source",
            [.change("profiles/local.yaml", "{default: secret}", "{}")],
            """
            exit 65
            profiles/local.yaml:5:3: error: credential 'DB_PASSWORD' has no source
              5 |   DB_PASSWORD: {}
                |   ^~~~~~~~~~~
            hint: write {default: …}, {generate: 32} or {required: true}

            """),
        Mistake(
            "a credential with two sources",
            [.change("profiles/local.yaml", "{default: secret}", "{default: secret, generate: 32}")],
            """
            exit 65
            profiles/local.yaml:5:3: error: credential 'DB_PASSWORD' has more than one source
              5 |   DB_PASSWORD: {default: secret, generate: 32}
                |   ^~~~~~~~~~~
            hint: write {default: …}, {generate: 32} or {required: true}

            """),
        Mistake(
            "a credential that is too short",
            [.change("profiles/local.yaml", "{default: secret}", "{generate: 4}")],
            """
            exit 65
            profiles/local.yaml:5:27: error: expected a number from 8 to 1024, found '4'
              5 |   DB_PASSWORD: {generate: 4}
                |                           ^

            """),
        Mistake(
            "a credential that nobody set",
            [.change("profiles/local.yaml", "{default: secret}", "{required: true, prompt: ask the platform team}")],
            """
            exit 65
            profiles/local.yaml:5:3: error: credential 'DB_PASSWORD' is not set
              5 |   DB_PASSWORD: {required: true, prompt: ask the platform team}
                |   ^~~~~~~~~~~
            note: ask the platform team
            hint: sfm-dev credentials set DB_PASSWORD --profile local

            """),
        Mistake(
            "a credential that no variable can have",
            [.file("config.yaml", "sfm-dev:\n  credentials: {DB_PASSWORD: \"a\\rb\"}\n")],
            """
            exit 65
            config.yaml:2:30: error: the value of 'DB_PASSWORD' contains a carriage return

            """),
        Mistake(
            "an empty credential",
            [.change("profiles/local.yaml", "{default: secret}", "{default: \"\"}")],
            """
            exit 65
            profiles/local.yaml:5:3: error: credential 'DB_PASSWORD' is empty in profiles/local.yaml
              5 |   DB_PASSWORD: {default: ""}
                |   ^~~~~~~~~~~
            hint: sfm-dev credentials set DB_PASSWORD

            """),
        Mistake(
            "a URL to a service that does not run",
            [.change("profiles/local.yaml", "service: db, path", "service: dbx, path")],
            """
            exit 65
            profiles/local.yaml:8:73: error: the profile runs no service 'dbx'
              8 |     url: {scheme: postgresql, user: db, password: DB_PASSWORD, service: dbx, path: /shop}
                |                                                                         ^~~
            hint: did you mean 'db'? known services: db, web

            """),
        Mistake(
            "a URL without a service",
            [.change("profiles/local.yaml", "service: db, ", "")],
            """
            exit 65
            profiles/local.yaml:8:10: error: a URL needs a scheme and a service
              8 |     url: {scheme: postgresql, user: db, password: DB_PASSWORD, path: /shop}
                |          ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            hint: write 'url: {scheme: redis, service: redis, path: /0}'

            """),
        Mistake(
            "a URL to a service without an endpoint",
            [.change("profiles/local.yaml", "service: db, path", "service: web, path")],
            """
            exit 65
            profiles/local.yaml:8:73: error: service 'web' has no endpoint
              8 |     url: {scheme: postgresql, user: db, password: DB_PASSWORD, service: web, path: /shop}
                |                                                                         ^~~
            hint: add 'endpoint: <port>' under 'x-sfm-dev' in compose/web.yaml

            """),
        Mistake(
            "a variable that holds a list",
            [
                .change(
                    "profiles/local.yaml",
                    "url: {scheme: postgresql, user: db, password: DB_PASSWORD, service: db, path: /shop}",
                    "value: [a]")
            ],
            """
            exit 65
            profiles/local.yaml:8:12: error: expected a text, found a list
              8 |     value: [a]
                |            ^~~

            """),
        Mistake(
            "a variable that holds nothing",
            [
                .change(
                    "profiles/local.yaml",
                    "url: {scheme: postgresql, user: db, password: DB_PASSWORD, service: db, path: /shop}",
                    "surfaces: [api]")
            ],
            """
            exit 65
            profiles/local.yaml:7:3: error: variable 'DB_URL' holds nothing
              7 |   DB_URL:
                |   ^~~~~~
            hint: write 'DB_URL: {value: …}', or one of credential, url, address, file

            """),
        Mistake(
            "a forbidden name",
            [.change("profiles/local.yaml", "  DB_URL:", "  LD_PRELOAD:")],
            """
            exit 65
            profiles/local.yaml:7:3: error: 'LD_PRELOAD' changes how programs run and is not exported
              7 |   LD_PRELOAD:
                |   ^~~~~~~~~~
            hint: give it another name, and set 'LD_PRELOAD' where the program starts

            """),
        Mistake(
            "a name that no shell takes",
            [.change("profiles/local.yaml", "  DB_URL:", "  DB-URL:")],
            """
            exit 65
            profiles/local.yaml:7:3: error: 'DB-URL' is no name of a variable
              7 |   DB-URL:
                |   ^~~~~~
            hint: use letters, digits and '_', and begin with no digit

            """),
        Mistake(
            "a name of our own",
            [.change("profiles/local.yaml", "  DB_URL:", "  SFM_DEV_URL:")],
            """
            exit 65
            profiles/local.yaml:7:3: error: 'SFM_DEV_URL' is a name that sfm-dev or docker compose uses itself
              7 |   SFM_DEV_URL:
                |   ^~~~~~~~~~~

            """),
        Mistake(
            "a rival that no shell takes",
            [.change("profiles/local.yaml", "    url:", "    rivals: [\"A; B\"]\n    url:")],
            """
            exit 65
            profiles/local.yaml:8:14: error: 'A; B' is no name of a variable
              8 |     rivals: ["A; B"]
                |              ^~~~~~
            hint: use letters, digits and '_', and begin with no digit

            """),
        Mistake(
            "an unknown surface",
            [.change("profiles/local.yaml", "    url:", "    surfaces: [apy]\n    url:")],
            """
            exit 65
            profiles/local.yaml:8:16: error: expected one of api, cli, consumer, found 'apy'
              8 |     surfaces: [apy]
                |                ^~~

            """),
        Mistake(
            "a wrong project name",
            [.change("profiles/local.yaml", "profile: local\n", "profile: local\nproject: My Shop\n")],
            """
            exit 65
            profiles/local.yaml:3:10: error: 'My Shop' is no name of a project
              3 | project: My Shop
                |          ^~~~~~~
            hint: use lower-case letters, digits, '-' and '_', and begin with a letter or digit

            """),
        Mistake(
            "an external service without a vantage",
            [.change("profiles/local.yaml", "services:", "external: {mail: {host: \"localhost:25\"}}\nservices:")],
            """
            exit 65
            profiles/local.yaml:3:12: error: external service 'mail' needs 'network'
              3 | external: {mail: {host: "localhost:25"}}
                |            ^~~~
            hint: write 'mail: {network: "postgres:5432", host: discover}'

            """),
        Mistake(
            "a wrong address",
            [
                .change(
                    "profiles/local.yaml", "services:",
                    "external: {mail: {host: \"localhost:25\", network: mail}}\nservices:")
            ],
            """
            exit 65
            profiles/local.yaml:3:50: error: 'mail' is no address
              3 | external: {mail: {host: "localhost:25", network: mail}}
                |                                                  ^~~~
            hint: write host:port, such as localhost:5432

            """),
    ]
}
