#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The stub's end of a connection, used by one thread.
package final class StubConnection {
    private let descriptor: Int32
    private var unread: [UInt8] = []

    init(descriptor: Int32) {
        self.descriptor = descriptor
        #if canImport(Darwin)
            var on: Int32 = 1
            setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
        #endif
    }

    /// - Returns: whether the client still reads.
    @discardableResult
    package func send(_ bytes: [UInt8]) -> Bool {
        #if canImport(Darwin)
            let flags: Int32 = 0
        #else
            let flags = Int32(MSG_NOSIGNAL)
        #endif
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemSend(descriptor, $0.baseAddress, $0.count, flags) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    @discardableResult
    package func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// One chunk of a chunked body.
    @discardableResult
    package func sendChunk(_ bytes: [UInt8]) -> Bool {
        bytes.isEmpty || send(Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + Array("\r\n".utf8))
    }

    /// What the client has sent next; empty at the end.
    package func read() -> [UInt8] {
        if !unread.isEmpty {
            defer { unread = [] }
            return unread
        }
        return [UInt8](unsafeUninitializedCapacity: 16 * 1024) { buffer, count in
            count = max(0, recv(descriptor, buffer.baseAddress, buffer.count, 0))
        }
    }

    /// Everything that the client sends until it closes its side.
    package func readToEnd() -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let part = read()
            if part.isEmpty { return all }
            all += part
        }
    }

    func close() {
        systemClose(descriptor)
    }

    /// - Returns: `nil` when the client has gone.
    func readRequest() -> StubRequest? {
        var bytes: [UInt8] = []
        let blank = Array("\r\n\r\n".utf8)
        while bytes.firstRange(of: blank) == nil {
            let part = read()
            if part.isEmpty { return nil }
            bytes += part
        }
        guard let end = bytes.firstRange(of: blank) else { return nil }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count == 3 else { return nil }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { headers[parts[0].lowercased()] = String(parts[1].drop { $0 == " " }) }
        }
        unread = Array(bytes[end.upperBound...])
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        var body: [UInt8] = []
        while body.count < length {
            let part = read()
            if part.isEmpty { return nil }
            body += part
        }
        unread = Array(body[length...])
        return StubRequest(
            method: String(words[0]), target: String(words[1]), headers: headers, body: Array(body[..<length]))
    }
}

// Inside StubConnection these names are its own methods.
private func systemSend(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int, _ flags: Int32) -> Int {
    send(descriptor, bytes, count, flags)
}

private func systemClose(_ descriptor: Int32) { close(descriptor) }
