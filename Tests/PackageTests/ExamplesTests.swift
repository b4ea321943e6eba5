import Diagnostics
import Profiles
import Testing
import YAML

/// What a user copies must be what the programs take.
struct ExamplesTests {
    @Test func `the example of .env has the variables of all profiles and no other`() throws {
        let profiles = try PackageDescription.output(of: "ls '\(PackageDescription.root)/profiles/'*.yaml")
        var variables: Set<String> = []
        for path in profiles.split(separator: "\n").map(String.init) {
            let profile = try parseYAML(try PackageDescription.output(of: "cat '\(path)'"), path: path)
            variables.formUnion(profile["variables"]?.entries?.map(\.name) ?? [])
        }
        #expect(!variables.isEmpty)
        let names = try commentedOut(".env.example").compactMap { $0.split(separator: "=").first.map(String.init) }
        #expect(names.count == Set(names).count)
        #expect(Set(names) == variables)
    }

    @Test func `the example of .env sets nothing when it is copied`() throws {
        let lines = try text(".env.example").split(separator: "\n")
        #expect(lines.allSatisfy { $0.hasPrefix("#") })
    }

    @Test func `the example of config.yaml changes nothing when it is copied`() throws {
        let overrides = try overrides(try text("config.example.yaml"))
        #expect(overrides.project == nil && !overrides.usesStandIns && overrides.images.isEmpty)
        #expect(overrides.settings.isEmpty && overrides.credentials.isEmpty && overrides.variables.isEmpty)
        #expect(overrides.external.isEmpty)
    }

    @Test func `the example of config.yaml is accepted when all of it is wanted`() throws {
        let overrides = try overrides("sfm-dev:\n" + commentedOut("config.example.yaml").joined(separator: "\n"))
        #expect(overrides.project != nil && !overrides.images.isEmpty && !overrides.settings.isEmpty)
        #expect(!overrides.credentials.isEmpty && !overrides.variables.isEmpty)
        #expect(overrides.external.values.allSatisfy { $0.network != nil && $0.host != nil })
        #expect(!overrides.external.isEmpty)
    }

    @Test func `the example of config.yaml names settings and services that there are`() throws {
        let overrides = try overrides("sfm-dev:\n" + commentedOut("config.example.yaml").joined(separator: "\n"))
        let templates = try PackageDescription.output(of: "cat '\(PackageDescription.root)/compose/'*.yaml")
        for name in overrides.settings.keys { #expect(templates.contains("${\(name):-"), "\(name)") }
        let services = try PackageDescription.output(of: "ls '\(PackageDescription.root)/compose'")
            .split(separator: "\n").map(String.init)
        for name in overrides.images.keys { #expect(services.contains(name + ".yaml"), "\(name)") }
    }

    private func overrides(_ text: String) throws -> Overrides {
        let findings = Findings()
        let tree = try parseYAML(text, path: "config.example.yaml")
        let overrides = Overrides.read(tree, path: "config.example.yaml", findings: findings)
        #expect(findings.diagnostics.map(\.message) == [])
        return overrides
    }

    private func text(_ name: String) throws -> String {
        try PackageDescription.output(of: "cat '\(PackageDescription.root)/\(name)'")
    }

    /// The lines whose '#' is to be removed: prose has one space behind it.
    private func commentedOut(_ name: String) throws -> [String] {
        try text(name).split(separator: "\n").filter { line in
            line.hasPrefix("#") && line.count > 1 && (!line.hasPrefix("# ") || line.hasPrefix("#  "))
        }.map { String($0.dropFirst()) }
    }
}
