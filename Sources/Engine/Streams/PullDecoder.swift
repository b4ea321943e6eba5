/// One line of a pull's progress.
package struct PullProgress: Sendable, Equatable {
    /// The layer, in short; `nil` for a line about the whole image.
    package var id: String?
    /// `Downloading`, `Extracting`, `Pull complete`, `Status: Image is up to date for …`.
    package var status: String
    /// Bytes, where the engine tells them.
    package var current: Int64?
    package var total: Int64?

    package init(id: String? = nil, status: String, current: Int64? = nil, total: Int64? = nil) {
        self.id = id
        self.status = status
        self.current = current
        self.total = total
    }
}

/// A pull answers 200 before it has begun: its failure is one of the lines.
package struct PullDecoder: StreamDecoder {
    private var splitter = JSONSplitter()
    /// Thrown after the lines that came before it.
    private var failure: EngineError?

    package init() {}

    package mutating func decode(_ bytes: [UInt8]) throws(EngineError) -> [PullProgress] {
        if let failure { throw failure }
        var lines: [PullProgress] = []
        for object in try splitter.split(bytes) {
            let line = try WireJSON.decode(Line.self, from: object)
            if let error = line.error {
                guard !lines.isEmpty else { throw .stream(error) }
                failure = .stream(error)
                break
            }
            lines.append(line.progress)
        }
        return lines
    }

    package mutating func finish() throws(EngineError) {
        if let failure { throw failure }
        if splitter.isInsideObject { throw .transport("it closed the connection inside a message") }
    }

    private struct Line: Decodable {
        var progress: PullProgress
        var error: String?

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: WireKey.self)
            // `error` holds the same sentence; API 1.48 deprecates it.
            error = try fields.nested("errorDetail")?.text("message") ?? fields.text("error")
            let detail = try fields.nested("progressDetail")
            progress = PullProgress(
                id: try fields.text("id"), status: try fields.value("status", or: ""),
                current: try detail?.optional("current"), total: try detail?.optional("total"))
        }
    }
}
