extension HookPlace {
    /// The place as the generated files and the allow record show it, without reading what the user writes.
    /// - Returns: nil where the full program must look closer.
    package static func front(_ request: HookRequest, _ environment: CallingEnvironment) -> HookPlace? {
        guard let directory = try? ProjectDirectory.find(option: nil, environment: environment) else { return .outside }
        // At most prompts the variables are set already: then nobody asks for their values.
        if request.applied == directory, let files = ValidFiles.standing(directory, environment: environment) {
            return .project(directory: directory, profile: files.profile, hash: files.hash, exported: [])
        }
        guard let record = AllowRecord.load(directory, environment) else { return .notAllowed(directory) }
        guard record.isCurrent, let files = ValidFiles.load(directory, environment: environment) else { return nil }
        return .project(
            directory: directory, profile: files.profile, hash: files.hash, exported: files.exported)
    }

    /// Many a program has a folder `profiles`: one without what sfm-dev reads is left alone.
    package static func notAllowed(_ directory: String) -> HookPlace {
        guard ProjectDirectory.hasFiles(directory) else { return .outside }
        return .refused(
            directory: directory, reason: "this project may not set variables in your shell yet; run: sfm-dev allow")
    }
}
