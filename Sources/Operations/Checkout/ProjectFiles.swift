import Diagnostics
import DotEnv
import Profiles
import Project

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Reads what the user writes: `profiles/`, `compose/` and the overrides.
enum ProjectFiles {
    /// A profile of a thousand services is smaller.
    private static let limit = 4 << 20

    static let overrideNames = ["sfm-dev.config.yaml", "config.yaml"]

    /// What was read, and the paths of what there need not be.
    struct Found {
        var files: [String: [UInt8]] = [:]
        var inputs: [Stamp.Input] = []
        var overrides: String?
        var composeOverride: String?
        var composeFile: String?
    }

    static func read(_ directory: String, environment: [String: String]) throws(Failure) -> Found {
        var found = Found()
        // Before the reading: what changes meanwhile is noticed.
        found.inputs = (overrideNames + ComposeOverride.names + ComposeOverride.composeFiles)
            .map { Stamp.Input($0, in: directory) }
        for name in ["profiles", "compose"] {
            for file in try names(directory + "/" + name) {
                let path = "\(name)/\(file)"
                found.inputs.append(Stamp.Input(path, in: directory))
                found.files[path] = try SafeFile.read("\(directory)/\(path)", limit: limit, named: path)
            }
        }
        found.overrides = try overridesPath(directory, environment: environment)
        // A link that leads nowhere is there too: nothing is passed over silently.
        func isThere(_ name: String) -> Bool { FileFacts.isThere("\(directory)/\(name)") }
        found.composeFile = ComposeOverride.composeFiles.first(where: isThere)
        let overrides = ComposeOverride.names.filter(isThere)
        if overrides.count > 1, found.composeFile == nil {
            throw Failure(
                .badInput, "both '\(overrides[0])' and '\(overrides[1])' hold overrides of services",
                hint: "move everything into one of them")
        }
        found.composeOverride = overrides.first
        for path in [found.overrides, found.composeOverride].compactMap({ $0 }) {
            found.files[path] = try SafeFile.read("\(directory)/\(path)", limit: limit, named: path)
        }
        return found
    }

    /// The overrides of this checkout; a `config.yaml` without our key belongs to the application.
    private static func overridesPath(
        _ directory: String, environment: [String: String]
    ) throws(Failure) -> String? {
        var found: [String] = []
        for name in overrideNames {
            guard let bytes = try SafeFile.read("\(directory)/\(name)", limit: limit, named: name) else { continue }
            let text = String(decoding: bytes, as: UTF8.self)
            // A text of two bytes a letter, as PowerShell writes it, is read by nobody: it is told.
            let isOurs =
                bytes.contains(0) || text.split(whereSeparator: \.isNewline).contains { $0.hasPrefix("sfm-dev:") }
            if name != "config.yaml" || isOurs || text.allSatisfy(\.isWhitespace) { found.append(name) }
        }
        if found.count > 1 {
            throw Failure(
                .badInput, "both 'config.yaml' and 'sfm-dev.config.yaml' hold overrides of sfm-dev",
                hint: "move everything under 'sfm-dev:' into one of them")
        }
        return found.first
    }

    /// Refuses overrides with credentials that git could take in, or that another user can change.
    static func guardOverrides(_ checkout: Checkout, _ plan: ResolvedPlan) throws(Failure) {
        guard let path = checkout.overridesPath, try holdsCredentials(path, checkout, plan) else { return }
        let git = GitGuard(environment: checkout.environment)
        try git.requireUntracked("\(checkout.directory)/\(path)", named: path)
        _ = try PrivateFiles.loose("\(checkout.directory)/\(path)", checkout.folder)
    }

    /// A warning about overrides with credentials that others can read.
    static func looseOverrides(_ checkout: Checkout, _ plan: ResolvedPlan) -> Diagnostic? {
        // One of another user is refused elsewhere.
        guard let path = checkout.overridesPath,
            let file = try? PrivateFiles.loose("\(checkout.directory)/\(path)", checkout.folder),
            (try? holdsCredentials(path, checkout, plan)) == true
        else { return nil }
        return Diagnostic(.warning, "\(file.text), and it holds credentials", hint: file.hint)
    }

    private static func holdsCredentials(
        _ path: String, _ checkout: Checkout, _ plan: ResolvedPlan
    ) throws(Failure) -> Bool {
        if plan.credentials.contains(where: { $0.origin == path }) { return true }
        let variables = plan.variables.filter { $0.origin == path }.map(\.name)
        guard !variables.isEmpty else { return false }
        return try checkout.profile(plan.profile).variables.contains { rule in
            rule.holdsCredential && variables.contains(rule.name)
        }
    }

    /// A file that a template names. A link is followed: such a file lies where the user put it.
    static func named(_ path: String) -> NamedFiles.Content {
        guard let real = realpath(path, nil) else { return .absent }
        defer { free(real) }
        do throws(Failure) {
            let bytes = try SafeFile.read(String(cString: real), limit: namedLimit, named: path)
            return bytes.map { .bytes($0) } ?? .absent
        } catch {
            return .unreadable(error.diagnostics.map(\.message).joined(separator: "; "))
        }
    }

    /// What is carried in a generated file must stay small.
    private static let namedLimit = 1 << 20

    private static func names(_ path: String) throws(Failure) -> [String] {
        guard let folder = opendir(path) else {
            if errno == ENOENT { return [] }
            throw Failure(.badInput, "cannot read the folder '\(path)': \(String(cString: strerror(errno)))")
        }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(".yaml"), !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }
}
