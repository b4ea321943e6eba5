import Diagnostics

/// Builds the tree from libyaml's events.
struct YAMLComposer: ~Copyable {
    private struct Anchor {
        let node: YAMLNode
        let size: Int
        let height: Int
    }

    private var events: YAMLEventReader
    private let lines: LineIndex
    private let findings = Findings()
    private var anchors: [String: Anchor] = [:]
    /// Anchors whose value is still being read.
    private var open: [String] = []
    private var aliasedNodes = 0

    init(events: consuming YAMLEventReader, lines: LineIndex) {
        self.events = events
        self.lines = lines
    }

    /// The one document of the stream.
    mutating func document() throws(Failure) -> YAMLNode {
        var root: YAMLNode?
        while true {
            let event = try next()
            switch event.kind {
            case .streamStart, .documentEnd: continue
            case .streamEnd:
                try findings.check()
                return root ?? YAMLNode(.scalar("", isPlain: true), at: lines.location(0))
            case .documentStart where root != nil:
                throw failure(
                    "a second document begins here", at: lines.location(event.start, to: event.end),
                    hint: "keep one document in a file")
            case .documentStart: root = try node(try next(), depth: 0)
            default: continue
            }
        }
    }

    private mutating func next() throws(Failure) -> YAMLEvent {
        do {
            return try events.next()
        } catch {
            findings.add(error.diagnostic(lines))
            throw Failure(.badInput, findings.sorted)
        }
    }

    private func failure(_ message: String, at location: SourceLocation, hint: String? = nil) -> Failure {
        findings.error(message, at: location, hint: hint)
        return Failure(.badInput, findings.sorted)
    }

    private mutating func node(_ event: YAMLEvent, depth: Int) throws(Failure) -> YAMLNode {
        if case .alias(let name) = event.kind { return try alias(name, event, depth: depth) }
        if let anchor = event.anchor { open.append(anchor) }
        let result: YAMLNode
        switch event.kind {
        case .scalar(let text, let style): result = scalar(text, style, event)
        case .sequenceStart(let isFlow): result = try sequence(event, isFlow: isFlow, depth: depth + 1)
        default: result = try mapping(event, depth: depth + 1)
        }
        if let anchor = event.anchor {
            open.removeLast()
            let (size, height) = result.extent
            anchors[anchor] = Anchor(node: result, size: size, height: height)
        }
        return result
    }

    private mutating func alias(_ name: String, _ event: YAMLEvent, depth: Int) throws(Failure) -> YAMLNode {
        let location = lines.location(event.start, to: event.end)
        if open.contains(name) {
            findings.error("'*\(name)' stands inside the value that it names", at: location)
        } else if let anchor = anchors[name] {
            aliasedNodes += anchor.size
            guard aliasedNodes <= YAMLLimits.aliasedNodes else {
                throw failure("the aliases stand for more than \(YAMLLimits.aliasedNodes) values", at: location)
            }
            guard depth + anchor.height <= YAMLLimits.depth else { throw tooDeep(location) }
            return anchor.node
        } else {
            // A password may begin with '*'.
            let isQuotable = lines.file.isQuotable
            findings.error(
                isQuotable ? "nothing above is marked '&\(name)'" : "nothing above is marked with this name",
                at: location,
                hint: isQuotable ? suggestion(for: name, among: Array(anchors.keys), called: "anchors") : nil)
        }
        return YAMLNode(.scalar("", isPlain: true), at: location)
    }

    private func tooDeep(_ location: SourceLocation) -> Failure {
        failure("lists and mappings stand in each other more than \(YAMLLimits.depth) levels deep", at: location)
    }

    private func scalar(_ text: String, _ style: YAMLEvent.ScalarStyle, _ event: YAMLEvent) -> YAMLNode {
        let start = valueStart(event)
        let location = lines.location(start, to: style == .block ? nil : event.end)
        let tag = YAMLTag(event.tag)
        if let problem = tag.problem(forScalar: true) { findings.error(problem, at: lines.location(event.start)) }
        return YAMLNode(.scalar(text, isPlain: tag.isPlain ?? (style == .plain)), tag: tag.kept, at: location)
    }

    private mutating func sequence(_ event: YAMLEvent, isFlow: Bool, depth: Int) throws(Failure) -> YAMLNode {
        guard depth <= YAMLLimits.depth else { throw tooDeep(lines.location(event.start)) }
        var items: [YAMLNode] = []
        while true {
            let item = try next()
            if case .sequenceEnd = item.kind { return collection(.sequence(items), event, end: item.end) }
            items.append(try node(item, depth: depth))
        }
    }

    private mutating func mapping(_ event: YAMLEvent, depth: Int) throws(Failure) -> YAMLNode {
        guard depth <= YAMLLimits.depth else { throw tooDeep(lines.location(event.start)) }
        var keys = MappingKeys()
        while true {
            let item = try next()
            if case .mappingEnd = item.kind { return collection(.mapping(keys.merged), event, end: item.end) }
            let key = try node(item, depth: depth)
            keys.add(YAMLNode.Entry(key: key, value: try node(try next(), depth: depth)), findings)
        }
    }

    private func collection(_ content: YAMLNode.Content, _ event: YAMLEvent, end: Int) -> YAMLNode {
        let tag = YAMLTag(event.tag)
        let isList = if case .sequence = content { true } else { false }
        if let problem = tag.problem(forScalar: false, isList: isList) {
            findings.error(problem, at: lines.location(event.start))
        }
        let isFlow =
            switch event.kind {
            case .sequenceStart(let isFlow), .mappingStart(let isFlow): isFlow
            default: false
            }
        return YAMLNode(
            content, tag: tag.kept, at: lines.location(isFlow ? valueStart(event) : event.start, to: isFlow ? end : nil)
        )
    }

    /// Behind the anchor and the tag, where the value is on the same line.
    private func valueStart(_ event: YAMLEvent) -> Int {
        guard event.anchor != nil || event.tag != nil else { return event.start }
        var rest = lines.rest(from: event.start)
        let whole = rest.count
        while rest.first == "&" || rest.first == "!" {
            rest = rest.drop { $0 != " " && $0 != "\t" }.drop { $0 == " " || $0 == "\t" }
        }
        return rest.isEmpty || rest.first == "#" ? event.start : event.start + whole - rest.count
    }
}

extension YAMLNode {
    /// How many values it holds, itself included, and how many levels of lists and mappings.
    fileprivate var extent: (size: Int, height: Int) {
        let children: [YAMLNode]
        switch content {
        case .scalar: return (1, 0)
        case .sequence(let items): children = items
        case .mapping(let entries): children = entries.map(\.value)
        }
        var size = 1
        var height = 0
        for child in children {
            let extent = child.extent
            size += extent.size
            height = max(height, extent.height)
        }
        return (size, height + 1)
    }
}
