import Diagnostics
import Profiles
import Testing

/// Whose login lives in the service, so that another password is no reason to make its container anew.
struct LiveCredentialTests {
    private static func live(_ ready: String) throws -> String? {
        let db = Shop.db.replacing("endpoint: 5432", with: "endpoint: 5432\n  ready: {\(ready)}")
        return try Shop.plan(["compose/db.yaml": db]).service("db")?.liveCredential
    }

    @Test(
        arguments: [
            ("postgres: {user: a, password: DB_PASSWORD}", "DB_PASSWORD"),
            ("kafka: {user: a, password: DB_PASSWORD, local: 29092}", "DB_PASSWORD"),
            // Nobody can give the user another one.
            ("kafka: {user: a, password: DB_PASSWORD}", nil), ("kafka: {local: 29092}", nil),
            ("redis: {password: DB_PASSWORD}", nil),
        ] as [(String, String?)])
    func `a login that is made true inside is not its container's`(ready: String, credential: String?) throws {
        #expect(try Self.live(ready) == credential)
    }

    @Test func `a login to Kafka has its password's value`() throws {
        let ready = "ready: {kafka: {user: a, password: DB_PASSWORD, local: 29092}}"
        let db = Shop.db.replacing("endpoint: 5432", with: "endpoint: 5432\n  \(ready)")
        guard case .kafka("a", let password?, 29092) = try Shop.plan(["compose/db.yaml": db]).service("db")?.ready
        else {
            Issue.record("no login")
            return
        }
        #expect(password.reveal() == "secret")
    }
}
