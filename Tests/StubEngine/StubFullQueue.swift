#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A socket that an engine listens on without accepting, and that has no room for another connection.
package final class StubFullQueue: Sendable {
    package let socketPath: String
    private let folder: String
    private let listener: Int32
    private let waiting: Int32

    package init() throws(StubError) {
        folder = try StubServer.makeFolder()
        socketPath = folder + "/docker.sock"
        // A queue of the length 0 holds one connection (listen(2) leaves the rounding to the system).
        listener = try StubServer.listen(at: socketPath, backlog: 0)
        waiting = try StubServer.open(socketPath) { connect($0, $1, $2) }
    }

    deinit {
        close(waiting)
        close(listener)
        unlink(socketPath)
        rmdir(folder)
    }
}
