/// Something that happened to an object of the engine.
package struct EngineEvent: Sendable, Equatable, Decodable {
    /// `container`, `network`, `volume`, `image`, ….
    package var type: String
    /// `start`, `die`, `health_status: healthy`, ….
    package var action: String
    package var actorID: String
    /// A container's labels, and its `name`, `image` and `exitCode` where they apply.
    package var attributes: [String: String]
    /// Since 1970. Feed it to `since` to go on without a gap.
    package var timeNano: Int64

    package init(type: String, action: String, actorID: String, attributes: [String: String] = [:], timeNano: Int64 = 0)
    {
        self.type = type
        self.action = action
        self.actorID = actorID
        self.attributes = attributes
        self.timeNano = timeNano
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: WireKey.self)
        type = try fields.value("Type", or: "")
        action = try fields.value("Action", or: "")
        let actor = try fields.nested("Actor")
        actorID = try actor?.value("ID", or: "") ?? ""
        attributes = try actor?.value("Attributes", or: [:]) ?? [:]
        timeNano = try fields.value("timeNano", or: 0)
    }
}

package struct EventDecoder: StreamDecoder {
    private var splitter = JSONSplitter()

    package init() {}

    package mutating func decode(_ bytes: [UInt8]) throws(EngineError) -> [EngineEvent] {
        var events: [EngineEvent] = []
        for object in try splitter.split(bytes) {
            events.append(try WireJSON.decode(EngineEvent.self, from: object))
        }
        return events
    }

    package mutating func finish() throws(EngineError) {
        if splitter.isInsideObject { throw .transport("it closed the connection inside a message") }
    }
}
