/// Which requests a broker knows, and in which versions.
struct KafkaVersions: Sendable, Equatable {
    private var ranges: [Int16: ClosedRange<Int16>] = [:]

    static let request = KafkaRequest(key: 18, version: 0, body: [])

    init(_ response: ByteReader) throws(ProbeEnd) {
        var reader = response
        guard let error = reader.integer(Int16.self), let count = reader.kafkaCount() else { throw .garbage("Kafka") }
        guard error == 0 else { throw .refused(.other, "answers with error \(error) when asked for its versions") }
        for _ in 0..<count {
            guard let key = reader.integer(Int16.self), let least = reader.integer(Int16.self),
                let most = reader.integer(Int16.self)
            else { throw .garbage("Kafka") }
            if least <= most { ranges[key] = least...most }
        }
    }

    /// The newest version that both sides know.
    /// - Parameter name: what it is for, as the user is told where there is none.
    func newest(_ key: Int16, among known: ClosedRange<Int16>, _ name: String) throws(ProbeEnd) -> Int16 {
        guard let range = ranges[key], range.overlaps(known) else {
            throw .refused(.other, "speaks no version of \(name) that sfm-dev knows")
        }
        return min(range.upperBound, known.upperBound)
    }

    func knows(_ key: Int16) -> Bool { ranges[key] != nil }
}
