import Profiles
import Templates
import Testing

/// What a profile merges over a template.
struct OverlayTests {
    private static func db(_ template: String, overlay: String) throws -> ResolvedService {
        let plan = try Shop.plan([
            "profiles/local.yaml": """
            profile: local
            services: [db]
            overlays: {more: [db]}
            credentials: {KEY: {default: sesame}}
            """,
            "compose/db.yaml": "image: db:1\nports: [\"5433:5432\", \"9000:9\"]\n\(template)\n",
            "compose/db.more.yaml": overlay,
        ])
        return try #require(plan.service("db"))
    }

    @Test(
        arguments: [
            ("redis", "{redis: {password: KEY}}", "redis(user: nil, password: Optional([redacted]))"),
            ("{http: {path: /readyz}}", "{redis: {user: ada}}", #"redis(user: Optional("ada"), password: nil)"#),
            ("{http: {path: /readyz, header: a, key: KEY}}", "{http: {path: /}}", #"http(path: "/", headers: [])"#),
            ("{exec: [a, b]}", "{exec: [c]}", #"exec(["c"])"#), ("{http: {path: /}}", "tcp", "tcp"),
        ])
    func `an overlay replaces the way to be ready`(template: String, overlay: String, ready: String) throws {
        let service = try Self.db("x-sfm-dev: {ready: \(template)}", overlay: "x-sfm-dev: {ready: \(overlay)}\n")
        #expect("\(service.ready)" == ready)
    }

    @Test(arguments: [("5432", "{network: 5432, host: 9}"), ("{network: 5432, host: 9}", "5432")])
    func `an overlay replaces the endpoint`(template: String, overlay: String) throws {
        let service = try Self.db("x-sfm-dev: {endpoint: \(template)}", overlay: "x-sfm-dev: {endpoint: \(overlay)}\n")
        #expect(service.endpoint?.network == 5432)
        #expect(service.endpoint?.host == (overlay == "5432" ? 5432 : 9))
    }

    @Test func `the rest of the template's settings stays, and lists grow`() throws {
        let service = try Self.db(
            "volumes: [\"one:/one\"]\nx-sfm-dev: {endpoint: 5432, ready: tcp, ready_within: 9s, volumes: [one]}",
            overlay: "volumes: [\"two:/two\"]\nx-sfm-dev: {volumes: [two], stop_order: data}\n")
        #expect("\(service.ready)" == "tcp" && service.readyWithin == .seconds(9) && service.stopOrder == .data)
        #expect(service.endpoint?.host == 5432)
        #expect(service.definition.mounts.map(\.target) == ["/one", "/two"])
    }
}
