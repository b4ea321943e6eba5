import Diagnostics
import Templates
import Testing

@testable import Profiles

/// What a user adds in docker compose's own form, and overlays.
struct ComposeOverrideTests {
    private static let override = "docker-compose.override.yml"

    @Test func `an overlay is merged over the templates that it lists, an override over both`() throws {
        let profile = Shop.profile.replacing("[db, web]", with: "[db, web]\noverlays: {tls: [db], more: [db]}")
        let plan = try Shop.plan([
            "profiles/local.yaml": profile,
            "compose/db.tls.yaml": "environment: {A: tls, B: tls, C: tls}\n",
            "compose/db.more.yaml": "environment: {B: more, C: more}\n",
            Self.override: "services: {db: {environment: [C=own]}}\n",
        ])
        #expect(plan.service("db")?.definition.environment == ["A": "tls", "B": "more", "C": "own"])
        #expect(plan.service("web")?.definition.environment == [:])
    }

    @Test func `a service of the override is one more, with what it needs`() throws {
        let plan = try Shop.plan([
            Self.override: """
            services:
              mail:
                image: mail:${MAIL_VERSION:-2}
                networks: [front]
                volumes: ["mails:/mails", "./m.conf:/m.conf:ro"]
                depends_on: [db]
            networks: {front: {internal: true}}
            volumes: {mails: {external: true}}
            """
        ])
        let mail = try #require(plan.service("mail"))
        #expect(mail.definition.image == "mail:2")
        #expect(mail.isEnabled && !mail.isOptional)
        #expect(plan.networks.first { $0.key == "front" }?.isInternal == true)
        #expect(plan.volumes.first { $0.key == "mails" }?.name == "mails")
        #expect(mail.definition.mounts.last?.kind == .bind("\(Shop.directory)/m.conf"))
    }

    @Test func `a service with profiles runs when it is asked for`() throws {
        let files = [Self.override: "services: {mail: {image: mail, profiles: [debug]}}\n"]
        var input = Shop.input(files)
        #expect(try Resolver(input).resolve().plan.service("mail")?.isEnabled == false)
        input.with = ["mail"]
        #expect(try Resolver(input).resolve().plan.service("mail")?.isEnabled == true)
    }

    @Test func `a service of another profile is overridden there`() throws {
        let plan = try Shop.plan([
            "compose/api.yaml": "image: api\n", Self.override: "services: {api: {command: [x]}}\n",
        ])
        #expect(plan.services.map(\.name) == ["db", "web"])
    }

    @Test func `a declared network is changed where the override says so`() throws {
        let profile = Shop.profile + "\nnetworks: {inner: {driver: bridge, labels: {a: \"1\"}}}\n"
        let plan = try Shop.plan([
            "profiles/local.yaml": profile,
            Self.override: "networks: {inner: {internal: true, labels: {b: \"2\"}}}\n",
        ])
        let network = try #require(plan.networks.first { $0.key == "inner" })
        #expect(network.driver == "bridge")
        #expect(network.isInternal)
        #expect(network.labels == ["a": "1", "b": "2"])
    }

    @Test func `an included file is part of the override, and extends may name its own file or a template`() throws {
        let plan = try Shop.plan([
            Self.override: """
            include: [more.yaml]
            services:
              two: {extends: one, command: [b]}
              three: {extends: web, ports: !reset []}
            """,
            "more.yaml": "services: {one: {image: one, command: [a], user: \"1\"}}\n",
        ])
        #expect(plan.services.map(\.name) == ["db", "one", "three", "two", "web"])
        #expect(plan.service("two")?.definition.command == ["b"])
        #expect(plan.service("two")?.definition.user == "1")
        #expect(plan.service("three")?.definition.image == "web:1")
        #expect(plan.service("three")?.definition.ports == [])
    }

    @Test func `a template extends one of its folder`() throws {
        let plan = try Shop.plan([
            "compose/web.yaml": "extends: {file: common.yaml, service: base}\nlabels: {b: \"2\"}\n",
            "compose/common.yaml": "services: {base: {image: base:1, labels: {a: \"1\"}}}\n",
        ])
        #expect(plan.service("web")?.definition.image == "base:1")
        #expect(plan.service("web")?.definition.labels == ["a": "1", "b": "2"])
    }

