import CCurl

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// One request under way: the owner of its easy handle. Used on the transport's thread only.
final class Transfer {
    private static let errorSize = Int(CURL_ERROR_SIZE)

    let id: Int
    let inflow = Inflow()
    let easy: UnsafeMutableRawPointer
    private let address: EngineAddress
    private let limit: Duration?
    private var head = HTTPHead(status: 0)
    private var isPaused = false
    private var headers: UnsafeMutablePointer<curl_slist>?
    private let errorText: UnsafeMutablePointer<CChar>

    init?(id: Int, request: HTTPRequest, address: EngineAddress) {
        guard let easy = curl_easy_init() else { return nil }
        self.id = id
        self.easy = easy
        self.address = address
        limit = request.limit
        errorText = .allocate(capacity: Self.errorSize)
        errorText.initialize(repeating: 0, count: Self.errorSize)
        prepareConnection()
        prepare(request)
        prepareCallbacks()
    }

    deinit {
        curl_easy_cleanup(easy)
        curl_slist_free_all(headers)
        errorText.deallocate()
    }

    private func prepareConnection() {
        // Without it libcurl uses signals for its timers and lets SIGPIPE end the program.
        sfm_curl_set_long(easy, CURLOPT_NOSIGNAL, 1)
        sfm_curl_set_text(easy, CURLOPT_UNIX_SOCKET_PATH, address.socketPath)
        sfm_curl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, 5_000)
        sfm_curl_set_long(easy, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        // A proxy in the environment is for the network, not for a socket of this machine. The system's libcurl would take
        // it; the one that is built beside the program knows no proxies, and refuses the option.
        sfm_curl_set_text(easy, CURLOPT_PROXY, "")
        sfm_curl_set_long(easy, CURLOPT_PATH_AS_IS, 1)
        // A program that is started later must not inherit the way to the engine, which is root's.
        sfm_curl_set_socket_setup(easy) { _, socket, _ in
            _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
            return CURL_SOCKOPT_OK
        }
    }

    private func prepare(_ request: HTTPRequest) {
        sfm_curl_set_text(easy, CURLOPT_URL, "http://localhost" + request.path)
        if let limit {
            sfm_curl_set_long(easy, CURLOPT_TIMEOUT_MS, Int(limit.components.seconds) * 1000)
        }
        if request.method != "GET" {
            let body = request.body ?? []
            sfm_curl_set_body(easy, body, curl_off_t(body.count))
            sfm_curl_set_text(easy, CURLOPT_CUSTOMREQUEST, request.method)
        }
        // `Expect: 100-continue`, which libcurl sends with a large body, costs a round trip.
        var lines = ["Expect:"] + request.headers.map { "\($0.name): \($0.value)" }
        // libcurl would name a form's type; an engine reads the type even where it wants no body.
        if !request.headers.contains(where: { $0.name == "Content-Type" }) { lines.append("Content-Type:") }
        for line in lines { headers = curl_slist_append(headers, line) }
        sfm_curl_set_list(easy, CURLOPT_HTTPHEADER, headers)
    }

    private func prepareCallbacks() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        sfm_curl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText)
        sfm_curl_set_pointer(easy, CURLOPT_PRIVATE, context)
        sfm_curl_set_pointer(easy, CURLOPT_WRITEDATA, context)
        sfm_curl_set_pointer(easy, CURLOPT_HEADERDATA, context)
        sfm_curl_set_receiver(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            guard let context else { return 0 }
            let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
            return transfer.receive(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        sfm_curl_set_receiver(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            guard let context else { return 0 }
            let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
            Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().receiveHead(line: line)
            return size * count
        }
    }

    private func receive(_ bytes: UnsafeRawBufferPointer) -> Int {
        if inflow.isFull {
            isPaused = true
            return Int(CURL_WRITEFUNC_PAUSE)
        }
        inflow.append(bytes)
        return bytes.count
    }

    private func receiveHead(line: UnsafeRawBufferPointer) {
        let text = Substring(decoding: line, as: UTF8.self).trimmed
        guard text.isEmpty else { return head.read(line: text) }
        // The empty line ends a head; that of an interim response is not the one that is waited for.
        if head.status >= 200 { inflow.begin(head) }
    }

    /// After the reader has taken what was there.
    func resume() {
        guard isPaused else { return }
        isPaused = false
        curl_easy_pause(easy, CURLPAUSE_RECV_CONT)
    }

    func complete(_ code: CURLcode) {
        guard code != CURLE_OK else { return inflow.finish(.success(())) }
        inflow.finish(.failure(failure(code)))
    }

    private func failure(_ code: CURLcode) -> EngineError {
        if code == CURLE_COULDNT_CONNECT {
            let number = Int32(truncatingIfNeeded: sfm_curl_long(easy, CURLINFO_OS_ERRNO))
            return .connecting(to: address, errorNumber: number)
        }
        if code == CURLE_OPERATION_TIMEDOUT, let limit {
            return .transport("it did not answer within \(limit.components.seconds) s")
        }
        let text = String(cString: errorText)
        return .transport(text.isEmpty ? String(cString: curl_easy_strerror(code)) : text)
    }
}
