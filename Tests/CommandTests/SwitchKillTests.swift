import Testing

extension CommandTests {
    /// A switch that is ended at any of its steps: one profile is active, it runs whole, and nothing else does.
    @Suite(
        .enabled(
            if: TestProject.hasClients && TestProject.hasCompose,
            "SFM_DEV_TEST_ENGINE, SFM_DEV_TEST_PYTHON or SFM_DEV_TEST_COMPOSE is not set"))
    struct SwitchKillTests {
        private static let count = Shell.environment("SFM_DEV_TEST_ALL") == nil ? 5 : 100
        private static let clients = "$TEST_PYTHON -W ignore '\(TestProject.folder)/clients.py'"
        /// A program that `kill_at.c` is loaded into; the front only makes way for the main one.
        private static let counted = "KILL_COUNT=../steps LD_PRELOAD=$PWD/../kill_at.so"

        private static func names(_ project: TestProject, _ profile: String) -> [Substring] {
            profile == "shared-infra" ? [] : TestProject.services.map { "\(project.name)-\($0)-1"[...] }
        }

        private static func check(_ project: TestProject, from first: String, to second: String) throws {
            try project.done("cc -shared -fPIC -o ../kill_at.so '\(TestProject.folder)/kill_at.c' -ldl")
            try project.done("sfm-dev switch \(first)")
            try project.done("\(counted) sfm-dev switch \(second)")
            let steps = try #require(Int(try project.done("cat ../steps").output.dropLast()))
            try #require(steps > 15)
            for point in RotationKillTests.points(of: steps, count) {
                try project.done("sfm-dev switch \(first)")
                let killed = try project.shell("KILL_AT=\(point) \(counted) sfm-dev switch \(second)")
                #expect([0, 137].contains(killed.code), "\(point): \(killed.errors)")
                // Whoever looks first sees one profile, and 'up' makes it whole.
                let seen = try project.done("sfm-dev status").lines[0].split(separator: " ")[1].dropLast()
                let up = try project.done("sfm-dev up && sfm-dev status --check")
                let active = up.lines[0].split(separator: " ")[1].dropLast()
                #expect([first, second].contains(String(active)), "\(point) of \(steps)")
                #expect(seen == active, "\(point) of \(steps)")
                #expect(try project.shell("ls .sfm-dev/journal.json").code != 0)
                let names = try project.done("\(PlatformTests.containers(project.name)) | cut -d' ' -f1").lines
                #expect(names == Self.names(project, String(active)), "\(point) of \(steps)")
            }
            try project.done("sfm-dev switch \(first)")
        }

        @Test func `to the shared stack`() throws {
            try PlatformTests.with { project in
                try project.done("sfm-dev up && eval $(sfm-dev env) && \(Self.clients) write")
                try Self.check(project, from: "local", to: "shared-infra")
                try project.done("eval $(sfm-dev env) && \(Self.clients)")
            }
        }

        @Test func `and back`() throws {
            try PlatformTests.with { project in
                try project.done("sfm-dev up && eval $(sfm-dev env) && \(Self.clients) write")
                try Self.check(project, from: "shared-infra", to: "local")
                try project.done("sfm-dev switch local && eval $(sfm-dev env) && \(Self.clients)")
            }
        }

        @Test func `between two profiles of one data`() throws {
            try TestProject.with { project in
                try project.done("sfm-dev up && eval $(sfm-dev env) && \(Self.clients) write")
                try Self.check(project, from: "local", to: "auth")
                try project.done("eval $(sfm-dev env) && \(Self.clients)")
            }
        }
    }
}
