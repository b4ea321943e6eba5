import Certificates
import Diagnostics
import NIOCore
import NIOEmbedded
import NIOSSL
import NIOTLS
import Synchronization
import Testing

@testable import Convergence

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

struct ProbesAheadTests {
    private static let redis = ProbeTarget.redis(user: nil, password: nil)

    @Test func `a login is sent when its answer is asked for, and not before`() async throws {
        let server = try TLSServer(answering: "+PONG\r\n")
        async let served: Void = server.serve()
        let ahead = ProbesAhead([server.address])
        await server.isGreeted()
        // The handshake is over on both sides, and nobody said anything.
        #expect(server.heard == "")
        // Whoever has less time than it may take does without.
        #expect(await ahead.answer(Self.redis, at: server.address, deadline: .seconds(1)) == nil)
        #expect(server.heard == "")
        #expect(await ahead.answer(Self.redis, at: server.address, deadline: .seconds(2))?.isReady == true)
        #expect(server.heard.contains("PING"))
        // It was one answer to one question.
        #expect(await ahead.answer(Self.redis, at: server.address, deadline: .seconds(2)) == nil)
        await served
    }

    @Test func `what nobody asks for is closed without a word`() async throws {
        let server = try TLSServer(answering: "+PONG\r\n")
        async let served: Void = server.serve()
        let ahead = ProbesAhead([server.address])
        await server.isGreeted()
        ahead.end()
        await served
        #expect(server.heard == "")
        #expect(await ahead.answer(Self.redis, at: server.address, deadline: .seconds(2)) == nil)
    }

    @Test func `a refused login is asked for again by whoever asked`() async throws {
        let server = try TLSServer(answering: "-NOAUTH Authentication required.\r\n")
        async let served: Void = server.serve()
        let ahead = ProbesAhead([server.address])
        #expect(await ahead.answer(Self.redis, at: server.address, deadline: .seconds(2)) == nil)
        await served
        #expect(server.heard.contains("PING"))
    }

    @Test func `who is not the service is told nothing`() async throws {
        let (server, stranger) = (try TLSServer(answering: "+PONG\r\n"), try TLSServer(answering: ""))
        async let served: Void = server.serve()
        var address = server.address
        address.tls = stranger.address.tls
        let ahead = ProbesAhead([address])
        #expect(await ahead.answer(Self.redis, at: address, deadline: .seconds(2)) == nil)
        await served
        #expect(server.heard == "")
    }

    @Test func `in plain text nothing is begun`() async {
        let server = ScriptedServer()
        let ahead = ProbesAhead([server.address])
        #expect(await ahead.answer(Self.redis, at: server.address, deadline: .seconds(2)) == nil)
        // Nobody has connected yet: whoever comes first is the probe.
        #expect(await server.answer(Self.redis, by: [Array("+PONG\r\n".utf8), Array("$-1\r\n".utf8)]).isReady)
    }
}

extension ProbeAnswer {
    fileprivate var isReady: Bool { if case .ready = self { true } else { false } }
}

/// Listens on a loopback port, takes one connection, speaks TLS, and answers as Redis does.
private final class TLSServer: Sendable {
    let address: ProbeAddress
    private let plain = ScriptedServer()
    private let leaf: IssuedCertificate
    private let answer: String
    private let text = Mutex("")
    private let greeted = AsyncStream<Void>.makeStream()

    var heard: String { text.withLock { $0 } }

    /// - Parameter answer: to the first command.
    init(answering answer: String) throws {
        let now: Int64 = 1_795_651_200
        let authority = try Authority.make(owner: "shop", labels: ["redis"], now: now)
        leaf = try authority.issue(.init(name: "redis", use: .server, names: ["redis"]), now: now)
        self.answer = answer
        var address = plain.address
        address.tls = ProbeTLS(authority: authority.pem, name: "localhost", isPostgres: false)
        self.address = address
    }

    /// Returns once the handshake is over.
    func isGreeted() async { for await _ in greeted.stream { return } }

    /// Returns once the client has closed.
    func serve() async {
        await plain.converse { [self] connection in
            guard let channel = try? channel() else { return }
            var buffer = [UInt8](repeating: 0, count: 65536)
            while true {
                let count = recv(connection, &buffer, buffer.count, 0)
                guard count > 0 else { break }
                _ = try? channel.writeInbound(ByteBuffer(bytes: buffer[..<count]))
                while let said = try? channel.readInbound(as: ByteBuffer.self) {
                    let isFirst = text.withLock { text in
                        defer { text += String(buffer: said) }
                        return text.isEmpty
                    }
                    // To what comes later: nothing is known.
                    _ = try? channel.writeOutbound(ByteBuffer(string: isFirst ? answer : "$-1\r\n"))
                }
                while let reply = try? channel.readOutbound(as: ByteBuffer.self) {
                    let bytes = Array(reply.readableBytesView)
                    _ = send(connection, bytes, bytes.count, 0)
                }
            }
            greeted.continuation.finish()
        }
    }

    /// It belongs to the thread that makes it.
    private func channel() throws -> EmbeddedChannel {
        let certificate = try NIOSSLCertificate.fromPEMBytes(Array(leaf.certificate.utf8)).map {
            NIOSSLCertificateSource.certificate($0)
        }
        let key = try NIOSSLPrivateKey(bytes: Array(leaf.key.reveal().utf8), format: .pem)
        let channel = EmbeddedChannel()
        try channel.pipeline.syncOperations.addHandlers([
            NIOSSLServerHandler(
                context: try NIOSSLContext(
                    configuration: .makeServerConfiguration(
                        certificateChain: certificate, privateKey: .privateKey(key)))),
            Greeting(greeted.continuation),
        ])
        channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 0), promise: nil)
        return channel
    }
}

/// Tells that the handshake is over.
private final class Greeting: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let told: AsyncStream<Void>.Continuation

    init(_ told: AsyncStream<Void>.Continuation) { self.told = told }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted? = event as? TLSUserEvent { told.yield() }
        context.fireUserInboundEventTriggered(event)
    }
}