    @Test func `beside the project's own compose file an override is left alone, with a note`() throws {
        var input = Shop.input([Self.override: "services: {db: {command: [x]}}\n"])
        input.composeFilePath = "docker-compose.yml"
        let (plan, notes) = try Resolver(input).resolve()
        #expect(plan.service("db")?.definition.command == nil)
        #expect(
            notes.map { $0.rendered() }.joined().hasSuffix(
                """
                note: 'docker-compose.override.yml' belongs to 'docker-compose.yml' and is left alone
                hint: what sfm-dev runs is changed in compose/ and config.yaml

                """))
    }
}

/// What containers read from files of the project.
struct NamedFileTests {
    @Test func `variables of files are beaten by the template's, and names without a value have the setting's`() throws
    {
        var input = Shop.input([
            "compose/web.yaml": """
            image: web
            env_file: [./a.env, {path: ./b.env, format: raw}, {path: ./none.env, required: false}]
            environment: [OWN=1, MODE]
            """,
            "a.env": "A='a'\nB=a\nOWN=a\nD=\"${A}${MODE}$OWN\"\n", "b.env": "# no\nB='b'\nMODE\n",
        ])
        input.environment["SFM_DEV_MODE"] = "dev"
        let plan = try Resolver(input).resolve().plan
        let expected = ["A": "a", "B": "'b'", "OWN": "1", "MODE": "dev", "D": "adev1"]
        #expect(plan.service("web")?.definition.environment == expected)
        #expect(plan.settings.first { $0.name == "MODE" }?.origin == "SFM_DEV_MODE")
    }

    @Test func `secrets and configs have their text from a file, a name or the template`() throws {
        let plan = try Shop.plan([
            "compose/web.yaml": """
            image: web
            secrets: [key, {source: DB_PASSWORD, target: pw}]
            configs: [site, {source: login, target: /etc/login, uid: "33", mode: 0400}, motd]
            x-sfm-dev:
              secrets: {key: {file: ./key.pem}}
              configs: {site: {file: ./site.conf}, login: {environment: DB_URL}, motd: {content: "hi $$x\\n"}}
            """,
            "key.pem": "KEY\n", "site.conf": "a = $b\n",
        ])
        #expect(plan.secrets.map(\.name) == ["db_password", "key"])
        #expect(plan.secrets.last?.value.reveal() == "KEY\n")
        #expect(plan.configs.map(\.name) == ["login", "motd", "site"])
        #expect(plan.configs.map { $0.value.isSecret } == [true, false, false])
        #expect(
            plan.configs.map { $0.value.reveal() } == ["postgresql://db:secret@db:5432/shop", "hi $x\n", "a = $b\n"])
        let web = try #require(plan.service("web")).definition
        #expect(web.secrets.map(\.target) == ["/run/secrets/key", "/run/secrets/pw"])
        #expect(web.configs.map(\.target) == ["/site", "/etc/login", "/motd"])
        #expect(web.configs.map(\.mode) == [0o444, 0o400, 0o444])
    }

    @Test func `a file that is no text is refused`() {
        var input = Shop.input(["compose/web.yaml": "image: web\nenv_file: ./a.env\n"])
        input.namedFiles["\(Shop.directory)/a.env"] = .bytes([0xff])
        #expect(
            Shop.refusal(input) == """
                exit 65
                compose/web.yaml:2:11: error: 'a.env' is not valid UTF-8
                  2 | env_file: ./a.env
                    |           ^~~~~~~
                hint: mount it under 'volumes': bytes that are no text are not carried in generated files

                """)
    }

    @Test func `a mistake in a file of variables has its place, and shows no line of it`() {
        let refusal = Shop.refusal(
            Shop.input(["compose/web.yaml": "image: web\nenv_file: ./a.env\n", "a.env": "A=1\nB='open\n"]))
        #expect(refusal.hasPrefix("exit 65\na.env:2:3: error: "))
        #expect(!refusal.contains("open"))
    }
}
