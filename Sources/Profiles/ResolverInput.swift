import Diagnostics

/// Everything that a plan is resolved from, read beforehand: the resolver itself reads no clock, no environment and no
/// file.
package struct ResolverInput: Sendable {
    /// A value and where it came from, in words for `doctor`.
    package struct Stored: Sendable, Equatable {
        package var value: String
        package var source: ResolvedCredential.Source

        package init(_ value: String, source: ResolvedCredential.Source) {
            self.value = value
            self.source = source
        }
    }

    package var profile: String
    /// Every file of `profiles/` and `compose/` and the overrides, by its path in the project.
    package var files: [String: [UInt8]]
    /// `config.yaml` or `sfm-dev.config.yaml`; nil when there is none.
    package var overridesPath: String?
    /// The user's override in docker compose's form; nil when there is none.
    package var composeOverridePath: String?
    /// The project's own compose file; nil when there is none.
    package var composeFilePath: String?
    /// Other files that templates name, by their absolute paths.
    package var namedFiles: [String: NamedFiles.Content] = [:]
    /// The project folder, absolute: relative host paths become absolute by it.
    package var directory: String
    /// Variables whose name begins with `SFM_DEV_`.
    package var environment: [String: String] = [:]
    /// The profile's credential store.
    package var store: [String: Stored] = [:]
    /// Ports that `--auto-ports` chose, by the setting's name.
    package var chosenPorts: [String: UInt16] = [:]
    /// Where this machine reaches what others run, by its address on their networks.
    package var discovered: [String: HostAndPort] = [:]
    /// The names of the networks that was found on: on others it says nothing.
    package var discoveredOn: [String] = []
    /// Other addresses for containers than the profile's, by service: where the values are to be used elsewhere.
    package var networkAddresses: [String: HostAndPort] = [:]
    /// Engines before API 1.44 (Docker 25) drop `start_interval` without a word, and docker compose refuses a file that has
    /// it.
    package var knowsStartInterval = true
    /// Optional services asked for; another name is a mistake.
    package var with: Set<String> = []
    /// The same by the way: one that is no optional service of this profile does not count.
    package var remembered: Set<String> = []
    /// Optional services that are not asked for any more.
    package var without: Set<String> = []

    package init(profile: String, files: [String: [UInt8]], directory: String) {
        self.profile = profile
        self.files = files
        self.directory = directory
    }

    package func profilePath(_ name: String) -> String { "profiles/\(name).yaml" }

    package func templatePath(_ service: String) -> String { "compose/\(service).yaml" }

    /// The profiles that have a file, sorted.
    package var profileNames: [String] { Self.names(in: "profiles/", of: files.keys) }

    /// The services that have a template, sorted.
    package var templateNames: [String] { Self.names(in: "compose/", of: files.keys) }

    private static func names(in folder: String, of paths: some Sequence<String>) -> [String] {
        paths.filter { $0.hasPrefix(folder) && $0.hasSuffix(".yaml") }
            .map { String($0.dropFirst(folder.count).dropLast(5)) }
            .filter { !$0.contains("/") && !$0.contains(".") }
            .sorted()
    }
}
