package import Diagnostics

/// One profile of AWS's shared files (`~/.aws/credentials` and `~/.aws/config`), of which the first beats the second.
package struct AWSProfile {
    private var settings: [String: String] = [:]

    /// - Throws: `.badInput` where neither file has that profile, or where it has no keys of its own.
    package init(_ name: String, credentials: String?, config: String?) throws(Failure) {
        let inConfig = Self.section(config ?? "", among: name == "default" ? ["default"] : ["profile \(name)"])
        let inCredentials = Self.section(credentials ?? "", among: [name])
        guard inConfig != nil || inCredentials != nil else {
            throw Failure(
                .badInput, "AWS's files have no profile '\(name)'", hint: "aws configure --profile \(name)")
        }
        settings = (inConfig ?? [:]).merging(inCredentials ?? [:]) { $1 }
        let others = ["sso_session", "sso_start_url", "role_arn", "credential_process", "web_identity_token_file"]
        guard settings["aws_access_key_id"] == nil, let other = others.first(where: { settings[$0] != nil }) else {
            return
        }
        throw Failure(
            .badInput, "profile '\(name)' gets its keys by '\(other)', and has none of its own",
            hint: "aws configure export-credentials --profile \(ShellWord.quoted(name)) --format env-no-export"
                + " | sfm-dev kubernetes backup-secret --stdin --region \(settings["region"] ?? "us-east-1")")
    }

    /// By the name of the variable.
    package func value(_ variable: String) -> String? {
        variable == "AWS_DEFAULT_REGION" ? settings["region"] : settings[variable.lowercased()]
    }

    /// The sections of that name, a later setting over an earlier; nil where there is none.
    private static func section(_ text: String, among names: [String]) -> [String: String]? {
        var found: [String: String]?
        var isInside = false
        for line in text.split(whereSeparator: \.isNewline) {
            // A line that is indented belongs to the setting above it.
            guard let first = line.first, first != " ", first != "\t", first != "#", first != ";" else { continue }
            if first == "[" {
                let name = line.dropFirst().prefix { $0 != "]" }
                    .split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ")
                isInside = names.contains(name.replacing("\"", with: ""))
                if isInside, found == nil { found = [:] }
                continue
            }
            guard isInside, let equals = line.firstIndex(of: "=") else { continue }
            found?[line[..<equals].trimmed.lowercased()] = line[line.index(after: equals)...].trimmed
        }
        return found
    }
}

extension Substring {
    fileprivate var trimmed: String {
        var text = self
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
