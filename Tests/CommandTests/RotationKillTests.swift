import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension CommandTests {
    /// A rotation and a seeding that are ended at any of their steps, and the `up` after them.
    @Suite(.enabled(if: TestProject.hasClients, "SFM_DEV_TEST_ENGINE or SFM_DEV_TEST_PYTHON is not set"))
    struct RotationKillTests {
        private static let isLong = getenv("SFM_DEV_TEST_ALL") != nil
        private static let clients = "$TEST_PYTHON -W ignore '\(TestProject.folder)/logins.py'"
        private static func client(_ word: String) -> String { "(eval $(sfm-dev env) && \(clients) \(word))" }
        /// A program that `kill_at.c` is loaded into; the front only makes way for the main one.
        private static let counted = "KILL_COUNT=../steps LD_PRELOAD=$PWD/../kill_at.so"

        private static func with(_ body: (TestProject) throws -> Void) throws {
            try TestProject.with { project in
                try project.done("cc -shared -fPIC -o ../kill_at.so '\(TestProject.folder)/kill_at.c' -ldl")
                try project.done("sfm-dev up --profile auth && \(client("write"))")
                try body(project)
            }
        }

        /// As many points as asked for, the first and the last step among them.
        static func points(of steps: Int, _ count: Int) -> [Int] {
            guard steps > count else { return Array(1...max(1, steps)) }
            return (0..<count).map { 1 + $0 * (steps - 1) / (count - 1) }
        }

        @Test func `a rotation that is killed anywhere is finished by the next up`() throws {
            try Self.with { project in
                let rotate = "sfm-dev credentials rotate --all"
                try project.done("sfm-dev env --shell sh > ../old.sh && \(Self.counted) \(rotate)")
                try project.done("\(Self.client("read")) && (. ../old.sh && \(Self.clients) refused)")
                let steps = try #require(Int(try project.done("cat ../steps").output.dropLast()))
                try #require(steps > 40)
                for point in Self.points(of: steps, Self.isLong ? 100 : 6) {
                    let killed = try project.shell("KILL_AT=\(point) \(Self.counted) \(rotate)")
                    // Connections come and go with the services' speed: a run may have fewer steps than the first had.
                    #expect([0, 137].contains(killed.code), "\(point): \(killed.errors)")
                    let up = try project.shell("sfm-dev up && \(Self.client("read"))")
                    #expect(up.code == 0, "\(point) of \(steps): \(up.output)\(up.errors)")
                    #expect(try project.shell("ls .sfm-dev/journal-rotation.json").code != 0)
                }
                #expect(try project.done("sfm-dev up").errors.contains("nothing to do"))
            }
        }

        @Test func `a rotation that is killed is finished by the next one too`() throws {
            try Self.with { project in
                let rotate = "sfm-dev credentials rotate POSTGRES_PASSWORD"
                try project.done("\(Self.counted) \(rotate)")
                let steps = try #require(Int(try project.done("cat ../steps").output.dropLast()))
                for point in [steps / 3, steps / 2] {
                    #expect(try project.shell("KILL_AT=\(point) \(Self.counted) \(rotate)").code == 137)
                    try project.done("ls .sfm-dev/journal-rotation.json")
                    try project.done("\(rotate) && \(Self.client("read"))")
                }
            }
        }

        @Test func `a seeding that is killed anywhere is finished by the next up`() throws {
            try Self.with { project in
                try project.done(
                    """
                    cat >> compose/postgres.yaml <<'END'
                      seed:
                        - {role: shop, password: SOMA_API_TOKEN}
                        - {sql: seed.sql}
                    END
                    echo 'CREATE TABLE seen (n int);' > seed.sql && sfm-dev up
                    """)
                let inside = "docker exec \(project.name)-postgres-1 psql -U postgres -d somamemory -Atc"
                func spoil(_ n: Int) throws {
                    try project.done(
                        """
                        \(inside) "ALTER ROLE postgres PASSWORD 'spoilt'" -c "ALTER ROLE shop PASSWORD 'spoilt'"
                        echo 'INSERT INTO seen VALUES (\(n));' > seed.sql
                        """)
                }
                try spoil(0)
                try project.done("\(Self.counted) sfm-dev seed")
                let steps = try #require(Int(try project.done("cat ../steps").output.dropLast()))
                for (n, point) in Self.points(of: steps, Self.isLong ? 60 : 5).enumerated() {
                    try spoil(n + 1)
                    let killed = try project.shell("KILL_AT=\(point) \(Self.counted) sfm-dev seed")
                    #expect([0, 137].contains(killed.code), "\(point): \(killed.errors)")
                    let up = try project.shell("sfm-dev up && \(Self.client("read"))")
                    #expect(up.code == 0, "\(point) of \(steps): \(up.output)\(up.errors)")
                    let once = try project.done("\(inside) 'SELECT count(*) FROM seen WHERE n = \(n + 1)'")
                    #expect(once.output == "1\n", "\(point)")
                }
            }
        }
    }
}
