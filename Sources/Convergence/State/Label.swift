/// Names of labels that the engine's objects are read by. Those of docker compose are its `pkg/api/labels.go`.
package enum Label {
    package static let project = "com.docker.compose.project"
    package static let service = "com.docker.compose.service"
    /// `True` on what `docker compose run` made for one command.
    package static let oneOff = "com.docker.compose.oneoff"
    static let configHash = "com.docker.compose.config-hash"
    static let workingDirectory = "com.docker.compose.project.working_dir"
    static let planHash = "dev.sfm.plan-hash"
    static let planParts = "dev.sfm.plan-parts"
    /// On a volume: a random number that no later volume of its name has.
    static let volume = "dev.sfm.volume"
    /// On a volume: the folder of the project that made it. A container has docker compose's `workingDirectory`.
    static let checkout = "dev.sfm.checkout"
}

/// The label that says what each part of the plan was, one `digest name` a line.
enum PlanParts {
    static func parse(_ label: String?) -> [String: String] {
        var parts: [String: String] = [:]
        // By bytes: there are some hundred lines, and to find characters takes ten times as long.
        for line in (label ?? "").utf8.split(separator: UInt8(ascii: "\n")) {
            let words = line.split(separator: UInt8(ascii: " "), maxSplits: 1)
            if words.count == 2 { parts[String(Substring(words[1]))] = String(Substring(words[0])) }
        }
        return parts
    }
}
