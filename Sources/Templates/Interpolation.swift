package import Diagnostics
package import YAML

/// Replaces `${NAME}` in a template by settings, as compose-spec's interpolation does (compose-spec, section
/// "Interpolation"): `$$`, `$NAME`, `${NAME}`, and the operators `:-`, `-`, `:?`, `?`, `:+`, `+`, whose right side may
/// hold further references.
package struct Interpolation {
    /// A setting's value by its name; nil when nobody set it.
    package let lookup: (String) -> String?
    private let refusal: (String) -> Refusal?
    private let findings: Findings

    /// - Parameter refusal: of what must not stand in a text that is shown to anybody.
    package init(
        findings: Findings, refusal: @escaping (String) -> Refusal? = { _ in nil },
        lookup: @escaping (String) -> String?
    ) {
        self.findings = findings
        self.refusal = refusal
        self.lookup = lookup
    }

    /// Why a name's value must not stand in a text, and what to write instead.
    package struct Refusal: Sendable {
        package let message: String
        package let hint: String

        package init(_ message: String, hint: String) {
            self.message = message
            self.hint = hint
        }
    }

    /// A setting that a text asked for.
    package struct Reference: Equatable, Sendable {
        package let name: String
        /// What it became here.
        package let value: String
        /// The template's own default was used.
        package let isDefault: Bool

        package init(name: String, value: String, isDefault: Bool) {
            self.name = name
            self.value = value
            self.isDefault = isDefault
        }
    }

    /// The tree with every scalar interpolated; keys stay as they are. `used` is told of each reference and its place.
    package func resolve(_ node: YAMLNode, used: (Reference, SourceLocation) -> Void) -> YAMLNode {
        let content: YAMLNode.Content
        switch node.content {
        case .scalar(let text, let isPlain):
            guard text.utf8.contains(UInt8(ascii: "$")) else { return node }
            content = .scalar(resolve(text, at: node.location) { used($0, node.location) }, isPlain: isPlain)
        case .sequence(let items):
            content = .sequence(items.map { resolve($0, used: used) })
        case .mapping(let entries):
            content = .mapping(entries.map { .init(key: $0.key, value: resolve($0.value, used: used)) })
        }
        return YAMLNode(content, tag: node.tag, at: node.location)
    }

    /// One text, interpolated; mistakes are reported at `location` and leave the text out.
    package func resolve(_ text: String, at location: SourceLocation, used: (Reference) -> Void) -> String {
        var scanner = Scanner(text: Array(text.utf8), lookup: lookup, refusal: refusal)
        do throws(InterpolationMistake) {
            let result = try scanner.run(until: nil)
            scanner.references.forEach(used)
            return result
        } catch {
            findings.error(error.message, at: location, hint: error.hint)
            return ""
        }
    }
}

private struct InterpolationMistake: Error {
    let message: String
    let hint: String?
}

/// By bytes: all that it looks for is of ASCII.
private struct Scanner {
    let text: [UInt8]
    let lookup: (String) -> String?
    let refusal: (String) -> Interpolation.Refusal?
    var position = 0
    var references: [Interpolation.Reference] = []
    /// Inside a word that is not taken: what it asks for may be missing.
    var isSkipping = false

    var next: Unicode.Scalar? { position < text.count ? Unicode.Scalar(text[position]) : nil }

    /// Text up to the closing brace of the operator that it stands in, or to the end.
    mutating func run(until end: Unicode.Scalar?) throws(InterpolationMistake) -> String {
        var result: [UInt8] = []
        while let scalar = next {
            if scalar == end { return String(decoding: result, as: UTF8.self) }
            position += 1
            guard scalar == "$" else {
                result.append(text[position - 1])
                continue
            }
            switch next {
            case "$":
                position += 1
                result.append(UInt8(ascii: "$"))
            case "{":
                position += 1
                result += Array(try braced().utf8)
            case let start? where isNameStart(start):
                result += Array(try value(of: try name(), default: nil).utf8)
            default:
                throw InterpolationMistake(
                    message: "'$' is followed by no name", hint: "write '$$' for a dollar sign")
            }
        }
        if end != nil {
            throw InterpolationMistake(message: "'${' is not closed", hint: "write '$$' for a dollar sign")
        }
        return String(decoding: result, as: UTF8.self)
    }

    private mutating func braced() throws(InterpolationMistake) -> String {
        guard let start = next, isNameStart(start) else {
            throw InterpolationMistake(message: "'${' is followed by no name", hint: "write '$$' for a dollar sign")
        }
        let name = try name()
        let emptyCounts = next == ":"
        if emptyCounts { position += 1 }
        guard let operation = next else {
            throw InterpolationMistake(message: "'${\(name)' is not closed", hint: "add '}' after the name")
        }
        position += 1
        if operation == "}", !emptyCounts { return try value(of: name, default: nil) }
        guard "-?+".unicodeScalars.contains(operation) else {
            let shown = String(decoding: text[(position - 1)...], as: UTF8.self).unicodeScalars.first ?? operation
            throw InterpolationMistake(
                message: "'\(shown)' is no operator of '${\(name)}'",
                hint: "use ${\(name):-default}, ${\(name):?message} or ${\(name):+text}")
        }
        let found = lookup(name).flatMap { emptyCounts && $0.isEmpty ? nil : $0 }
        // What is not taken must not be reported as asked for, nor may it fail.
        let before = references
        let wasSkipping = isSkipping
        isSkipping = wasSkipping || (operation == "+") == (found == nil)
        let word = try run(until: "}")
        isSkipping = wasSkipping
        position += 1
        switch operation {
        case "-":
            if found != nil { references = before }
            return try value(of: name, default: found ?? word, isDefault: found == nil)
        case "+":
            if found == nil { references = before }
            return found == nil ? "" : word
        default:
            references = before
            guard let found = found ?? (isSkipping ? "" : nil) else {
                throw InterpolationMistake(
                    message: "'\(name)' has no value: \(word.isEmpty ? "it is required" : word)",
                    hint: "set it in config.yaml under 'sfm-dev: {settings: {\(name): …}}'")
            }
            return try value(of: name, default: found, isDefault: false)
        }
    }

    private mutating func value(
        of name: String, default fallback: String?, isDefault: Bool = false
    ) throws(InterpolationMistake) -> String {
        guard let value = fallback ?? lookup(name) ?? (isSkipping ? "" : nil) else {
            throw InterpolationMistake(
                message: "'\(name)' has no value and no default",
                hint: "write ${\(name):-default}, or set it in config.yaml under 'sfm-dev: {settings: {\(name): …}}'")
        }
        references.append(.init(name: name, value: value, isDefault: isDefault))
        return value
    }

    private mutating func name() throws(InterpolationMistake) -> String {
        let start = position
        while let scalar = next, isNameStart(scalar) || ("0"..."9").contains(scalar) { position += 1 }
        let name = String(decoding: text[start..<position], as: UTF8.self)
        if let refusal = refusal(name) { throw InterpolationMistake(message: refusal.message, hint: refusal.hint) }
        return name
    }

    private func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }
}
