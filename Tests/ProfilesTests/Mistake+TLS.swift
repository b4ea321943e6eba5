extension Mistake {
    /// What may be wrong with certificates, and with what waits for an overlay.
    static let tlsMistakes = [
        Mistake(
            "a name that the CA may not vouch for",
            [
                .file(
                    "compose/db.yaml",
                    "image: db:1\ncontainer_name: db.shop\nx-sfm-dev: {tls: true, endpoint: 5432}\nports: [\"5432:5432\"]\n"
                )
            ],
            """
            exit 65
            compose/db.yaml:3:18: error: 'db' is called 'db.shop': the development CA vouches for names without a dot only
              3 | x-sfm-dev: {tls: true, endpoint: 5432}
                |                  ^~~~
            hint: rename it, or write 'tls: false'

            """),
        Mistake(
            "a name at the top of the public internet",
            [
                .file(
                    "compose/db.yaml",
                    "image: db:1\nnetworks: {default: {aliases: [store, Dev]}}\nx-sfm-dev: {tls: true, endpoint: 5432}\nports: [\"5432:5432\"]\n"
                )
            ],
            """
            exit 65
            compose/db.yaml:3:18: error: 'db' is called 'Dev', which is a top-level domain: the CA could vouch for every site in it
              3 | x-sfm-dev: {tls: true, endpoint: 5432}
                |                  ^~~~
            hint: rename it, or write 'tls: false'

            """),
        Mistake(
            "a name at the top in another script",
            [
                .file("profiles/local.yaml", "profile: local\nservices: [xn--p1ai]\n"),
                .file(
                    "compose/xn--p1ai.yaml",
                    "image: db:1\nx-sfm-dev: {tls: true}\nsecrets: [{source: tls/key, target: x}]\n"),
            ],
            """
            exit 65
            compose/xn--p1ai.yaml:2:18: error: 'xn--p1ai' is called 'xn--p1ai', which is a top-level domain: the CA could vouch for every site in it
              2 | x-sfm-dev: {tls: true}
                |                  ^~~~
            hint: rename it, or write 'tls: false'

            """),
        Mistake(
            "a name that no certificate can have",
            [
                .file(
                    "compose/db.yaml",
                    "image: db:1\ncontainer_name: \(String(repeating: "x", count: 64))\nx-sfm-dev: {tls: true, endpoint: 5432}\nports: [\"5432:5432\"]\n"
                )
            ],
            """
            exit 65
            compose/db.yaml:3:18: error: 'db' is called '\(String(repeating: "x", count: 64))', which is longer than the 63 characters of a name in a certificate
              3 | x-sfm-dev: {tls: true, endpoint: 5432}
                |                  ^~~~
            hint: rename it, or write 'tls: false'

            """),
        Mistake(
            "a service that is called like a file of certificates",
            [
                .file("profiles/local.yaml", "profile: local\nservices: [client]\n"),
                .file("compose/client.yaml", "image: db:1\nx-sfm-dev: {tls: true}\n"),
            ],
            """
            exit 65
            compose/client.yaml:2:18: error: a service that speaks TLS cannot be called 'client'
              2 | x-sfm-dev: {tls: true}
                |                  ^~~~
            hint: rename it: '.sfm-dev/tls/' has a file of that name already

            """),
        Mistake(
            "no text of a certificate",
            [
                .file(
                    "compose/db.yaml",
                    "image: db:1\nsecrets: [{source: tls/certifcate, target: x}]\nx-sfm-dev: {tls: true, endpoint: 5432}\nports: [\"5432:5432\"]\n"
                )
            ],
            """
            exit 65
            compose/db.yaml:2:20: error: nothing of a certificate is called 'tls/certifcate'
              2 | secrets: [{source: tls/certifcate, target: x}]
                |                    ^~~~~~~~~~~~~~
            hint: did you mean 'tls/certificate'? known texts: tls/authority, tls/bundle, tls/certificate, tls/client_certificate, tls/client_key, tls/key

            """),
        Mistake(
            "a certificate of a service without one", [secret("tls/key")],
            """
            exit 65
            compose/db.yaml:4:20: error: 'db' speaks no TLS, and has no 'tls/key'
              4 | secrets: [{source: tls/key, target: x}]
                |                    ^~~~~~~
            hint: add 'tls: true' under 'x-sfm-dev'

            """),
        Mistake(
            "a CA where nothing speaks TLS", [secret("tls/authority")],
            """
            exit 65
            compose/db.yaml:4:20: error: no service of this profile speaks TLS, and there is no 'tls/authority'
              4 | secrets: [{source: tls/authority, target: x}]
                |                    ^~~~~~~~~~~~~
            hint: add 'tls: true' under 'x-sfm-dev' of a service, or remove this line

            """),
        Mistake(
            "neither true nor false", [tls("tls: yes")],
            """
            exit 65
            compose/db.yaml:8:8: error: expected true or false, found 'yes'
              8 |   tls: yes
                |        ^~~

            """),
        Mistake(
            "warnings that are no list", [tls("warnings: careful")],
            """
            exit 65
            compose/db.yaml:8:13: error: expected a list of sentences, found text
              8 |   warnings: careful
                |             ^~~~~~~

            """),
        Mistake(
            "a variable that waits for an unknown overlay", [waiting("{tsl: db}")],
            """
            exit 65
            profiles/local.yaml:8:12: error: the profile has no overlay 'tsl'
              8 |     when: {tsl: db}
                |            ^~~
            hint: known overlays: none

            """),
        Mistake(
            "a variable that waits for two overlays", [waiting("{tls: db, auth: db}")],
            """
            exit 65
            profiles/local.yaml:8:11: error: 'when' names one overlay and one service
              8 |     when: {tls: db, auth: db}
                |           ^~~~~~~~~~~~~~~~~~~
            hint: write 'when: {tls: redis}'

            """),
        Mistake(
            "a variable that waits for nothing", [waiting("db")],
            """
            exit 65
            profiles/local.yaml:8:11: error: 'when' names one overlay and one service
              8 |     when: db
                |           ^~
            hint: write 'when: {tls: redis}'

            """),
        Mistake(
            "a query with a mapping that is no file",
            [.change("profiles/local.yaml", "path: /shop}", "path: /shop, query: {sslrootcert: {path: ca.pem}}}")],
            """
            exit 65
            profiles/local.yaml:8:111: error: expected a text, or '{file: {host: …, network: …}}', found a mapping
              8 |     url: {scheme: postgresql, user: db, password: DB_PASSWORD, service: db, path: /shop, query: {sslrootcert: {path: ca.pem}}}
                |                                                                                                               ^~~~~~~~~~~~~~

            """),
        Mistake(
            "a query with half a file",
            [
                .change(
                    "profiles/local.yaml", "path: /shop}", "path: /shop, query: {sslrootcert: {file: {host: ca.pem}}}}")
            ],
            """
            exit 65
            profiles/local.yaml:8:118: error: a file needs a path for each vantage
              8 |     url: {scheme: postgresql, user: db, password: DB_PASSWORD, service: db, path: /shop, query: {sslrootcert: {file: {host: ca.pem}}}}
                |                                                                                                                      ^~~~~~~~~~~~~~
            hint: write 'file: {host: certs/ca.pem, network: /run/secrets/ca.pem}'

            """),
    ]

    private static func tls(_ line: String) -> Change {
        .change("compose/db.yaml", "  volumes: [db_data]", "  volumes: [db_data]\n  \(line)")
    }

    private static func secret(_ source: String) -> Change {
        .change("compose/db.yaml", "secrets: [DB_PASSWORD]", "secrets: [{source: \(source), target: x}]")
    }

    private static func waiting(_ condition: String) -> Change {
        .change("profiles/local.yaml", "  DB_URL:\n", "  DB_URL:\n    when: \(condition)\n")
    }
}
