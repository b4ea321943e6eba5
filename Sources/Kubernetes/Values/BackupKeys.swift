package import Diagnostics

/// The keys by which the backup jobs log in to AWS (section 3.6 of SFM's runbook).
package struct BackupKeys: Sendable, Equatable {
    package var accessKeyID: String
    package var secretAccessKey: Secret
    /// Only temporary keys have one.
    package var sessionToken: Secret?
    package var region: String

    package var data: [(key: String, bytes: [UInt8])] {
        var data = [
            (key: "AWS_ACCESS_KEY_ID", bytes: Array(accessKeyID.utf8)),
            (key: "AWS_DEFAULT_REGION", bytes: Array(region.utf8)),
            (key: "AWS_SECRET_ACCESS_KEY", bytes: Array(secretAccessKey.reveal().utf8)),
        ]
        if let sessionToken { data.append((key: "AWS_SESSION_TOKEN", bytes: Array(sessionToken.reveal().utf8))) }
        return data
    }

    /// What to tell whoever gives temporary keys to jobs that run at night.
    package var warning: Diagnostic? {
        guard sessionToken != nil else { return nil }
        return Diagnostic(
            .warning, "these keys are temporary: the jobs fail when they have expired",
            hint: "sfm-dev kubernetes values --service-account NAME")
    }

    /// - Parameters:
    ///   - lookup: by the names that AWS's tools read.
    ///   - region: beats what `lookup` says.
    ///   - source: where they were looked for, for messages.
    ///   - option: what asks for it again.
    /// - Throws: `.badInput` naming all that is missing.
    package static func read(
        region: String?, source: String, option: String = "", lookup: (String) -> String?
    ) throws(Failure) -> BackupKeys {
        func value(_ name: String) -> String? { lookup(name).flatMap { $0.isEmpty ? nil : $0 } }
        let wanted = region ?? value("AWS_DEFAULT_REGION") ?? value("AWS_REGION")
        var missing = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"].filter { value($0) == nil }
        if wanted == nil { missing.append("AWS_DEFAULT_REGION") }
        guard let wanted, let id = value("AWS_ACCESS_KEY_ID"), let secret = value("AWS_SECRET_ACCESS_KEY") else {
            throw Failure(
                .badInput, "\(source) lacks \(missing.map { "'\($0)'" }.joined(separator: ", "))",
                hint: missing == ["AWS_DEFAULT_REGION"]
                    ? "sfm-dev kubernetes backup-secret\(option) --region us-east-1"
                    : "sfm-dev kubernetes backup-secret --aws-profile default")
        }
        return BackupKeys(
            accessKeyID: id, secretAccessKey: Secret(secret),
            sessionToken: value("AWS_SESSION_TOKEN").map { Secret($0) }, region: wanted)
    }
}
