import Testing

/// One service of a compose file, for the elements that it is made of.
struct Element: Sendable, CustomTestStringConvertible {
    let name: String
    /// As it stands both in a template and in a compose file, without the image.
    let body: String
    /// The generated file says the same in a shorter form, which docker compose hashes to something else.
    let isLong: Bool

    init(_ name: String, _ body: String, isLong: Bool = false) {
        self.name = name
        self.body = body
        self.isLong = isLong
    }

    var testDescription: String { name }

    /// What the bodies refer to, at the top of a compose file and under a template's `x-sfm-dev` alike.
    static let declarations = """
        networks:
          front: {}
          back: {internal: true, labels: {tier: back}}
          outside: {external: true, name: OUTSIDE}
        volumes:
          data: {}
          marked: {labels: {keep: "yes"}}
          elsewhere: {external: true, name: OUTSIDE}
        secrets:
          token: {environment: TOKEN}
          key: {file: ./key.pem}
        configs:
          plain: {content: "listen 80;\\n"}
          cooked: {environment: TOKEN}
          read: {file: ./app.conf}

        """

    /// Relative to the project's folder.
    static let files = [
        "key.pem": "-----BEGIN KEY-----\nabc\n-----END KEY-----\n", "app.conf": "a = 1\nb = '2'\n",
        "two.env": "B=${A}x\n", "one.env": "A=1\nB=\"two words\"\nC='$not'\nD=${A}x\n",
        "raw.env": "# a comment\nA='1'\nE=$x \"y\"\n",
    ]
}
