import Profiles
import Testing

struct CredentialUseTests {
    @Test(arguments: [
        ("", []),
        ("secrets: [ONE]", ["ONE"]),
        ("secrets: [{source: TWO, target: x}, ONE]", ["ONE", "TWO"]),
        ("secrets: [mine]\nx-sfm-dev: {secrets: {mine: {environment: ONE}}}", ["ONE"]),
        ("configs: [mine]\nx-sfm-dev: {configs: {mine: {environment: URL}}}", ["TWO"]),
        ("configs: [mine]\nx-sfm-dev: {configs: {mine: {content: ONE}}}", []),
        ("x-sfm-dev: {ready: {postgres: {password: ONE}}}", ["ONE"]),
        ("x-sfm-dev: {ready: {redis: {password: TWO}}}", ["TWO"]),
        ("x-sfm-dev: {endpoint: 80, ready: {http: {header: api-key, key: ONE}}}", ["ONE"]),
        (
            "x-sfm-dev: {endpoint: 80, ready: {postgres: {password: ONE}}, seed: [{role: app, password: TWO}]}",
            ["ONE", "TWO"]
        ),
        ("x-sfm-dev: {variables: {surface: api, target: /e}}", []),
    ])
    func `a service has the credentials of its logins and of its files`(template: String, names: [String]) throws {
        let plan = try Shop.plan([
            "profiles/local.yaml": """
            profile: local
            services: [db, web]
            credentials: {ONE: {default: one}, TWO: {default: two}}
            variables:
              URL: {url: {scheme: http, user: u, password: TWO, service: db}}

            """,
            "compose/db.yaml": Shop.db.replacing("secrets: [DB_PASSWORD]\n", with: ""),
            "compose/web.yaml": "image: web:1\nports: [\"8080:80\"]\n\(template)\n",
        ])
        #expect(plan.service("web")?.credentials == names)
        #expect(plan.service("db")?.credentials == [])
        #expect(plan.variables.map(\.credential) == ["TWO"])
    }

    @Test func `a variable that something else sets holds no credential`() throws {
        let plan = try Shop.plan(["config.yaml": "sfm-dev: {variables: {DB_URL: 'postgresql://x'}}\n"])
        #expect(plan.variables.map(\.credential) == [nil])
    }
}
