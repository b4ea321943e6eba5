extension Mistake {
    /// What a list of seeds may have wrong.
    static let seedMistakes = [
        Mistake(
            "a seed of no kind", [seed("{schema: shop}")],
            """
            exit 65
            compose/db.yaml:10:7: error: expected a seed
              10 |     - {schema: shop}
                 |       ^~~~~~~~~~~~~~
            hint: begin with one of collection, command, database, extension, role, sql, topic, user, such as \
            '{database: app}'

            """),
        Mistake(
            "a seed that is no mapping", [seed("shop")],
            """
            exit 65
            compose/db.yaml:10:7: error: expected a seed
              10 |     - shop
                 |       ^~~~
            hint: begin with one of collection, command, database, extension, role, sql, topic, user, such as \
            '{database: app}'

            """),
        Mistake(
            "a seed with a key of another kind", [seed("{database: shop, password: DB_PASSWORD}")],
            """
            exit 65
            compose/db.yaml:10:24: error: unknown key 'password'
              10 |     - {database: shop, password: DB_PASSWORD}
                 |                        ^~~~~~~~
            hint: known keys: database, owner

            """),
        Mistake(
            "a seed for another service", [seed("{topic: orders}")],
            """
            exit 65
            compose/db.yaml:10:7: error: a topic can be seeded where 'ready' is kafka; 'db' is ready otherwise
              10 |     - {topic: orders}
                 |       ^~~~~~~~~~~~~~~
            hint: correct 'ready' of 'db', or remove the entry

            """),
        Mistake(
            "a role with an unknown credential", [seed("{role: shop, password: DB_PASSWRD}")],
            """
            exit 65
            compose/db.yaml:10:7: error: unknown credential 'DB_PASSWRD'
              10 |     - {role: shop, password: DB_PASSWRD}
                 |       ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            hint: did you mean 'DB_PASSWORD'? known credentials: DB_PASSWORD

            """),
        Mistake(
            "a password that clients of Postgres write otherwise",
            [
                .change("profiles/local.yaml", "{default: secret}", "{default: \u{FB01}sh}"),
                seed("{role: shop, password: DB_PASSWORD}"),
            ],
            """
            exit 65
            profiles/local.yaml:5:3: error: credential 'DB_PASSWORD' in profiles/local.yaml cannot be a password of \
            Postgres: it holds the character U+FB01, which clients write otherwise
              5 |   DB_PASSWORD: {default: ﬁsh}
                |   ^~~~~~~~~~~
            compose/db.yaml:10:7: note: it is the password of 'shop'
            hint: openssl rand -hex 16 | sfm-dev credentials set DB_PASSWORD --profile local

            """),
        Mistake(
            "a user without a password", [seed("{user: shop}")],
            """
            exit 65
            compose/db.yaml:10:7: error: user 'shop' needs 'password'
              10 |     - {user: shop}
                 |       ^~~~~~~~~~~~
            hint: write '{user: shop, password: NAME}'

            """),
        Mistake(
            "a user of Kafka with rules",
            [
                .change(
                    "compose/db.yaml", "  volumes: [db_data]",
                    """
                      volumes: [db_data]
                      ready: kafka
                      seed:
                        - {user: shop, password: DB_PASSWORD, rules: "~*"}

                    """)
            ],
            """
            exit 65
            compose/db.yaml:10:7: error: a user of Kafka has no 'rules'
              10 |     - {user: shop, password: DB_PASSWORD, rules: "~*"}
                 |       ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            hint: write '{user: shop, password: DB_PASSWORD}'

            """),
        Mistake(
            "a file of statements that is not there", [seed("{sql: ./seeds/shop.sql}")],
            """
            exit 65
            compose/db.yaml:10:7: error: there is no file 'seeds/shop.sql'
              10 |     - {sql: ./seeds/shop.sql}
                 |       ^~~~~~~~~~~~~~~~~~~~~~~
            hint: make it, or correct the path

            """),
        Mistake(
            "statements that go elsewhere",
            [seed("{sql: seed.sql}"), .file("seed.sql", "SELECT 1;\n  \\connect other\n")],
            """
            exit 65
            compose/db.yaml:10:7: error: line 2 of 'seed.sql' leaves the database of its seed: '\\connect'
              10 |     - {sql: seed.sql}
                 |       ^~~~~~~~~~~~~~~
            hint: write a seed of its own for each database: {sql: FILE, database: NAME}

            """),
        Mistake(
            "statements that end their transaction",
            [seed("{sql: seed.sql}"), .file("seed.sql", "SELECT 1;\nCOMMIT;\n")],
            """
            exit 65
            compose/db.yaml:10:7: error: line 2 of 'seed.sql' ends the transaction that its seed runs in
              10 |     - {sql: seed.sql}
                 |       ^~~~~~~~~~~~~~~
            hint: remove it, or write 'transaction: false' here

            """),
        Mistake(
            "a password of Kafka with a blank at an end",
            [
                .change("profiles/local.yaml", "{default: secret}", "{default: \" secret\"}"),
                .change(
                    "compose/db.yaml", "  volumes: [db_data]",
                    "  volumes: [db_data]\n  ready: {kafka: {user: db, password: DB_PASSWORD}}"),
            ],
            """
            exit 65
            profiles/local.yaml:5:3: error: credential 'DB_PASSWORD' in profiles/local.yaml cannot be a password of \
            Kafka: it begins or ends with a blank
              5 |   DB_PASSWORD: {default: " secret"}
                |   ^~~~~~~~~~~
            compose/db.yaml:8:10: note: it is the password of 'db'
            hint: openssl rand -hex 16 | sfm-dev credentials set DB_PASSWORD --profile local

            """),
        Mistake(
            "a role that is the login's, with another password",
            [
                .change(
                    "profiles/local.yaml", "  DB_PASSWORD: {default: secret}",
                    "  DB_PASSWORD: {default: secret}\n  OTHER: {default: word}"),
                .change(
                    "compose/db.yaml", "  volumes: [db_data]",
                    "  volumes: [db_data]\n  ready: {postgres: {user: db, password: DB_PASSWORD}}\n"
                        + "  seed: [{role: db, password: OTHER}]"),
            ],
            """
            exit 65
            compose/db.yaml:9:10: error: 'db' is the user of 'ready', with another password
              9 |   seed: [{role: db, password: OTHER}]
                |          ^~~~~~~~~~~~~~~~~~~~~~~~~~~
            hint: remove the entry, or give it another name

            """),
        Mistake(
            "a collection without a size", [seed("{collection: shop}")],
            """
            exit 65
            compose/db.yaml:10:7: error: collection 'shop' needs 'size'
              10 |     - {collection: shop}
                 |       ^~~~~~~~~~~~~~~~~~
            hint: write '{collection: shop, size: 768}'

            """),
        Mistake(
            "a collection with an unknown distance", [seed("{collection: shop, size: 3, distance: cosine}")],
            """
            exit 65
            compose/db.yaml:10:45: error: expected one of Cosine, Euclid, Dot, Manhattan, found 'cosine'
              10 |     - {collection: shop, size: 3, distance: cosine}
                 |                                             ^~~~~~

            """),
        Mistake(
            "seeds that are no list",
            [.change("compose/db.yaml", "  volumes: [db_data]", "  seed: {database: shop}\n  volumes: [db_data]")],
            """
            exit 65
            compose/db.yaml:7:9: error: expected a list of seeds, found a mapping
              7 |   seed: {database: shop}
                |         ^~~~~~~~~~~~~~~~
            hint: write 'seed: [{database: app}]'

            """),
        Mistake(
            "a command without words", [seed("{command: []}")],
            """
            exit 65
            compose/db.yaml:10:17: error: expected a command, found an empty list
              10 |     - {command: []}
                 |                 ^~
            hint: write '{command: [sh, -c, …]}'

            """),
        Mistake(
            "a seed of a service that is not published",
            [
                .file(
                    "profiles/local.yaml",
                    "profile: local\nservices: [db]\ncredentials:\n  DB_PASSWORD: {default: secret}\n"),
                .file("compose/db.yaml", unpublished),
            ],
            """
            exit 65
            compose/db.yaml:5:10: error: a database is looked for over the port of 'endpoint', which 'db' does not \
            publish
              5 |   seed: [{database: shop}]
                |          ^~~~~~~~~~~~~~~~
            hint: publish it under 'ports', or seed by 'command'

            """),
    ]

    private static func seed(_ text: String) -> Change {
        .change(
            "compose/db.yaml", "  volumes: [db_data]",
            "  volumes: [db_data]\n  ready: {postgres: {user: db}}\n  seed:\n    - \(text)\n")
    }

    private static let unpublished = """
        image: db:15
        x-sfm-dev:
          endpoint: 5432
          ready: {postgres: {user: db}}
          seed: [{database: shop}]

        """
}
