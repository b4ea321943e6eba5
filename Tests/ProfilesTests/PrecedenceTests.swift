import Diagnostics
import Profiles
import Templates
import Testing

/// Environment over config.yaml over the store or a chosen port over what the files say.
struct PrecedenceTests {
    private static let overrides = """
        sfm-dev:
          ports: {DB_PORT: 6001}
          settings: {DB_VERSION: "17"}
          credentials: {DB_PASSWORD: from-config}
        """

    private func input(environment: Bool, overrides: Bool, kept: Bool) -> ResolverInput {
        var input = Shop.input(overrides ? ["config.yaml": Self.overrides] : [:])
        if environment {
            input.environment = [
                "SFM_DEV_DB_PORT": "6000", "SFM_DEV_DB_VERSION": "18", "SFM_DEV_DB_PASSWORD": "from-shell",
            ]
        }
        if kept {
            input.chosenPorts["DB_PORT"] = 6002
            input.store["DB_PASSWORD"] = .init("from-store", source: .generated)
        }
        return input
    }

    @Test(
        arguments: [
            (true, true, true, "6000 SFM_DEV_DB_PORT"), (true, false, false, "6000 SFM_DEV_DB_PORT"),
            (false, true, true, "6001 config.yaml"), (false, false, true, "6002 chosen port"),
            (false, false, false, "5433 compose/db.yaml"),
        ])
    func `a port comes from the first that sets it`(
        environment: Bool, overrides: Bool, kept: Bool, expected: String
    ) throws {
        let plan = try Resolver(input(environment: environment, overrides: overrides, kept: kept)).resolve().plan
        let setting = try #require(plan.settings.first { $0.name == "DB_PORT" })
        #expect("\(setting.value) \(setting.origin)" == expected)
        let port = try #require(plan.service("db")?.hostPort)
        #expect("\(port.published)" == setting.value)
        #expect(port.variable == "DB_PORT")
        #expect(plan.variables.first?.host.reveal().contains("@localhost:\(setting.value)/") == true)
    }

    @Test(
        arguments: [
            (true, true, true, "from-shell SFM_DEV_DB_PASSWORD supplied"),
            (false, true, true, "from-config config.yaml supplied"),
            (false, false, true, "from-store the store generated"),
            (false, false, false, "secret profiles/local.yaml default"),
        ])
    func `a credential comes from the first that sets it`(
        environment: Bool, overrides: Bool, kept: Bool, expected: String
    ) throws {
        let plan = try Resolver(input(environment: environment, overrides: overrides, kept: kept)).resolve().plan
        let credential = try #require(plan.credentials.first)
        #expect("\(credential.value.reveal()) \(credential.origin) \(credential.source.rawValue)" == expected)
        #expect(plan.secrets.map { "\($0.name)=\($0.value.reveal())" } == ["db_password=\(credential.value.reveal())"])
    }

    @Test(arguments: [(true, true, "db:18"), (false, true, "db:17"), (false, false, "db:15")])
    func `a setting comes from the first that sets it`(environment: Bool, overrides: Bool, image: String) throws {
        let plan = try Resolver(input(environment: environment, overrides: overrides, kept: false)).resolve().plan
        #expect(plan.service("db")?.definition.image == image)
    }

    @Test(
        arguments: [
            ("sfm-dev: {project: mine}", ["SFM_DEV_PROJECT": "shell"], "shell"),
            ("sfm-dev: {project: mine}", [:], "mine"), ("", [:], "shop"),
        ] as [(String, [String: String], String)])
    func `the project's name comes from the first that sets it, at last the folder`(
        overrides: String, environment: [String: String], expected: String
    ) throws {
        var input = Shop.input(["config.yaml": overrides])
        input.environment = environment
        let plan = try Resolver(input).resolve().plan
        #expect(plan.project == expected)
        #expect(plan.volumes.map(\.name) == ["\(expected)_db_data"])
    }

    @Test(
        arguments: [
            ("sfm-dev: {variables: {DB_URL: mine}}", ["SFM_DEV_DB_URL": "shell"], "shell SFM_DEV_DB_URL"),
            ("sfm-dev: {variables: {DB_URL: mine}}", [:], "mine config.yaml"),
            ("", [:], "postgresql://db:secret@localhost:5433/shop profiles/local.yaml"),
        ] as [(String, [String: String], String)])
    func `a variable comes from the first that sets it`(
        overrides: String, environment: [String: String], expected: String
    ) throws {
        var input = Shop.input(["config.yaml": overrides])
        input.environment = environment
        let variable = try #require(try Resolver(input).resolve().plan.variables.first)
        #expect("\(variable.host.reveal()) \(variable.origin)" == expected)
    }

    @Test func `an image set for one service beats its template`() throws {
        let plan = try Shop.plan(["config.yaml": "sfm-dev: {images: {db: \"mine:1\"}}"])
        #expect(plan.service("db")?.definition.image == "mine:1")
        #expect(plan.service("web")?.definition.image == "web:1")
    }

    @Test func `one setting used twice moves the port that it stands for`() throws {
        let plan = try Shop.plan([
            "compose/db.yaml": "environment: {A: \"${DB_PORT:-1234}\"}\n" + Shop.db
        ])
        #expect(plan.service("db")?.hostPort?.variable == "DB_PORT")
    }

    @Test(arguments: [
        (["SFM_DEV_DB_PORT": "abc"], "", "SFM_DEV_DB_PORT"),
        (["SFM_DEV_DB_PORT": "abc"], "sfm-dev: {settings: {DB_PORT: 6000}}", "SFM_DEV_DB_PORT"),
        ([:], "sfm-dev: {settings: {DB_PORT: abc}}", "config.yaml"),
    ])
    func `a mistake that a setting brings into a template is told with whoever set it`(
        environment: [String: String], overrides: String, origin: String
    ) {
        var input = Shop.input(overrides.isEmpty ? [:] : ["config.yaml": overrides])
        input.environment = environment
        let note = origin == "config.yaml" ? "config.yaml:1:31: note: " : "note: "
        #expect(
            Shop.refusal(input) == """
                exit 65
                compose/db.yaml:2:9: error: 'abc' is no port
                  2 | ports: ["${DB_PORT:-5433}:5432"]
                    |         ^~~~~~~~~~~~~~~~~~~~~~~
                \(note)'DB_PORT' is 'abc' by \(origin)
                hint: ports go from 1 to 65535

                """)
    }

    @Test func `a variable that looks like a slip of the pen is told`() throws {
        var input = Shop.input()
        input.environment = [
            "SFM_DEV_DB_PROT": "1", "SFM_DEV_DB_PORT": "6000", "SFM_DEV_QUITE_ANOTHER": "1", "SFM_DEV_PROFILE": "local",
            "OTHER_DB_PROT": "1", "SFM_DEV_IMAGE": "stand-in", "SFM_DEV_DB_PORTS": "",
            "SFM_DEV_DB_URI": "of another profile",
        ]
        input.files["profiles/other.yaml"] = Array("profile: other\nvariables:\n  DB_URI: {value: x}\n".utf8)
        let warnings = try Resolver(input).resolve().warnings
        #expect(
            DiagnosticPrinter.text(warnings) == """
                sfm-dev: warning: 'SFM_DEV_DB_PROT' is set and changes nothing in this profile
                hint: did you mean 'SFM_DEV_DB_PORT'?
                sfm-dev: warning: 'SFM_DEV_IMAGE' is set and changes nothing in this profile
                hint: did you mean 'SFM_DEV_IMAGES'?

                """)
    }
}
