import Diagnostics
import Testing

@testable import Convergence

/// What is there of a collection, and what is asked for.
struct QdrantCollectionTests {
    private static func there(_ vectors: String) -> String {
        #"{"result":{"status":"green","config":{"params":{"vectors":\#(vectors),"shard_number":1}}},"status":"ok"}"#
    }

    @Test(
        arguments: [
            (404, #"{"status":{"error":"Not found"}}"#, QdrantCollection.missing),
            (200, there(#"{"size":768,"distance":"Cosine"}"#), .there(size: 768, distance: "Cosine")),
            (200, there(#"{"size":2,"distance":"Dot","on_disk":true}"#), .there(size: 2, distance: "Dot")),
            (200, there(#"{"text":{"size":2,"distance":"Dot"},"image":{"size":3,"distance":"Dot"}}"#), .otherwise),
            (200, there(#"{"size":{"size":2,"distance":"Dot"}}"#), .otherwise), (200, there("{}"), .otherwise),
            (200, #"{"result":{"config":{"params":{}}}}"#, .otherwise),
        ])
    func `a reply tells what is there`(status: Int, body: String, found: QdrantCollection) throws {
        #expect(try QdrantCollection(HTTPReply(status: status, reason: "", body: body)) == found)
    }

    @Test(
        arguments: [
            (401, "Invalid API key or JWT", ProbeEnd.refused(.wrongPassword, "HTTP 401: Invalid API key or JWT")),
            (500, "", .refused(.other, "HTTP 500")), (200, "<html>", .silent("sent something that is not Qdrant's")),
            (200, #"{"result":true}"#, .silent("sent something that is not Qdrant's")),
        ])
    func `what tells nothing of a collection is told as it is`(status: Int, body: String, end: ProbeEnd) {
        #expect(throws: end) { try QdrantCollection(HTTPReply(status: status, reason: "", body: body)) }
    }

    @Test(
        arguments: [
            (QdrantCollection.missing, "missing"), (.there(size: 768, distance: "Cosine"), nil),
            (.there(size: 2, distance: "Cosine"), "has vectors of size 2, not 768"),
            (.there(size: 768, distance: "Dot"), "has the distance Dot, not Cosine"),
            (.there(size: 2, distance: "Dot"), "has vectors of size 2 and the distance Dot"),
            (.otherwise, "has other than one kind of vectors without a name"),
        ] as [(QdrantCollection, String?)])
    func `a difference is told`(found: QdrantCollection, difference: String?) {
        #expect(found.difference(size: 768, distance: "Cosine") == difference)
    }

    @Test(arguments: [("memory", "memory"), ("a b/c?d#e%f", "a%20b%2Fc%3Fd%23e%25f"), ("gr\u{fc}n", "gr%C3%BCn")])
    func `a name is one part of the path`(name: String, part: String) {
        #expect(QdrantCollection.path(name) == "/collections/\(part)")
    }

    @Test func `a collection is asked for in one request`() throws {
        var script = Script(bytes: Array("HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{\"result\":true}".utf8))
        let probe = HTTPProbe(
            path: QdrantCollection.path("memory"), headers: [("api-key", Secret("sesame"))],
            address: ProbeAddress(host: "localhost", port: 6333), method: "PUT",
            body: QdrantCollection.creation(size: 2, distance: "Dot"))
        let reply = try probe.reply(on: &script)
        #expect(reply == HTTPReply(status: 200, reason: "OK", body: #"{"result":true}"#))
        #expect(
            script.sent.map { String(decoding: $0, as: UTF8.self) } == [
                """
                PUT /collections/memory HTTP/1.1\r\nHost: localhost:6333\r\nUser-Agent: sfm-dev\r\nAccept: */*\r\n\
                Connection: close\r\napi-key: sesame\r\nContent-Type: application/json\r\nContent-Length: 39\r\n\r\n\
                {"vectors":{"size":2,"distance":"Dot"}}
                """
            ])
    }

    @Test(arguments: [600, 100_000])
    func `a long reply is read to its end, and one without an end is not`(count: Int) throws {
        let body = #"{"result":""# + String(repeating: "x", count: count) + #""}"#
        let address = ProbeAddress(host: "localhost", port: 6333)
        for head in ["Content-Length: \(body.utf8.count)", "Connection: close"] {
            var script = Script([Array("HTTP/1.1 200 OK\r\n\(head)\r\n\r\n".utf8), Array(body.utf8)])
            #expect(try HTTPProbe(path: "/", headers: [], address: address).reply(on: &script).body == body)
        }
        let chunk = String(body.utf8.count, radix: 16) + "\r\n" + body + "\r\n"
        var script = Script(
            ["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", chunk, "0\r\n\r\n"].map { Array($0.utf8) })
        #expect(try HTTPProbe(path: "/", headers: [], address: address).reply(on: &script).body == body)
        let endless = Array(repeating: Array(repeating: UInt8(ascii: "x"), count: 1 << 18), count: 5)
        var long = Script([Array("HTTP/1.1 200 OK\r\n\r\n".utf8)] + endless)
        #expect(throws: ProbeEnd.silent("sent more than 1 MiB")) {
            try HTTPProbe(path: "/", headers: [], address: address).reply(on: &long)
        }
    }
}
