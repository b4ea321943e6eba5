import Diagnostics
import Profiles
import Testing

struct ExposureTests {
    private static func plan(_ address: String, store: String? = nil) throws -> ResolvedPlan {
        var input = Shop.input([
            "compose/db.yaml": Shop.db.replacing("${DB_PORT:-5433}", with: "\(address)${DB_PORT:-5433}"),
            "compose/web.yaml": Shop.web.replacing("8080:80", with: "\(address)8080:80"),
        ])
        if let store { input.store["DB_PASSWORD"] = .init(store, source: .supplied) }
        return try Resolver(input).resolve().plan
    }

    private static func shown(_ plan: ResolvedPlan, isAllowed: Bool) -> String {
        plan.exposures.map { $0.diagnostic(profile: "local", isAllowed: isAllowed).rendered() }.joined()
    }

    private static let web = """
        compose/web.yaml:3:9: warning: 'web' publishes port 8080 on 0.0.0.0, where other machines reach it
          3 | ports: ["0.0.0.0:8080:80"]
            |         ^~~~~~~~~~~~~~~~~
        hint: write 127.0.0.1:8080:80

        """

    @Test func `a port that other machines reach is an error where everybody knows the login`() throws {
        let plan = try Self.plan("0.0.0.0:")
        #expect(plan.exposures.map(\.defaults) == [["DB_PASSWORD"], []])
        #expect(
            Self.shown(plan, isAllowed: false) == """
                compose/db.yaml:2:9: error: 'db' publishes port 5433 on 0.0.0.0, where other machines reach it, and everybody \
                knows the default of 'DB_PASSWORD'
                  2 | ports: ["0.0.0.0:${DB_PORT:-5433}:5432"]
                    |         ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
                note: or write 127.0.0.1:5433:5432; --allow-exposed lets it pass
                hint: sfm-dev credentials set DB_PASSWORD --profile local

                """ + Self.web)
        #expect(
            Self.shown(plan, isAllowed: true) == """
                compose/db.yaml:2:9: warning: 'db' publishes port 5433 on 0.0.0.0, where other machines reach it, and \
                everybody knows the default of 'DB_PASSWORD'
                  2 | ports: ["0.0.0.0:${DB_PORT:-5433}:5432"]
                    |         ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
                hint: sfm-dev credentials set DB_PASSWORD --profile local

                """ + Self.web)
    }

    @Test(arguments: ["0.0.0.0:", "[::]:", "192.168.1.5:"])
    func `a login of one's own is a warning`(address: String) throws {
        let exposures = try Self.plan(address, store: "own").exposures
        #expect(exposures.map(\.service) == ["db", "web"])
        #expect(exposures.map { $0.diagnostic(profile: "local", isAllowed: false).severity } == [.warning, .warning])
    }

    @Test(arguments: ["", "127.0.0.1:", "127.0.0.2:", "[::1]:"])
    func `this machine's own ports are fine`(address: String) throws {
        #expect(try Self.plan(address).exposures.isEmpty)
    }
}
