import Diagnostics
import Profiles
import Templates
import Testing

struct URLTests {
    /// Host and network value of DB_URL.
    private func urls(_ input: ResolverInput) throws -> [String] {
        let variable = try #require(try Resolver(input).resolve().plan.variables.first)
        #expect(variable.name == "DB_URL")
        return [variable.host.reveal(), variable.network.reveal()]
    }

    // RFC 3986, 2.3: only letters, digits and -._~ stand for themselves everywhere.
    @Test(
        arguments: [
            ("p@ss", "p%40ss"), ("a:b/c", "a%3Ab%2Fc"), ("?#[]", "%3F%23%5B%5D"), ("100%", "100%25"),
            ("a b+c", "a%20b%2Bc"),
            ("größe", "gr%C3%B6%C3%9Fe"), ("🐘", "%F0%9F%90%98"), ("'\"`$\\", "%27%22%60%24%5C"),
            ("-._~aZ09", "-._~aZ09"),
            ("a&b=c;d", "a%26b%3Dc%3Bd"), ("\n\t", "%0A%09"), ("\u{7f}\u{1}", "%7F%01"), ("ª", "%C2%AA"),
        ])
    func `an odd password is percent-encoded`(password: String, encoded: String) throws {
        var input = Shop.input()
        input.store["DB_PASSWORD"] = .init(password, source: .supplied)
        #expect(
            try urls(input) == [
                "postgresql://db:\(encoded)@localhost:5433/shop", "postgresql://db:\(encoded)@db:5432/shop",
            ])
    }

    @Test(
        arguments: [
            ("{scheme: redis, service: db}", "redis://localhost:5433"),
            ("{scheme: redis, password: DB_PASSWORD, service: db, path: /0}", "redis://:secret@localhost:5433/0"),
            ("{scheme: http, user: a@b, service: db}", "http://a%40b@localhost:5433"),
            (
                "{scheme: postgresql, service: db, path: /x, query: {sslmode: require, application_name: a b, a: \"1&2\"}}",
                "postgresql://localhost:5433/x?sslmode=require&application_name=a%20b&a=1%262"
            ),
            ("{query: {z: \"1\", a: \"2\"}, service: db, scheme: http}", "http://localhost:5433?z=1&a=2"),
        ])
    func `a URL has its parts in their places and its query in the file's order`(rule: String, expected: String) throws
    {
        let profile = """
            profile: local
            services: [db]
            credentials: {DB_PASSWORD: {default: secret}}
            variables: {DB_URL: {url: \(rule)}}
            """
        #expect(try urls(Shop.input(["profiles/local.yaml": profile])).first == expected)
    }

    @Test func `an IPv6 host stands in brackets`() throws {
        let profile = """
            profile: local
            services: []
            external: {db: {network: "[fd00::2]:5432", host: "[::1]:5434"}}
            variables:
              DB_URL: {url: {scheme: postgresql, service: db, path: /shop}}
              DB_ADDRESS: {address: db}
            """
        let plan = try Shop.plan(["profiles/local.yaml": profile])
        #expect(
            plan.variables.map { [$0.host.reveal(), $0.network.reveal()] } == [
                ["postgresql://[::1]:5434/shop", "postgresql://[fd00::2]:5432/shop"], ["[::1]:5434", "[fd00::2]:5432"],
            ])
    }

    @Test func `a URL with a password is secret, one without is not`() throws {
        let profile = """
            profile: local
            services: [db]
            credentials: {DB_PASSWORD: {default: secret}}
            variables:
              A: {url: {scheme: redis, password: DB_PASSWORD, service: db}}
              B: {url: {scheme: redis, service: db}}
              C: {credential: DB_PASSWORD}
              D: {address: db}
            """
        let plan = try Shop.plan(["profiles/local.yaml": profile])
        #expect(plan.variables.map(\.host.isSecret) == [true, false, true, false])
    }
}
