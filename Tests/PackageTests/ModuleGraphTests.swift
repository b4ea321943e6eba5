import Diagnostics
import Testing

/// Who may import whom. A new edge belongs here first, with its reason in the commit.
struct ModuleGraphTests {
    static let allowed: [String: Set<String>] = [
        "CYaml": [],
        "CCurl": [],
        "Diagnostics": [],
        "YAML": ["CYaml", "Diagnostics"],
        "DotEnv": ["Diagnostics"],
        "Templates": ["YAML", "Diagnostics"],
        "Profiles": ["Templates", "DotEnv", "YAML", "Diagnostics"],
        "Compose": ["Profiles", "Templates", "YAML", "Diagnostics", "Crypto"],
        "Kubernetes": ["Profiles", "Templates", "YAML", "Diagnostics"],
        "Project": ["Profiles", "DotEnv", "Diagnostics", "Crypto"],
        "Certificates": ["Diagnostics", "Crypto", "X509", "SwiftASN1"],
        "Engine": ["CCurl", "Diagnostics"],
        "Convergence": [
            "Compose", "Profiles", "Templates", "Engine", "Certificates", "Diagnostics", "Crypto",
            "CryptoExtras", "NIOSSL", "NIOEmbedded", "NIOCore", "NIOTLS",
        ],
        "Operations": [
            "Project", "Convergence", "Certificates", "Compose", "Kubernetes", "Profiles", "Templates", "Engine",
            "DotEnv", "Diagnostics", "Crypto",
        ],
        "sfm-dev-main": ["Operations", "Engine", "DotEnv", "Diagnostics", "ArgumentParser"],
        "sfm-dev": ["DotEnv", "Diagnostics"],
        "StubEngine": [],
        "TestSupport": [],
    ]

    /// The C library and what costs nothing to start: no target names these.
    static let system: Set<String> = ["Glibc", "Musl", "Darwin", "Synchronization", "Dispatch"]

    /// Where JSON is read and written. Where the system has no FoundationEssentials, Foundation stands in for it.
    static let withJSON: Set<String> = [
        "Engine", "Project", "Convergence", "Operations", "EngineTests", "ProjectTests", "ConvergenceTests",
        "ReadinessTests", "OperationsTests", "CommandTests", "Kubernetes",
        // Dates, in which X509 writes a certificate's.
        "Certificates", "CertificatesTests",
    ]

    @Test func `the package has these modules and edges`() throws {
        let targets = try PackageDescription.ours.get().targets.filter { !$0.isTest }
        #expect(Set(targets.map(\.name)) == Set(Self.allowed.keys))
        for target in targets {
            #expect(target.dependencies == Self.allowed[target.name], "\(target.name)")
        }
    }

    @Test func `no file imports more than its module may`() throws {
        for target in try PackageDescription.ours.get().targets {
            var may = (Self.allowed[target.name] ?? target.dependencies).union(Self.system)
            if target.isTest { may.insert("Testing") }
            if Self.withJSON.contains(target.name) { may.formUnion(["FoundationEssentials", "Foundation"]) }
            // A target may have a dash in its name, a module may not.
            may = Set(may.map { $0.replacing("-", with: "_") })
            for file in target.sources {
                for (line, module) in imports(of: file) {
                    #expect(may.contains(module), "\(file.path):\(line): \(target.name) may not import \(module)")
                }
            }
        }
    }

    @Test(arguments: [
        ("import A", "A"), ("  package import A", "A"), ("@testable import A", "A"),
        ("@preconcurrency public import A", "A"),
        ("import struct A.B", "A"), ("import A // why", "A"), ("@_spi(X) import A", "A"),
    ])
    func `each way to write an import is seen`(line: String, module: String) {
        #expect(imports(of: SourceFile(path: "", text: line)).map(\.module) == [module])
    }

    private func imports(of file: SourceFile) -> [(line: Int, module: String)] {
        let form =
            #/^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:\w+\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)/#
        return file.lines.compactMap { line, text in
            (text.firstMatch(of: form)?.1).map { (line, String($0)) }
        }
    }
}

extension SourceFile {
    /// With their numbers, counted from 1.
    var lines: [(number: Int, text: Substring)] {
        text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { ($0.offset + 1, $0.element) }
    }
}
