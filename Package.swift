// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// X.509 and its ASN.1.
let certificates: [Target.Dependency] = [
    .product(name: "X509", package: "swift-certificates"), .product(name: "SwiftASN1", package: "swift-asn1"),
]

/// TLS as a state machine: bytes in, bytes out.
let tls: [Target.Dependency] = [
    .product(name: "NIOSSL", package: "swift-nio-ssl"), .product(name: "NIOEmbedded", package: "swift-nio"),
    .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOTLS", package: "swift-nio"),
]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
/// PBKDF2.
let derivation = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// - Parameter exclude: programs of other languages that the tests run.
func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: settings)
}

let package = Package(
    name: "sfm-dev",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-asn1", exact: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", exact: "1.21.1"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
    ],
    targets: [
        .systemLibrary(name: "CYaml", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
        // Only libcurl's header is needed to build; the library is loaded when it is used.
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
        library("Diagnostics"),
        library("YAML", ["CYaml", "Diagnostics"]),
        library("DotEnv", ["Diagnostics"]),
        library("Templates", ["YAML", "Diagnostics"]),
        library("Profiles", ["Templates", "DotEnv", "YAML", "Diagnostics"]),
        library("Compose", ["Profiles", "Templates", "YAML", "Diagnostics", crypto]),
        library("Kubernetes", ["Profiles", "Templates", "YAML", "Diagnostics"]),
        library("Project", ["Profiles", "DotEnv", "Diagnostics", crypto]),
        library("Certificates", ["Diagnostics", crypto] + certificates),
        library("Engine", ["CCurl", "Diagnostics"]),
        library(
            "Convergence",
            [
                "Compose", "Profiles", "Templates", "Engine", "Certificates", "Diagnostics", crypto, derivation,
            ] + tls),
        library(
            "Operations",
            [
                "Project", "Convergence", "Certificates", "Compose", "Kubernetes", "Profiles", "Templates", "Engine",
                "DotEnv", "Diagnostics", crypto,
            ]),
        .executableTarget(
            name: "sfm-dev-main",
            dependencies: [
                "Operations", "Engine", "DotEnv", "Diagnostics",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings,
            // Nothing to relocate at the start: 50,000 entries less to read. And no symbol for others: 33,000 less to look up
            // for each that libcurl's libraries ask for. The folder with the archives of libraries is made by scripts/build-release;
            // without one the library itself is linked.
            linkerSettings: [
                .unsafeFlags(
                    [
                        "-Xclang-linker", "-no-pie", "-Xclang-linker", "-static-libgcc", "-Xlinker",
                        "--no-export-dynamic",
                        "-L\(Context.packageDirectory)/.build/static-libraries",
                    ],
                    .when(platforms: [.linux], configuration: .release))
            ]),
        .executableTarget(
            name: "sfm-dev",
            dependencies: ["DotEnv", "Diagnostics"],
            swiftSettings: settings,
            // The front runs at every prompt: a static executable starts in a third of the time of a dynamic one.
            linkerSettings: [.unsafeFlags(["-static-executable"], .when(platforms: [.linux], configuration: .release))]),
        tests("DiagnosticsTests", ["Diagnostics"]),
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
        tests("YAMLTests", ["YAML", "Diagnostics", "TestSupport"]),
        tests("PackageTests", ["Profiles", "YAML", "Diagnostics"]),
        tests("DotEnvTests", ["DotEnv", "Diagnostics", "TestSupport"], exclude: ["Readers"]),
        tests("TemplatesTests", ["Templates", "YAML", "Diagnostics"]),
        tests("ProfilesTests", ["Profiles", "Templates", "Diagnostics"]),
        tests("ComposeTests", ["Compose", "Profiles", "Templates", "YAML", "Diagnostics", crypto]),
        tests("KubernetesTests", ["Kubernetes", "Profiles", "YAML", "Diagnostics", "TestSupport"]),
        tests("CertificatesTests", ["Certificates", "Diagnostics", "TestSupport", crypto] + certificates),
        tests("ProjectTests", ["Project", "Diagnostics"]),
        .target(name: "StubEngine", path: "Tests/StubEngine", swiftSettings: settings),
        tests("EngineTests", ["Engine", "StubEngine", "Diagnostics"]),
        tests("ReadinessTests", ["Convergence", "Profiles", "Templates", "Engine", "StubEngine", "Diagnostics"]),
        tests("ProbeTests", ["Convergence", "Certificates", "Engine", "StubEngine", "Diagnostics", crypto] + tls),
        tests(
            "ConvergenceTests",
            ["Convergence", "Compose", "Profiles", "Templates", "Engine", "StubEngine", "Diagnostics"]),
        tests(
            "InteropTests",
            ["Convergence", "Compose", "Profiles", "Templates", "Engine", "Diagnostics", "TestSupport"],
            exclude: ["container.jq"]),
        tests(
            "OperationsTests",
            [
                "Operations", "Project", "Certificates", "Convergence", "Profiles", "Engine", "Diagnostics",
                "TestSupport",
            ]),
        // They run the executables, which SwiftPM builds along with all tests. A dependency would link the front's flags,
        // '-static-executable', into the test bundle.
        tests(
            "CommandTests", ["StubEngine"],
            exclude: [
                "Shells", "broker.py", "certificates.py", "chart", "external_secret.json", "helm_install.py",
                "schemas.py", "clients.py", "clock_at.c", "cluster.py", "full_pipe.py",
                "kill_at.c",
                "logins.py", "parsers.py", "platform.yaml",
                "registry.py", "terminal.py", "tls_clients.py", "watch_processes.py",
            ]),
    ]
)
