import Diagnostics
import Profiles

/// A project of two services, small enough to see what one change does.
enum Shop {
    static let directory = "/home/ada/shop"

    static let profile = """
        version: 1
        profile: local
        services: [db, web]
        credentials:
          DB_PASSWORD: {default: secret}
        variables:
          DB_URL:
            url: {scheme: postgresql, user: db, password: DB_PASSWORD, service: db, path: /shop}
        """

    static let db = """
        image: db:${DB_VERSION:-15}
        ports: ["${DB_PORT:-5433}:5432"]
        volumes: ["db_data:/data"]
        secrets: [DB_PASSWORD]
        x-sfm-dev:
          endpoint: 5432
          volumes: [db_data]
        """

    static let web = """
        image: web:1
        depends_on: [db]
        ports: ["8080:80"]
        """

    static let files = ["profiles/local.yaml": profile, "compose/db.yaml": db, "compose/web.yaml": web]

    static func input(_ changes: [String: String] = [:]) -> ResolverInput {
        input(bytes: changes.mapValues { Array($0.utf8) })
    }

    static func input(bytes changes: [String: [UInt8]]) -> ResolverInput {
        var files = files.mapValues { Array($0.utf8) }
        files.merge(changes) { $1 }
        var input = ResolverInput(profile: "local", files: files, directory: directory)
        if files["config.yaml"] != nil { input.overridesPath = "config.yaml" }
        let override = "docker-compose.override.yml"
        if files[override] != nil { input.composeOverridePath = override }
        return addingNamedFiles(to: input)
    }

    /// What templates name lies among the changed files, or is missing.
    private static func addingNamedFiles(to input: ResolverInput) -> ResolverInput {
        var input = input
        while true {
            let resolver = Resolver(input)
            _ = try? resolver.resolve()
            if resolver.wantedFiles.isEmpty { return input }
            for path in resolver.wantedFiles {
                let bytes = input.files[String(path.dropFirst(directory.count + 1))]
                input.namedFiles[path] = bytes.map { .bytes($0) } ?? .absent
            }
        }
    }

    static func plan(_ changes: [String: String] = [:]) throws -> ResolvedPlan {
        try Resolver(input(changes)).resolve().plan
    }

    /// Exit code and the whole text that the user sees.
    static func refusal(_ input: ResolverInput) -> String {
        do throws(Failure) {
            _ = try Resolver(input).resolve()
            return "accepted"
        } catch {
            return "exit \(error.exitCode.rawValue)\n" + error.diagnostics.map { $0.rendered() }.joined()
        }
    }
}
