/// A text that may be secret. Printing it, by interpolation or in a debugger, shows `[redacted]`; `reveal()` is the one
/// way to the text, so that every place that lets it out can be found by its name.
package struct Secret: Sendable, Hashable {
    private let text: String
    /// False for a value that anybody may see, such as an address.
    package let isSecret: Bool

    package init(_ text: String, isSecret: Bool = true) {
        self.text = text
        self.isSecret = isSecret
    }

    package func reveal() -> String { text }

    /// The text where it is no secret, else `[redacted]`.
    package var masked: String { isSecret ? "[redacted]" : text }
}

extension Secret {
    /// By bytes: two spellings of one letter, which Swift takes for the same text, are two passwords.
    package static func == (one: Secret, other: Secret) -> Bool {
        one.isSecret == other.isSecret && one.text.utf8.elementsEqual(other.text.utf8)
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { masked }
    package var debugDescription: String { masked }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
