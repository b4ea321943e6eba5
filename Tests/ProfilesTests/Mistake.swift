import Testing

/// A changed project and the whole text that its user sees.
struct Mistake: Sendable, CustomTestStringConvertible {
    enum Change: Sendable {
        /// In a file of `Shop`: this text becomes that one.
        case change(String, String, String)
        /// A whole file.
        case file(String, String)
    }

    let name: String
    let changes: [Change]
    let shown: String

    init(_ name: String, _ changes: [Change], _ shown: String) {
        self.name = name
        self.changes = changes
        self.shown = shown
    }

    var testDescription: String { name }

    var files: [String: String] {
        var files: [String: String] = [:]
        for change in changes {
            switch change {
            case .change(let path, let old, let new): files[path] = Shop.files[path]?.replacing(old, with: new)
            case .file(let path, let text): files[path] = text
            }
        }
        return files
    }
}
