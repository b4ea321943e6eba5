import Diagnostics
import YAML

/// Reads the list under `seed`. The first key of an entry says what it is.
struct SeedReader {
    let reader: NodeReader
    let template: TemplateReader

    private static let keys: [(kind: String, others: [String])] = [
        ("role", ["password", "superuser"]), ("database", ["owner"]), ("extension", ["database"]),
        ("sql", ["database", "transaction"]), ("command", ["user"]), ("user", ["password", "rules"]),
        ("collection", ["size", "distance"]), ("topic", ["partitions"]),
    ]

    /// Qdrant's words for it (OpenAPI, `Distance`).
    private static let distances = ["Cosine", "Euclid", "Dot", "Manhattan"]

    func read(_ node: YAMLNode) -> [SeedRule] {
        reader.list(node, "a list of seeds", hint: "write 'seed: [{database: app}]'").compactMap(rule)
    }

    private func rule(_ node: YAMLNode) -> SeedRule? {
        let kinds = Self.keys.map(\.kind)
        // A command may have a user, and a script or an extension a database: what is no other's field counts.
        let names = node.entries?.map(\.name) ?? []
        guard let first = names.first, let (kind, others) = Self.keys.first(where: { $0.kind == first }) else {
            reader.findings.error(
                "expected a seed", at: node.location,
                hint: "begin with one of \(kinds.sorted().joined(separator: ", ")), such as '{database: app}'")
            return nil
        }
        var fields: [String: YAMLNode] = [:]
        for entry in reader.entries(node, "a seed", keys: [kind] + others) { fields[entry.name] = entry.value }
        guard let subject = fields[kind], let what = what(kind, subject, fields, at: node.location) else { return nil }
        return SeedRule(what: what, location: node.location)
    }

    private func what(
        _ kind: String, _ subject: YAMLNode, _ fields: [String: YAMLNode], at location: SourceLocation
    ) -> SeedRule.What? {
        func text(_ name: String) -> String? { fields[name].flatMap { reader.text($0) } }
        if kind == "command" {
            guard let words = template.words(subject) else { return nil }
            guard !words.isEmpty else {
                reader.findings.error(
                    "expected a command, found an empty list", at: subject.location,
                    hint: "write '{command: [sh, -c, …]}'")
                return nil
            }
            return .command(words, user: text("user"))
        }
        guard let name = reader.text(subject, "a name") else { return nil }
        switch kind {
        case "role":
            return .role(
                name, password: text("password"), isSuperuser: fields["superuser"].flatMap(reader.boolean) ?? false)
        case "database": return .database(name, owner: text("owner"))
        case "extension": return .extension(name, database: text("database"))
        case "sql":
            let inTransaction = fields["transaction"].flatMap(reader.boolean) ?? true
            return .script(path: name, database: text("database"), inTransaction: inTransaction)
        case "user":
            guard let password = text("password") else { return missing("password: NAME", of: kind, name, location) }
            return .user(name, password: password, rules: text("rules"))
        case "collection":
            guard let size = fields["size"] else { return missing("size: 768", of: kind, name, location) }
            // The service's own limit on dimensions (Qdrant, `VectorParams.size`).
            guard let size = reader.integer(size, in: 1...65536) else { return nil }
            let distance = fields["distance"].map { reader.word($0, among: Self.distances) } ?? "Cosine"
            return distance.map { .collection(name, size: size, distance: $0) }
        default:
            return .topic(name, partitions: fields["partitions"].flatMap { reader.integer($0, in: 1...10_000) })
        }
    }

    private func missing(
        _ field: String, of kind: String, _ name: String, _ location: SourceLocation
    ) -> SeedRule.What? {
        reader.findings.error(
            "\(kind) '\(name)' needs '\(field.prefix { $0 != ":" })'", at: location,
            hint: "write '{\(kind): \(name), \(field)}'")
        return nil
    }
}
