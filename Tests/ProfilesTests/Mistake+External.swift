extension Mistake {
    /// What may be wrong with services that others run.
    static let externalMistakes = [
        Mistake(
            "a service of others that is looked for nowhere",
            [
                .file(
                    "profiles/local.yaml",
                    "profile: local\nservices: []\nexternal: {mail: {network: \"mail:25\", host: discover}}\n"
                )
            ],
            """
            exit 65
            profiles/local.yaml:3:12: error: 'mail' is to be discovered, and the profile names no network where
              3 | external: {mail: {network: "mail:25", host: discover}}
                |            ^~~~
            hint: write 'networks: {shared: {external: true, name: NAME}}', or 'host: "localhost:PORT"'

            """),
        Mistake(
            "a service of others that is looked at from inside",
            [
                .file(
                    "profiles/local.yaml",
                    "profile: local\nservices: []\nexternal: {mail: {network: \"mail:25\", host: \"localhost:25\", ready: health}}\n"
                )
            ],
            """
            exit 65
            profiles/local.yaml:3:68: error: expected one way to be ready
              3 | external: {mail: {network: "mail:25", host: "localhost:25", ready: health}}
                |                                                                    ^~~~~~
            hint: one of http, kafka, postgres, redis, tcp, such as 'ready: {http: {path: /healthz}}'

            """),
        Mistake(
            "a port to be discovered that is none",
            [
                .file(
                    "profiles/local.yaml",
                    "profile: local\nservices: []\nexternal: {mail: {network: \"mail:25\", host: \"discover:none\"}}\n"
                )
            ],
            """
            exit 65
            profiles/local.yaml:3:45: error: 'discover:none' is no address
              3 | external: {mail: {network: "mail:25", host: "discover:none"}}
                |                                             ^~~~~~~~~~~~~~~
            hint: write host:port, such as localhost:5432

            """),
    ]
}
