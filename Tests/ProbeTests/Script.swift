@testable import Convergence

/// The other side of a conversation in memory: what it says does not depend on what it is told.
struct Script: ProbeStream {
    var buffer: [UInt8] = []
    var pieces: [[UInt8]]
    var sent: [[UInt8]] = []

    init(_ pieces: [[UInt8]]) { self.pieces = pieces }

    /// Byte by byte.
    init(bytes: [UInt8]) { pieces = bytes.map { [$0] } }

    mutating func send(_ bytes: [UInt8]) { sent.append(bytes) }
    mutating func receive() -> [UInt8] { pieces.isEmpty ? [] : pieces.removeFirst() }
}
