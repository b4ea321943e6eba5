/// Finds the requests in what a client sends, wherever the pieces end.
struct RequestScanner {
    private enum Place {
        case head([UInt8])
        case body(left: Int)
        /// `line` is what is known of the chunk's size or of a trailer; `isLast` after the chunk of size 0.
        case chunkLine([UInt8], isLast: Bool)
        case chunk(left: Int)
        /// After a request for an upgrade: raw bytes, unless it was refused.
        case upgrade
        case raw
    }

    private var place = Place.head([])
    private var asksForUpgrade = false

    /// - Parameter lastStatus: how the last request was answered; 0 where it was not yet.
    mutating func scan(_ bytes: [UInt8], lastStatus: () -> Int) -> [StubRequest] {
        var found: [StubRequest] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            switch place {
            case .head(let begun):
                guard let request = takeHead(begun, &rest) else { break }
                found.append(request)
            case .body(let left):
                let taken = min(left, rest.count)
                rest = rest.dropFirst(taken)
                place = left > taken ? .body(left: left - taken) : ended()
            case .chunkLine(let begun, let isLast): takeChunkLine(begun, isLast, &rest)
            case .chunk(let left):
                let taken = min(left, rest.count)
                rest = rest.dropFirst(taken)
                place = left > taken ? .chunk(left: left - taken) : .chunkLine([], isLast: false)
            case .upgrade:
                // Some engines answer 200 and upgrade all the same.
                place = [0, 101, 200].contains(lastStatus()) ? .raw : .head([])
            case .raw: return found
            }
        }
        return found
    }

    private mutating func takeHead(_ begun: [UInt8], _ rest: inout ArraySlice<UInt8>) -> StubRequest? {
        let all = begun + rest
        guard let end = all.firstRange(of: Array("\r\n\r\n".utf8)) else {
            place = .head(all)
            rest = []
            return nil
        }
        rest = all[end.upperBound...]
        let lines = String(decoding: all[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { headers[parts[0].lowercased()] = String(parts[1].drop { $0 == " " }) }
        }
        asksForUpgrade = headers["upgrade"] != nil
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        if headers["transfer-encoding"]?.lowercased() == "chunked" {
            place = .chunkLine([], isLast: false)
        } else {
            place = length > 0 ? .body(left: length) : ended()
        }
        // A line that is no request is remembered as it is: better a strange record than none.
        return StubRequest(
            method: words.first.map(String.init) ?? "", target: words.dropFirst().first.map(String.init) ?? "",
            headers: headers, body: [])
    }

    private mutating func takeChunkLine(_ begun: [UInt8], _ isLast: Bool, _ rest: inout ArraySlice<UInt8>) {
        guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else {
            place = .chunkLine(begun + rest, isLast: isLast)
            rest = []
            return
        }
        let line = String(decoding: begun + rest[..<end], as: UTF8.self).filter { !$0.isNewline }
        rest = rest[(end + 1)...]
        if isLast {
            place = line.isEmpty ? ended() : .chunkLine([], isLast: true)
            return
        }
        // The size ends at an extension; a chunk ends with a line end of its own.
        let size = Int(line.prefix { $0 != ";" }, radix: 16) ?? 0
        place = size > 0 ? .chunk(left: size + 2) : .chunkLine([], isLast: true)
    }

    private func ended() -> Place { asksForUpgrade ? .upgrade : .head([]) }
}
