extension Mistake {
    /// A credential that a request cannot carry.
    static let headerMistakes = [
        header(
            "a key with a letter beyond ASCII", .profile(#""gr\u00fcn-and-green""#),
            #"""
            exit 65
            profiles/local.yaml:4:3: error: credential 'VECTORS_KEY' in profiles/local.yaml cannot be sent in a header of HTTP: it holds a character that is not ASCII
              4 |   VECTORS_KEY: {default: "gr\u00fcn-and-green"}
                |   ^~~~~~~~~~~
            compose/vectors.yaml:3:10: note: 'vectors' takes it in the header 'api-key'
            hint: openssl rand -hex 16 | sfm-dev credentials set VECTORS_KEY --profile local

            """#),
        header(
            "a key with a line break", .profile(#""one\ntwo""#),
            #"""
            exit 65
            profiles/local.yaml:4:3: error: credential 'VECTORS_KEY' in profiles/local.yaml cannot be sent in a header of HTTP: it holds a control character
              4 |   VECTORS_KEY: {default: "one\ntwo"}
                |   ^~~~~~~~~~~
            compose/vectors.yaml:3:10: note: 'vectors' takes it in the header 'api-key'
            hint: openssl rand -hex 16 | sfm-dev credentials set VECTORS_KEY --profile local

            """#),
        header(
            "a key with a blank at its end", .profile(#""ends with ""#),
            """
            exit 65
            profiles/local.yaml:4:3: error: credential 'VECTORS_KEY' in profiles/local.yaml cannot be sent in a header of HTTP: it begins or ends with a blank
              4 |   VECTORS_KEY: {default: "ends with "}
                |   ^~~~~~~~~~~
            compose/vectors.yaml:3:10: note: 'vectors' takes it in the header 'api-key'
            hint: openssl rand -hex 16 | sfm-dev credentials set VECTORS_KEY --profile local

            """),
        header(
            "a key of the overrides with a blank at its start", .overrides(#"" begins""#),
            """
            exit 65
            config.yaml:3:18: error: credential 'VECTORS_KEY' in config.yaml cannot be sent in a header of HTTP: it begins or ends with a blank
            compose/vectors.yaml:3:10: note: 'vectors' takes it in the header 'api-key'
            hint: write another one there, such as openssl rand -hex 16 makes

            """),
        header(
            "a key with the control character DEL", .overrides(#""a\x7fb""#),
            """
            exit 65
            config.yaml:3:18: error: credential 'VECTORS_KEY' in config.yaml cannot be sent in a header of HTTP: it holds a control character
            compose/vectors.yaml:3:10: note: 'vectors' takes it in the header 'api-key'
            hint: write another one there, such as openssl rand -hex 16 makes

            """),
    ]

    private enum Place {
        case profile(String)
        case overrides(String)
    }

    private static func header(_ name: String, _ place: Place, _ shown: String) -> Mistake {
        let template = "image: vectors:1\nx-sfm-dev:\n  ready: {http: {path: /, header: api-key, key: VECTORS_KEY}}\n"
        func profile(_ value: String) -> Change {
            .file(
                "profiles/local.yaml",
                "profile: local\nservices: [vectors]\ncredentials:\n  VECTORS_KEY: {default: \(value)}\n")
        }
        let changes: [Change] =
            switch place {
            case .profile(let value): [profile(value)]
            case .overrides(let value):
                [profile("good"), .file("config.yaml", "sfm-dev:\n  credentials:\n    VECTORS_KEY: \(value)\n")]
            }
        return Mistake(name, [.file("compose/vectors.yaml", template)] + changes, shown)
    }
}
