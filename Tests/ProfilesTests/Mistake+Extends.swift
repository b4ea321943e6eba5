extension Mistake {
    /// What may be wrong between a profile and the one that it extends.
    static let extendsMistakes = [
        Mistake(
            "a profile that extends itself",
            [.change("profiles/local.yaml", "services: [db, web]", "extends: local")],
            """
            exit 65
            profiles/local.yaml:3:10: error: profile 'local' extends itself
              3 | extends: local
                |          ^~~~~
            hint: remove this line, or name another profile

            """),
        Mistake(
            "profiles that extend each other",
            [
                .change("profiles/local.yaml", "services: [db, web]", "extends: base"),
                .file("profiles/base.yaml", "profile: base\nextends: ground\n"),
                .file("profiles/ground.yaml", "profile: ground\nextends: base\n"),
            ],
            """
            exit 65
            profiles/ground.yaml:2:10: error: profiles extend each other: base -> ground -> base
              2 | extends: base
                |          ^~~~
            profiles/base.yaml:2:10: note: 'base' extends this profile
            hint: remove this line, or name another profile

            """),
        Mistake(
            "a parent that is not there",
            [
                .change("profiles/local.yaml", "services: [db, web]", "extends: bsae"),
                .file("profiles/base.yaml", "profile: base\nservices: [db, web]\n"),
            ],
            """
            exit 65
            profiles/local.yaml:3:10: error: no profile named 'bsae'
              3 | extends: bsae
                |          ^~~~
            hint: did you mean 'base'? known profiles: base, local

            """),
        Mistake(
            "a parent without a name",
            [.change("profiles/local.yaml", "services: [db, web]", "extends: [base]")],
            """
            exit 65
            profiles/local.yaml:3:10: error: expected the name of a profile, found a list
              3 | extends: [base]
                |          ^~~~~~

            """),
        Mistake(
            "a parent of broken YAML",
            [
                .change("profiles/local.yaml", "services: [db, web]", "extends: base"),
                .file("profiles/base.yaml", "profile: base\nservices: [db, web\n"),
            ],
            """
            exit 65
            profiles/base.yaml:2:11: error: list is not closed
              2 | services: [db, web
                |           ^
            profiles/base.yaml:3:1: note: expected ',' or ']' before this
            profiles/local.yaml:3:10: note: 'local' extends this profile

            """),
        Mistake(
            "an empty parent",
            [
                .change("profiles/local.yaml", "services: [db, web]", "extends: base"),
                .file("profiles/base.yaml", ""),
            ],
            """
            exit 65
            profiles/base.yaml:1:1: error: the profile is empty
            profiles/local.yaml:3:10: note: 'local' extends this profile
            hint: write at least 'profile: base' and 'services: []'

            """),
        Mistake(
            "mistakes in three files at once",
            [
                .change("profiles/local.yaml", "services: [db, web]", "extends: base\noverlays: {tls: [dbx]}"),
                .file("profiles/base.yaml", "profile: base\nextends: ground\noverlays: {tls: [wbe]}\n"),
                .file("profiles/ground.yaml", "profile: grund\nservices: [db, web]\noptinal: [mail]\n"),
            ],
            """
            exit 65
            profiles/base.yaml:3:18: error: overlay 'tls' names 'wbe', which the profile does not list
              3 | overlays: {tls: [wbe]}
                |                  ^~~
            profiles/local.yaml:3:10: note: 'local' extends this profile
            hint: did you mean 'web'? known services: db, web
            profiles/ground.yaml:1:10: error: the profile calls itself 'grund', its file 'ground'
              1 | profile: grund
                |          ^~~~~
            profiles/base.yaml:2:10: note: 'base' extends this profile
            hint: write 'profile: ground', or rename the file
            profiles/ground.yaml:3:1: error: unknown key 'optinal'
              3 | optinal: [mail]
                | ^~~~~~~
            profiles/base.yaml:2:10: note: 'base' extends this profile
            hint: did you mean 'optional'? known keys: configs, credentials, description, extends, external, networks, \
            optional, overlays, profile, project, secrets, services, variables, version, volumes
            profiles/local.yaml:4:18: error: overlay 'tls' names 'dbx', which the profile does not list
              4 | overlays: {tls: [dbx]}
                |                  ^~~
            hint: did you mean 'db'? known services: db, web

            """),
        Mistake(
            "an inherited variable of a service that is not run any more",
            [
                .file("profiles/local.yaml", "profile: local\nextends: base\nservices: [web]\n"),
                .file(
                    "profiles/base.yaml",
                    "profile: base\nservices: [db, web]\nvariables:\n  DB: {address: db}\n"),
                .file("compose/web.yaml", "image: web:1\n"),
            ],
            """
            exit 65
            profiles/base.yaml:4:17: error: the profile runs no service 'db'
              4 |   DB: {address: db}
                |                 ^~
            profiles/local.yaml:2:10: note: 'local' extends this profile
            hint: known services: web

            """),
        Mistake(
            "an inherited credential that nobody set",
            [
                .change("profiles/local.yaml", "credentials:\n  DB_PASSWORD: {default: secret}", "extends: base"),
                .file(
                    "profiles/base.yaml",
                    "profile: base\nservices: []\ncredentials:\n  DB_PASSWORD: {required: true, prompt: ask Ada}\n"),
            ],
            """
            exit 65
            profiles/base.yaml:4:3: error: credential 'DB_PASSWORD' is not set
              4 |   DB_PASSWORD: {required: true, prompt: ask Ada}
                |   ^~~~~~~~~~~
            note: ask Ada
            profiles/local.yaml:4:10: note: 'local' extends this profile
            hint: sfm-dev credentials set DB_PASSWORD --profile local

            """),
        Mistake(
            "an inherited credential that is empty",
            [
                .change("profiles/local.yaml", "credentials:\n  DB_PASSWORD: {default: secret}", "extends: base"),
                .file(
                    "profiles/base.yaml",
                    "profile: base\nservices: []\ncredentials:\n  DB_PASSWORD: {default: \"\"}\n"),
            ],
            """
            exit 65
            profiles/base.yaml:4:3: error: credential 'DB_PASSWORD' is empty in profiles/base.yaml
              4 |   DB_PASSWORD: {default: ""}
                |   ^~~~~~~~~~~
            profiles/local.yaml:4:10: note: 'local' extends this profile
            hint: sfm-dev credentials set DB_PASSWORD

            """),
    ]
}
