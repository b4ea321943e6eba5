import CYaml

/// Owns a libyaml parser and the text it reads.
struct YAMLEventReader: ~Copyable {
    // libyaml keeps a pointer to the parser inside the parser, and one to the text: neither may move or die earlier.
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeMutableBufferPointer<UInt8>

    /// - Parameter bytes: valid UTF-8 without a byte order mark.
    init(_ bytes: some Collection<UInt8>) {
        input = .allocate(capacity: bytes.count)
        _ = input.initialize(from: bytes)
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        guard yaml_parser_initialize(parser) == 1 else { fatalError("out of memory") }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, input.baseAddress, input.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
        input.deallocate()
    }

    /// The next event; after `streamEnd` there is none to ask for.
    mutating func next() throws(LibYAMLProblem) -> YAMLEvent {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw problem }
        defer { yaml_event_delete(&event) }
        return YAMLEvent(copying: event)
    }

    private var problem: LibYAMLProblem {
        LibYAMLProblem(
            isReaderError: parser.pointee.error == YAML_READER_ERROR,
            problem: parser.pointee.problem.map { String(cString: $0) } ?? "cannot be read",
            problemIndex: parser.pointee.problem_mark.index,
            byteOffset: parser.pointee.problem_offset,
            context: parser.pointee.context.map { String(cString: $0) },
            contextIndex: parser.pointee.context_mark.index)
    }
}

extension YAMLEvent {
    fileprivate init(copying event: yaml_event_t) {
        var tag: UnsafeMutablePointer<yaml_char_t>?
        var anchor: UnsafeMutablePointer<yaml_char_t>?
        switch event.type {
        case YAML_STREAM_START_EVENT: kind = .streamStart
        case YAML_DOCUMENT_START_EVENT: kind = .documentStart
        case YAML_DOCUMENT_END_EVENT: kind = .documentEnd
        case YAML_ALIAS_EVENT: kind = .alias(event.data.alias.anchor.map { String(cString: $0) } ?? "")
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            (tag, anchor) = (scalar.tag, scalar.anchor)
            kind = .scalar(
                String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self),
                style: ScalarStyle(scalar.style))
        case YAML_SEQUENCE_START_EVENT:
            let list = event.data.sequence_start
            (tag, anchor) = (list.tag, list.anchor)
            kind = .sequenceStart(isFlow: list.style == YAML_FLOW_SEQUENCE_STYLE)
        case YAML_SEQUENCE_END_EVENT: kind = .sequenceEnd
        case YAML_MAPPING_START_EVENT:
            let mapping = event.data.mapping_start
            (tag, anchor) = (mapping.tag, mapping.anchor)
            kind = .mappingStart(isFlow: mapping.style == YAML_FLOW_MAPPING_STYLE)
        case YAML_MAPPING_END_EVENT: kind = .mappingEnd
        // libyaml answers the event after the last one with an empty event.
        default: kind = .streamEnd
        }
        self.tag = tag.map { String(cString: $0) }
        self.anchor = anchor.map { String(cString: $0) }
        start = event.start_mark.index
        end = event.end_mark.index
    }
}

extension YAMLEvent.ScalarStyle {
    fileprivate init(_ style: yaml_scalar_style_t) {
        self =
            switch style {
            case YAML_PLAIN_SCALAR_STYLE: .plain
            case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
            default: .quoted
            }
    }
}
