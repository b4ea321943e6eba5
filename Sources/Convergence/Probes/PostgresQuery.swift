/// A statement over a connection that is logged in (PostgreSQL documentation, "Simple Query").
struct PostgresQuery {
    let statement: String

    private static let most = 100_000

    /// All rows; a null is nil.
    func rows(on connection: inout some ProbeStream & ~Copyable) throws(ProbeEnd) -> [[String?]] {
        try connection.send(PostgresMessage.query(statement))
        var rows: [[String?]] = []
        var failure: ProbeEnd?
        while true {
            let message = try connection.next("Postgres", PostgresMessage.take)
            switch message.type {
            case UInt8(ascii: "D"):
                // What is asked here has a row for a role, a database or a file; a server may send rows for ever.
                guard rows.count < Self.most else { throw .garbage("Postgres") }
                rows.append(try message.columns())
            // The server still says that it is ready for more.
            case UInt8(ascii: "E"): failure = message.refusal
            case UInt8(ascii: "Z"):
                if let failure { throw failure }
                return rows
            default: break
            }
        }
    }
}
