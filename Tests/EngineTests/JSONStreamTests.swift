import Engine
import Testing

@testable import Engine

@Suite struct JSONStreamTests {
    private static let text = #"{"a":"}{\"\\"}"# + "\r\n" + #"{"b":{"c":{}}} {"d":"ü"}"#

    @Test(arguments: 1...text.utf8.count)
    func `objects are cut out wherever the bytes are cut`(size: Int) throws {
        var splitter = JSONSplitter()
        var objects: [String] = []
        var rest = Array(Self.text.utf8)[...]
        while !rest.isEmpty {
            objects += try splitter.split(Array(rest.prefix(size))).map { String(decoding: $0, as: UTF8.self) }
            rest = rest.dropFirst(size)
        }
        #expect(objects == [#"{"a":"}{\"\\"}"#, #"{"b":{"c":{}}}"#, #"{"d":"ü"}"#])
        #expect(!splitter.isInsideObject)
    }

    @Test func `what is no object is refused`() {
        var splitter = JSONSplitter()
        #expect(throws: EngineError.decoding(type: "JSON stream", excerpt: "<html>")) {
            try splitter.split(Array("<html>".utf8))
        }
    }

    @Test func `an object without an end is refused before it fills memory`() throws {
        var splitter = JSONSplitter()
        _ = try splitter.split([UInt8](repeating: UInt8(ascii: "{"), count: JSONSplitter.limit))
        #expect(throws: EngineError.self) { try splitter.split([UInt8(ascii: "{")]) }
    }

    @Test func `a pull's lines are read and its failure is thrown`() throws {
        var decoder = PullDecoder()
        let lines = """
            {"status":"Pulling from library/redis","id":"7"}
            {"status":"Downloading","progressDetail":{"current":5,"total":9},"progress":"[=>]","id":"a1"}
            {"status":"Pull complete","progressDetail":{},"id":"a1"}
            """
        #expect(
            try decoder.decode(Array(lines.utf8)) == [
                PullProgress(id: "7", status: "Pulling from library/redis"),
                PullProgress(id: "a1", status: "Downloading", current: 5, total: 9),
                PullProgress(id: "a1", status: "Pull complete"),
            ])
        #expect(throws: EngineError.stream("no basic auth")) {
            try decoder.decode(Array(#"{"errorDetail":{"message":"no basic auth"},"error":"no basic auth"}"#.utf8))
        }
        #expect(throws: EngineError.stream("old engine")) {
            try decoder.decode(Array(#"{"error":"old engine"}"#.utf8))
        }
        _ = try decoder.decode(Array(#"{"status":"#.utf8))
        #expect(throws: EngineError.transport("it closed the connection inside a message")) { try decoder.finish() }
    }

    @Test func `a pull's lines before its failure are read though they come together`() throws {
        let text = #"{"status":"Downloading","id":"a1"}"# + "\r\n" + #"{"error":"no space left"}"#
        var decoder = PullDecoder()
        #expect(try decoder.decode(Array(text.utf8)) == [PullProgress(id: "a1", status: "Downloading")])
        #expect(throws: EngineError.stream("no space left")) { try decoder.finish() }
        #expect(throws: EngineError.stream("no space left")) { try decoder.decode([]) }
    }

    @Test func `an event is read with and without the fields that 1.52 dropped`() throws {
        var decoder = EventDecoder()
        let old = #"""
            {"status":"die","id":"c1","from":"redis","Type":"container","Action":"die","Actor":{"ID":"c1","Attributes":{"exitCode":"3"}},"scope":"local","time":5,"timeNano":5000000001}
            """#
        let new = #"{"Type":"network","Action":"destroy","Actor":{"ID":"n1"},"timeNano":7}"#
        #expect(
            try decoder.decode(Array((old + new).utf8)) == [
                EngineEvent(
                    type: "container", action: "die", actorID: "c1", attributes: ["exitCode": "3"],
                    timeNano: 5_000_000_001),
                EngineEvent(type: "network", action: "destroy", actorID: "n1", timeNano: 7),
            ])
    }
}
