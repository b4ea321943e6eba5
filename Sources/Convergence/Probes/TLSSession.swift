import Certificates
import NIOCore
import NIOEmbedded
import NIOSSL
import NIOTLS
import Synchronization

/// The client's side of TLS as a state machine: bytes in, bytes out. Certificates are always verified, against one CA
/// and one name; there is no way to leave that out. It belongs to one thread.
final class TLSSession {
    private let channel: EmbeddedChannel
    private let watch = HandshakeWatch()
    private let wanted: ProbeTLS
    private let verification: Verification

    init(_ wanted: ProbeTLS) throws(ProbeEnd) {
        self.wanted = wanted
        let trust = try Trust.of(wanted.authority)
        let verification = Verification(trust.verifier)
        self.verification = verification
        do {
            let handler = try NIOSSLClientHandler(context: trust.context, serverHostname: wanted.name) {
                chain, promise in
                verification.asked = (chain, promise)
            }
            channel = EmbeddedChannel()
            try channel.pipeline.syncOperations.addHandlers([handler, watch])
            // Nothing is connected: it begins the handshake.
            channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 0), promise: nil)
        } catch {
            throw .unreachable("TLS cannot be spoken: \(error)")
        }
    }

    deinit {
        channel.close(promise: nil)
        // Nobody answers any more: the five seconds that swift-nio-ssl waits for an answer are over at once.
        channel.embeddedEventLoop.advanceTime(by: .seconds(10))
    }

    /// The handshake is over, and the other side is who it should be.
    var isOpen: Bool { watch.isComplete }

    /// The other side has said that nothing more comes.
    var isOver: Bool { !channel.isActive }

    /// Takes what came over the connection.
    func take(_ bytes: [UInt8]) throws(ProbeEnd) {
        do {
            try channel.writeInbound(ByteBuffer(bytes: bytes))
            if let fault = verification.answer(wanted.name) { throw TLSFault(fault) }
            channel.embeddedEventLoop.run()
            try channel.throwIfErrorCaught()
        } catch let fault as TLSFault { throw fault.end } catch { throw TLSFault(error).end }
    }

    /// What is to be sent over the connection.
    func outgoing() -> [UInt8] {
        var bytes: [UInt8] = []
        while let buffer = try? channel.readOutbound(as: ByteBuffer.self) { bytes += Array(buffer.readableBytesView) }
        return bytes
    }

    func sealed(_ bytes: [UInt8]) throws(ProbeEnd) -> [UInt8] {
        do { try channel.writeOutbound(ByteBuffer(bytes: bytes)) } catch { throw TLSFault(error).end }
        return outgoing()
    }

    /// What the other side said, as far as it was taken.
    func opened() -> [UInt8] {
        var bytes: [UInt8] = []
        while let buffer = try? channel.readInbound(as: ByteBuffer.self) { bytes += Array(buffer.readableBytesView) }
        return bytes
    }

    /// The last bytes (close_notify; RFC 8446, section 6.1).
    func farewell() -> [UInt8] {
        guard isOpen, !isOver else { return [] }
        channel.close(promise: nil)
        return outgoing()
    }
}

/// What trusts one CA: made once for all services of a checkout, which have one. It takes as long as a handshake.
private struct Trust: Sendable {
    let authority: String
    let context: NIOSSLContext
    let verifier: ServerVerifier

    private static let last = Mutex<Trust?>(nil)

    static func of(_ authority: String) throws(ProbeEnd) -> Trust {
        try last.withLock { last throws(ProbeEnd) in
            if let last, last.authority == authority { return last }
            let trust = try Trust(authority)
            last = trust
            return trust
        }
    }

    private init(_ authority: String) throws(ProbeEnd) {
        self.authority = authority
        do { verifier = try ServerVerifier(authority: authority) } catch {
            let fault = authority.isEmpty ? CertificateFault.noCertificate : error
            throw .refused(.noAuthority, "the CA of this checkout \(fault.words)")
        }
        do {
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(authority.utf8)))
            configuration.minimumTLSVersion = .tlsv12
            // Without post-quantum shares, which cost as much as the rest of a hello, on the way to this machine's loopback.
            // A share of the first goes along: Postgres takes P-256 alone unless told otherwise (ssl_ecdh_curve), and asks
            // for another hello where it gets none; all others take it too.
            configuration.curves = [.secp256r1, .x25519, .secp384r1]
            context = try NIOSSLContext(configuration: configuration)
        } catch {
            throw .unreachable("TLS cannot be spoken: \(error)")
        }
    }
}

/// The handshake waits until the other side's certificate is verified.
private final class Verification {
    private let verifier: ServerVerifier
    var asked: (chain: [NIOSSLCertificate], promise: EventLoopPromise<NIOSSLVerificationResult>)?

    init(_ verifier: ServerVerifier) { self.verifier = verifier }

    /// Lets the handshake go on, where it waits.
    /// - Returns: why the certificate is not trusted.
    func answer(_ name: String) -> CertificateFault? {
        guard let (chain, promise) = asked else { return nil }
        asked = nil
        let bytes = chain.map { (try? $0.toDERBytes()) ?? [] }
        let verifier = verifier
        let fault = CallingThread.run { await verifier.fault(of: bytes, for: name, now: Int64(Timestamp.now)) }
        promise.succeed(fault == nil ? .certificateVerified : .failed)
        return fault
    }
}

/// Hears that the handshake is over.
private final class HandshakeWatch: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private(set) var isComplete = false

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted? = event as? TLSUserEvent { isComplete = true }
        context.fireUserInboundEventTriggered(event)
    }
}
