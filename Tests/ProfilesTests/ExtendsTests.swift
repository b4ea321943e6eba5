import Diagnostics
import Profiles
import Testing

/// A profile written over another.
struct ExtendsTests {
    private static let base = """
        profile: base
        description: what all have
        project: shop
        services: [db, web]
        optional: [mail]
        overlays: {one: [db, web], two: [db]}
        credentials:
          DB_PASSWORD: {default: secret}
          TOKEN: {generate: 16}
        variables:
          DB_URL: {url: {scheme: postgresql, user: db, password: DB_PASSWORD, service: db}}
          MODE: {value: base}
        external: {kafka: {network: "kafka:9092", host: "localhost:9096"}}
        networks: {shared: {external: true}, back: {internal: true}}
        volumes: [cache]
        secrets: {license: {file: license.txt}}
        configs: {motd: {content: hello}}
        """

    private static func profile(_ child: String, _ more: [String: String] = [:]) throws(Failure) -> Profile {
        let files = ["profiles/base.yaml": base, "profiles/local.yaml": "profile: local\nextends: base\n" + child]
        return try Resolver(Shop.input(files.merging(more) { $1 })).profile()
    }

    @Test func `a child that says nothing is its parent under another name`() throws {
        let profile = try Self.profile("")
        #expect(profile.name == "local")
        #expect(profile.description == "what all have")
        #expect(profile.project?.text == "shop")
        #expect(profile.services.map(\.text) == ["db", "web"])
        #expect(profile.optional.map(\.text) == ["mail"])
        #expect(
            profile.overlays.map { "\($0.name.text) \($0.services.map(\.text))" } == [
                #"one ["db", "web"]"#, #"two ["db"]"#,
            ])
        #expect(profile.credentials.map(\.name) == ["DB_PASSWORD", "TOKEN"])
        #expect(profile.credentialNames == ["DB_PASSWORD", "TOKEN"])
        #expect(profile.variables.map(\.name) == ["DB_URL", "MODE"])
        #expect(profile.external.map(\.name) == ["kafka"])
        #expect(profile.networks.map(\.key) == ["shared", "back"])
        #expect(profile.volumes.map(\.key) == ["cache"])
        #expect(profile.secrets.map(\.name) == ["license"] && profile.configs.map(\.name) == ["motd"])
    }

    private static let conditional = """
        variables:
          MODE: {value: one, when: {one: web}}
          DB_URL: {url: {scheme: postgresql, service: db}, when: {two: web}}
          NEW: {value: two, when: {two: db}}
          LOST: {value: none, when: {two: web}}

        """

    private static func values(_ profile: Profile) -> [String] {
        profile.variables.map { variable in
            switch variable.source {
            case .value(let text): "\(variable.name)=\(text)"
            case .url(let url): "\(variable.name)=\(url.user ?? "")"
            default: variable.name
            }
        }
    }

    @Test func `a variable that waits for an overlay gives way where it is not merged`() throws {
        #expect(try Self.values(Self.profile(Self.conditional)) == ["DB_URL=db", "MODE=one", "NEW=two"])
    }

    @Test func `the overlays of the last profile count`() throws {
        let middle = ["profiles/middle.yaml": "profile: middle\nextends: base\n" + Self.conditional]
        let child = "overlays: {one: [db], two: [web]}\n"
        let files = middle.merging(["profiles/local.yaml": "profile: local\nextends: middle\n" + child]) { $1 }
        let profile = try Resolver(Shop.input(files.merging(["profiles/base.yaml": Self.base]) { $1 })).profile()
        #expect(Self.values(profile) == ["DB_URL=", "MODE=base", "LOST=none"])
    }

    @Test func `what a child says takes its parent's place, and new names come behind`() throws {
        let profile = try Self.profile(
            """
            description: mine
            project: mine
            services: [web]
            optional: []
            overlays: {three: [web], one: [web]}
            credentials: {NEW: {default: new}, DB_PASSWORD: {default: other}}
            variables: {NEW: {value: new}, MODE: {value: child}}
            external: {redis: {network: "redis:6379", host: "localhost:6380"}, kafka: {network: "k:1", host: "k:2"}}
            networks: {front: {}, shared: {name: mine}}
            volumes: {data: {}, cache: {name: mine}}
            secrets: {key: {file: key.txt}, license: {file: other.txt}}
            configs: {issue: {content: bye}, motd: {content: bye}}
            """)
        #expect(profile.description == "mine")
        #expect(profile.project?.text == "mine")
        #expect(profile.services.map(\.text) == ["web"] && profile.optional.isEmpty)
        // 'two' has nothing left to lie over.
        #expect(
            profile.overlays.map { "\($0.name.text) \($0.services.map(\.text))" } == [
                #"one ["web"]"#, "two []", #"three ["web"]"#,
            ])
        #expect(
            profile.credentials.map { "\($0.name) \($0.source)" } == [
                #"DB_PASSWORD fixed("other")"#, "TOKEN generate(length: 16)", #"NEW fixed("new")"#,
            ])
        #expect(
            profile.variables.map { "\($0.name) \($0.location.file.path)" } == [
                "DB_URL profiles/base.yaml", "MODE profiles/local.yaml", "NEW profiles/local.yaml",
            ])
        #expect(
            profile.external.map { "\($0.name) \($0.host)" } == ["kafka fixed(k:2)", "redis fixed(localhost:6380)"])
        // Replaced whole: 'shared' is not external any more.
        #expect(
            profile.networks.map { "\($0.key) \($0.name) \($0.isExternal)" } == [
                "shared mine false", "back  false", "front  false",
            ])
        #expect(profile.volumes.map { "\($0.key) \($0.name)" } == ["cache mine", "data "])
        #expect(
            profile.secrets.map { "\($0.name) \($0.source)" } == [
                #"license file("/home/ada/shop/other.txt")"#, #"key file("/home/ada/shop/key.txt")"#,
            ])
        #expect(
            profile.configs.map { "\($0.name) \($0.source)" } == [
                #"motd content("bye")"#, #"issue content("bye")"#,
            ])
    }

    @Test(
        arguments: [
            ("services: [db, web, mail]", "db web mail |"), ("optional: [web]", "db | web"),
            ("services: []", "| mail"), ("services: []\noptional: []", "|"), ("optional: [web, mail]", "db | web mail"),
        ])
    func `a service moves between the two lists`(child: String, lists: String) throws {
        let profile = try Self.profile(child)
        let shown = profile.services.map(\.text) + ["|"] + profile.optional.map(\.text)
        #expect(shown.joined(separator: " ") == lists)
    }

    @Test func `a chain of profiles is read to its end`() throws {
        let chain = [
            "profiles/local.yaml": "profile: local\nextends: middle\nvariables: {A: {value: local}}\n",
            "profiles/middle.yaml":
                "profile: middle\nextends: base\nservices: [db]\nvariables: {A: {value: middle}, MODE: {value: middle}}\n",
        ]
        let profile = try Self.profile("", chain)
        #expect(profile.services.map(\.text) == ["db"] && profile.optional.map(\.text) == ["mail"])
        #expect(
            profile.variables.map { "\($0.name) \($0.location.file.path)" } == [
                "DB_URL profiles/base.yaml", "MODE profiles/middle.yaml", "A profiles/local.yaml",
            ])
    }

    @Test func `a plan has inherited lines, and tells their file as their origin`() throws {
        var input = Shop.input([
            "profiles/local.yaml": "profile: local\nextends: base\nvariables: {NEW: {value: new}}\n",
            "profiles/base.yaml": Shop.profile.replacing("profile: local", with: "profile: base"),
        ])
        let plan = try Resolver(input).resolve().plan
        #expect(plan.profile == "local")
        #expect(plan.credentials.map(\.origin) == ["profiles/base.yaml"])
        #expect(plan.variables.map(\.origin) == ["profiles/base.yaml", "profiles/local.yaml"])
        #expect(plan.enabledServices.map(\.name) == ["db", "web"])
        // The parent is as it was.
        input.profile = "base"
        #expect(try Resolver(input).resolve().plan.variables.map(\.name) == ["DB_URL"])
    }

    @Test func `an inherited random credential is made for the child`() throws {
        var input = Shop.input([
            "profiles/base.yaml": Self.base, "profiles/local.yaml": "profile: local\nextends: base\n",
        ])
        func missing() throws -> [String] { try Resolver(input).missingCredentials().map { "\($0.name) \($0.length)" } }
        #expect(try missing() == ["TOKEN 16"])
        input.store["TOKEN"] = .init("kept", source: .generated)
        #expect(try missing() == [])
    }

    @Test func `an override of an inherited credential is no mistake, in either profile`() throws {
        for name in ["local", "base", "other"] {
            var input = Shop.input([
                "profiles/local.yaml": "profile: local\nextends: base\n",
                "profiles/base.yaml": Shop.profile.replacing("profile: local", with: "profile: base"),
                "profiles/other.yaml": "profile: other\nservices: []\n",
                "config.yaml": "sfm-dev: {credentials: {DB_PASSWORD: mine}}\n",
            ])
            input.profile = name
            let plan = try Resolver(input).resolve().plan
            #expect(plan.credentials.map { $0.value.reveal() } == (name == "other" ? [] : ["mine"]))
        }
    }
}
