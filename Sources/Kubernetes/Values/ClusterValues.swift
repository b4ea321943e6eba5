package import Diagnostics
package import Profiles

/// What a cluster is given: the plan's variables as containers see them, and the files that they name.
package struct ClusterValues: Sendable {
    /// In the profile's order.
    package var entries: [Entry] = []
    /// Sorted by key.
    package var files: [File] = []

    package struct Entry: Sendable, Equatable {
        /// The variable, and its key in the Secret.
        package var name: String
        package var value: Secret
        package var surfaces: Set<Surface>
        /// Names that beat this one in some reader.
        package var rivals: [String]
        /// The credential in it, by name.
        package var credential: String?
    }

    package struct File: Sendable, Equatable {
        /// Its key in the Secret, and its name in its folder.
        package var key: String
        /// Where the variables say that it is, in a container: absolute.
        package var path: String
        /// Where it lies on this machine.
        package var host: String
        package var content: [UInt8]
        /// A private key: nobody but its group may read it. By its name too: its content may not be known here.
        package var isPrivate: Bool {
            key.hasSuffix(".key") || String(decoding: content, as: UTF8.self).contains("PRIVATE KEY-----")
        }

        package init(key: String, path: String, host: String, content: [UInt8]) {
            self.key = key
            self.path = path
            self.host = host
            self.content = content
        }

        /// The folder that is mounted.
        package var folder: String {
            let folder = path.split(separator: "/").dropLast().map { "/" + $0 }.joined()
            return folder.isEmpty ? "/" : folder
        }
    }

    package init() {}

    /// Every key with its bytes, sorted by key, as Kubernetes sorts them.
    package var data: [(key: String, bytes: [UInt8])] {
        (entries.map { ($0.name, Array($0.value.reveal().utf8)) } + files.map { ($0.key, $0.content) })
            .sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
            .map { (key: $0.0, bytes: $0.1) }
    }

    package var keys: [String] { data.map(\.key) }
}

extension ClusterValues {
    /// The most that a Secret holds, in bytes of its values (`k8s.io/api/core/v1`, MaxSecretSize).
    package static let most = 1024 * 1024

    /// Files that the variables of these surfaces name.
    package static func wantedFiles(_ plan: ResolvedPlan, surfaces: Set<Surface>) -> [VariableFile] {
        var seen: Set<VariableFile> = []
        return plan.variables.filter { !$0.surfaces.isDisjoint(with: surfaces) }.flatMap(\.files)
            .filter { seen.insert($0).inserted }
    }

    /// - Parameters:
    ///   - surfaces: only what one of these reads.
    ///   - contents: the files' bytes, by their path on this machine.
    /// - Throws: `.badInput` with every key that a Secret cannot hold, or where it would be too large.
    package static func of(
        _ plan: ResolvedPlan, surfaces: Set<Surface>, contents: [String: [UInt8]]
    ) throws(Failure) -> ClusterValues {
        let findings = Findings()
        var values = ClusterValues()
        for variable in plan.variables where !variable.surfaces.isDisjoint(with: surfaces) {
            guard !variable.network.reveal().isEmpty else { continue }
            values.entries.append(
                Entry(
                    name: variable.name, value: variable.network, surfaces: variable.surfaces,
                    rivals: variable.rivals, credential: variable.credential))
        }
        for file in wantedFiles(plan, surfaces: surfaces) {
            let key = file.network.split(separator: "/").last.map { String($0) } ?? file.network
            let named = plan.variables.first { $0.files.contains(file) }?.name ?? ""
            guard isMountable(file.network) else {
                findings.error(
                    "'\(file.network)', the file of '\(named)', is no path that can be mounted in a pod",
                    hint: "write it absolute and without '..', in a folder of its own: /etc/app/tls/\(key)")
                continue
            }
            guard ClusterName.isKey(key) else {
                findings.error(
                    "'\(key)', the file of '\(named)', is no key that a Secret can have",
                    hint: "name it with letters, digits, '-', '_' and '.' only")
                continue
            }
            guard !values.entries.contains(where: { $0.name == key }) else {
                findings.error(
                    "'\(key)' is a variable and the file of '\(named)', and a Secret has one value for a key",
                    hint: "give the file another name in the profile")
                continue
            }
            let content = contents[file.host] ?? []
            if let other = values.files.first(where: { $0.key == key }) {
                if other.content == content, other.path == file.network { continue }
                findings.error(
                    "two files are called '\(key)': '\(other.path)' and '\(file.network)'",
                    hint: "give one of them another name in the profile")
                continue
            }
            values.files.append(File(key: key, path: file.network, host: file.host, content: content))
        }
        for file in values.files {
            guard let outer = values.files.first(where: { file.folder.hasPrefix($0.folder + "/") }) else { continue }
            findings.error(
                "'\(file.path)' lies below '\(outer.folder)', which is mounted itself, and cannot be written to",
                hint: "put both into one folder")
        }
        values.files.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        try findings.check()
        try requireSize(values.data)
        return values
    }

    /// Its folder hides what is there in the image, and Kubernetes takes no colon; what YAML would read otherwise breaks charts
    /// that quote nothing.
    private static func isMountable(_ path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        return path.hasPrefix("/") && parts.count > 2 && !parts.contains { ["", ".", ".."].contains($0) }
            && parts.dropLast().joined(separator: "/").wholeMatch(of: #/[A-Za-z0-9._\/-]+/#) != nil
            && !path.contains("kubernetes.io/serviceaccount/")
    }

    /// - Throws: `.badInput` where it is more than a Secret holds.
    package static func requireSize(_ data: [(key: String, bytes: [UInt8])]) throws(Failure) {
        let total = data.reduce(0) { $0 + $1.bytes.count }
        guard total > most else { return }
        let largest = data.sorted { $0.bytes.count > $1.bytes.count }.prefix(3)
        throw Failure(
            .badInput, "the values are \(total) bytes, and a Secret holds \(most)",
            notes: [.init("the largest: " + largest.map { "'\($0.key)' \($0.bytes.count)" }.joined(separator: ", "))],
            hint: "mount the large ones from a volume, and take them out of the profile's variables")
    }
}
