import Diagnostics

/// Files that templates name besides: variables, secrets, configs, included and extended files. The resolver reads none
/// itself: those that it asked for and did not have are read by the caller, who resolves again.
package final class NamedFiles {
    package enum Content: Sendable, Equatable {
        case bytes([UInt8])
        case absent
        /// Why it cannot be read, as a sentence.
        case unreadable(String)
    }

    private let known: [String: Content]
    private let directory: String
    /// Absolute paths that were asked for in vain.
    package private(set) var wanted: Set<String> = []

    init(known: [String: Content], directory: String) {
        self.known = known
        self.directory = directory
    }

    /// The bytes; nil where there are none, which is told unless the file may be missing or is yet to be read.
    func bytes(_ path: String, at location: SourceLocation, isRequired: Bool = true, findings: Findings) -> [UInt8]? {
        switch known[path] {
        case .bytes(let bytes)?: return bytes
        case .unreadable(let reason)?: findings.error(reason, at: location)
        case .absent?:
            if isRequired {
                findings.error("there is no file '\(shown(path))'", at: location, hint: "make it, or correct the path")
            }
        case nil: wanted.insert(path)
        }
        return nil
    }

    /// The text; what is no UTF-8 is told.
    func text(_ path: String, at location: SourceLocation, isRequired: Bool = true, findings: Findings) -> String? {
        guard let bytes = bytes(path, at: location, isRequired: isRequired, findings: findings) else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            findings.error(
                "'\(shown(path))' is not valid UTF-8", at: location,
                hint: "mount it under 'volumes': bytes that are no text are not carried in generated files")
            return nil
        }
        return text
    }

    /// As the user would type it.
    func shown(_ path: String) -> String {
        path.hasPrefix(directory + "/") ? String(path.dropFirst(directory.count + 1)) : path
    }
}
