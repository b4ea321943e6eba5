import Diagnostics
import TestSupport
import Testing

@testable import DotEnv

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

struct ValidFilesTests {
    private func project(_ folder: borrowing TemporaryFolder) throws {
        mkdir("\(folder.path)/.sfm-dev", 0o700)
        mkdir("\(folder.path)/profiles", 0o700)
        mkdir("\(folder.path)/profiles/deep", 0o700)
        let body = EnvFileWriter.lines([EnvEntry("COMPOSE_FILE", "x"), EnvEntry("A", "it's $5"), EnvEntry("B", "2")])
        try folder.write(ManagedBlock(profile: "local", hmac: "00", body: body).text, to: ".env")
        try folder.write("profile: local\n", to: "profiles/a b.yaml")
        let stamp = Stamp(
            profile: "local", hash: "12ab",
            inputs: [".env", "profiles/a b.yaml", "config.yaml"].map { Stamp.Input($0, in: folder.path) },
            variables: [variable("A", "", secret: true, rivals: ["R", "S"]), variable("B", "")].map {
                Stamp.Variable($0)
            })
        try folder.write(try #require(stamp.text), to: Stamp.path)
        #expect(Stamp(text: Array(try #require(stamp.text).utf8)) == stamp)
    }

    private func load(_ folder: borrowing TemporaryFolder, _ environment: [String: String] = [:]) -> [ExportedVariable]?
    {
        ValidFiles.load(folder.path, environment: environment)?.exported
    }

    @Test func `current files are answered from`() throws {
        let folder = try TemporaryFolder()
        try project(folder)
        let wanted = [variable("A", "it's $5", secret: true, rivals: ["R", "S"]), variable("B", "2")]
        #expect(load(folder) == wanted)
        #expect(load(folder, ["SFM_DEV_ENV": "x", "SFM_DEV_DIRECTORY": "x", "SFM_DEV_X_A": "x"]) == wanted)
        #expect(load(folder, ["SFM_DEV_POSTGRES_PORT": "1"]) == nil)
    }

    @Test(arguments: [
        "echo >> 'profiles/a b.yaml'", "touch config.yaml", "rm profiles/a*", "echo A=1 >> .env", "rm .env",
        "touch .sfm-dev/journal.switch",
        "mv .env e; ln -s e .env", "rm .sfm-dev/stamp", "sed -i '$d' .sfm-dev/stamp", "sed -i 1s/1/2/ .sfm-dev/stamp",
        "sed -i 's/^profile local/profile tls/' .sfm-dev/stamp", "sed -i 's/variable B/variable C/' .sfm-dev/stamp",
        "sed -i '/^input.*env$/d' .sfm-dev/stamp", "cp .env e; mv e .env", "sed -i '3a notes' .sfm-dev/stamp",
    ])
    func `in any doubt the full program answers`(change: String) throws {
        let folder = try TemporaryFolder()
        try project(folder)
        try #require(load(folder) != nil)
        _ = try Program.output(of: "cd '\(folder.path)' && { \(change); }")
        #expect(load(folder) == nil)
    }

    @Test func `a path with a line break has no stamp`() {
        let input = Stamp.Input(path: "a\nb", state: nil)
        #expect(Stamp(profile: "p", hash: "0", inputs: [input], variables: []).text == nil)
    }

    @Test func `the project is named, or the nearest folder upward`() throws {
        let folder = try TemporaryFolder()
        try project(folder)
        let root = folder.path
        #expect(try ProjectDirectory.find(option: "\(root)/.", environment: [String: String]()) == root)
        #expect(try ProjectDirectory.find(option: nil, environment: ["SFM_DEV_DIRECTORY": root]) == root)
        let failure = #expect(throws: Failure.self) {
            try ProjectDirectory.find(option: "\(root)/profiles", environment: ["SFM_DEV_DIRECTORY": root])
        }
        #expect(
            DiagnosticPrinter.text(failure?.diagnostics ?? []) == """
                sfm-dev: error: '\(root)/profiles', which --directory names, has no folder 'profiles'
                hint: name the folder that holds 'profiles'

                """)
        #expect(throws: Failure(.badInput, "there is no folder '/nowhere', which SFM_DEV_DIRECTORY names")) {
            try ProjectDirectory.find(option: nil, environment: ["SFM_DEV_DIRECTORY": "/nowhere"])
        }
    }
}
