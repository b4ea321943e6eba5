import Certificates
import Diagnostics
import NIOCore
import NIOEmbedded
import NIOSSL
import NIOTLS
import StubEngine
import Testing

@testable import Convergence

/// The client's side of TLS, against a server in the same process and against servers that speak none.
struct TLSTests {
    private static let now: Int64 = 1_795_651_200

    /// A server with a certificate of a CA, and what a client must know of it.
    private struct Peer {
        let authority: Authority
        let server: EmbeddedChannel

        init(_ names: [String] = ["redis"], use: CertificateRequest.Use = .server, newest: TLSVersion? = nil) throws {
            authority = try Authority.make(owner: "shop", labels: ["redis"], now: TLSTests.now)
            let request = CertificateRequest(name: "redis", use: use, names: names)
            let leaf = try authority.issue(request, now: TLSTests.now)
            let certificate = try NIOSSLCertificate.fromPEMBytes(Array(leaf.certificate.utf8)).map {
                NIOSSLCertificateSource.certificate($0)
            }
            let key = try NIOSSLPrivateKey(bytes: Array(leaf.key.reveal().utf8), format: .pem)
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: certificate, privateKey: .privateKey(key))
            configuration.minimumTLSVersion = .tlsv1
            configuration.maximumTLSVersion = newest
            server = EmbeddedChannel()
            try server.pipeline.syncOperations.addHandler(
                NIOSSLServerHandler(context: try NIOSSLContext(configuration: configuration)))
            server.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 0), promise: nil)
        }

        func wanted(_ name: String = "localhost") -> ProbeTLS {
            ProbeTLS(authority: authority.pem, name: name, isPostgres: false)
        }

        /// Carries bytes to and fro until nobody has any.
        func shakeHands(_ session: TLSSession) throws {
            while true {
                let sent = session.outgoing()
                if !sent.isEmpty { try server.writeInbound(ByteBuffer(bytes: sent)) }
                var answer: [UInt8] = []
                while let buffer = try server.readOutbound(as: ByteBuffer.self) { answer += buffer.readableBytesView }
                if !answer.isEmpty { try session.take(answer) }
                if sent.isEmpty, answer.isEmpty { return }
            }
        }
    }

    @Test(arguments: ["localhost", "redis"]) func `a server of this checkout is spoken to`(name: String) throws {
        let peer = try Peer()
        let session = try TLSSession(peer.wanted(name))
        try peer.shakeHands(session)
        #expect(session.isOpen && !session.isOver)
        let sealed = try session.sealed(Array("PING".utf8))
        #expect(!sealed.isEmpty && sealed != Array("PING".utf8))
        try peer.server.writeInbound(ByteBuffer(bytes: sealed))
        #expect(try peer.server.readInbound(as: ByteBuffer.self).map { String(buffer: $0) } == "PING")
        try peer.server.writeOutbound(ByteBuffer(string: "PONG"))
        while let buffer = try peer.server.readOutbound(as: ByteBuffer.self) {
            try session.take(Array(buffer.readableBytesView))
        }
        #expect(session.opened() == Array("PONG".utf8))
        #expect(!session.farewell().isEmpty)
    }

    /// Lets a client do something with a connection to a server that says READY when the handshake is over.
    /// - Parameter ended: when it is, the connection being open still.
    private static func with(
        _ client: @escaping @Sendable (inout ProbeConnection, _ ended: StubGate) throws -> Void
    ) async throws {
        let peer = try Peer()
        let ended = try StubGate()
        try peer.server.pipeline.syncOperations.addHandler(HandshakeEnd { ended.open() })
        let server = ScriptedServer()
        var address = server.address
        address.tls = peer.wanted()
        async let served: Void = server.converse { bytes in
            _ = try? peer.server.writeInbound(ByteBuffer(bytes: bytes))
            var answer: [UInt8] = []
            while let buffer = try? peer.server.readOutbound(as: ByteBuffer.self) { answer += buffer.readableBytesView }
            return answer
        }
        let asked = address
        let outcome = await onThread {
            Result {
                var connection = try ProbeConnection(asked, deadline: .now + .seconds(60), isCancelled: { false })
                try client(&connection, ended)
            }
        }
        await served
        try outcome.get()
    }

    /// It waits for the first words, and must not wait for ever where there are none.
    @Test func `the end of the handshake is said where nothing else is`() async throws {
        try await Self.with { connection, ended in
            // The greeting ends the wait.
            let staysOpen = try connection.staysOpen(for: .seconds(30))
            #expect(staysOpen && ended.isOpen)
        }
        try await Self.with { connection, _ in
            let greeting = try connection.receive()
            #expect(greeting == Array("READY".utf8))
        }
    }

    private static func refusal(_ peer: Peer, _ wanted: ProbeTLS) throws -> ProbeAnswer? {
        let session = try TLSSession(wanted)
        do { try peer.shakeHands(session) } catch let end as ProbeEnd {
            #expect(!session.isOpen)
            return end.answer
        }
        return nil
    }

    @Test func `another CA, another name and another use are not trusted`() throws {
        let stranger = try Peer()
        #expect(
            try Self.refusal(Peer(), stranger.wanted())
                == .refused(.untrusted, "its certificate was signed by another CA than this checkout's"))
        let peer = try Peer()
        #expect(
            try Self.refusal(peer, peer.wanted("kafka"))
                == .refused(.untrusted, "its certificate does not cover 'kafka'"))
        let client = try Peer(use: .client)
        #expect(try Self.refusal(client, client.wanted())?.refusal?.kind == .untrusted)
    }

    /// RFC 8996 has ended the earlier ones.
    @Test func `a server that knows no TLS of today is not spoken to`() throws {
        for (newest, isOpen) in [(TLSVersion.tlsv11, false), (.tlsv12, true), (.tlsv13, true)] {
            let peer = try Peer(newest: newest)
            let session = try TLSSession(peer.wanted())
            // Either of the two may be the one that ends it.
            try? peer.shakeHands(session)
            #expect(session.isOpen == isOpen, "\(newest)")
        }
    }

    @Test(arguments: [("", "is not there"), ("x", "is no certificate in PEM, or is cut off")])
    func `without a CA nothing is sent`(authority: String, words: String) throws {
        #expect(throws: ProbeEnd.refused(.noAuthority, "the CA of this checkout \(words)")) {
            try TLSSession(ProbeTLS(authority: authority, name: "localhost", isPostgres: false))
        }
    }

    private static func wanted() throws -> ProbeTLS { try Peer().wanted() }

    @Test(arguments: [
        (ScriptedServerTests.redis, "-ERR unknown command\r\n"),
        (ScriptedServerTests.http, "HTTP/1.1 400 Bad Request\r\n\r\n"),
        (.kafka(nil), "\0\0\0\u{1}x"),
    ])
    func `a server without TLS is told apart`(target: ProbeTarget, answer: String) async throws {
        let wanted = try Self.wanted()
        let seen = await ScriptedServer().answer(target, by: [Array(answer.utf8)], tls: wanted)
        #expect(seen == .refused(.lacksTLS, "answers in plain text"))
    }

    @Test func `Postgres is asked first`() async throws {
        var wanted = try Self.wanted()
        wanted.isPostgres = true
        let target = ScriptedServerTests.postgres
        #expect(
            await ScriptedServer().answer(target, by: [Array("N".utf8)], tls: wanted)
                == .refused(.lacksTLS, "answers a request for TLS with no"))
        #expect(
            await ScriptedServer().answer(target, by: [Array("Ecould not fork".utf8)], tls: wanted)
                == .refused(.notYet, "answers a request for TLS with an error"))
        #expect(
            await ScriptedServer().answer(target, by: [Array("HTTP/1.1".utf8)], tls: wanted).words
                == ProbeEnd.garbage("Postgres").answer.words)
        // What follows before TLS has begun is not taken for what came through it.
        #expect(
            await ScriptedServer().answer(target, by: [Array("SR\0\0\0\u{8}\0\0\0\0".utf8)], tls: wanted)
                == .refused(.lacksTLS, "answers in plain text"))
        let silent = ProbeAnswer.silent("closed the connection without an answer")
        #expect(await ScriptedServer().answer(target, by: [[]], tls: wanted) == silent)
        #expect(await ScriptedServer().answer(target, by: [Array("S".utf8)], tls: wanted) == silent)
    }

    @Test func `who hangs up inside the handshake is silent`() async throws {
        let wanted = try Self.wanted()
        let answer = await ScriptedServer().answer(ScriptedServerTests.redis, by: [[]], tls: wanted)
        #expect(answer == .silent("closed the connection without an answer"))
    }

    @Test func `an alert is told in words`() async throws {
        let wanted = try Self.wanted()
        // handshake_failure (RFC 8446, section 6)
        let answer = await ScriptedServer().answer(
            ScriptedServerTests.redis, by: [[0x15, 3, 3, 0, 2, 2, 40]], tls: wanted)
        #expect(answer == .refused(.other, "TLS failed: sslv3 alert handshake failure"))
    }
}

/// Greets at the end of the server's handshake.
private final class HandshakeEnd: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let hasCome: () -> Void

    init(_ hasCome: @escaping () -> Void) { self.hasCome = hasCome }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case TLSUserEvent.handshakeCompleted? = event as? TLSUserEvent else { return }
        hasCome()
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "READY")), promise: nil)
    }
}
