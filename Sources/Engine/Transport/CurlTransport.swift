import CCurl

/// Requests over the engine's Unix socket. Every handle and descriptor is this actor's state, and the actor runs on the
/// one thread that sleeps for them (`CurlLoop`).
actor CurlTransport: CurlDriver {
    /// 16 MiB: an inspect is some KiB, a list of 500 containers under 2 MiB. More than this is not an engine's answer.
    static let bodyLimit = 16 * 1024 * 1024

    nonisolated let address: EngineAddress
    private nonisolated let loop: CurlLoop
    /// Why libcurl cannot be used; nothing runs on this actor then.
    nonisolated let problem: String?
    private var transfers: [Int: Transfer] = [:]
    private var upgrades: [Int: UpgradedConnection] = [:]
    private var inflows: [Int: Inflow] = [:]
    private var lastID = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    init(address: EngineAddress) {
        self.address = address
        problem = Self.loadLibrary()
        loop = CurlLoop()
        guard problem == nil else { return }
        // Only the parts that plain HTTP needs: setting up TLS would cost time and memory in every command.
        curl_global_init(Int(CURL_GLOBAL_NOTHING))
        loop.start(driving: self)
    }

    /// Once, whoever comes first; the others wait.
    /// - Returns: why it cannot be used.
    @discardableResult
    static func loadLibrary() -> String? { sfm_curl_load().map { String(cString: $0) } }

    // Nothing is under way here: every request and every stream holds the transport.
    deinit { loop.end() }

    /// Sends a request and waits for the whole answer.
    func send(_ request: HTTPRequest) async -> Result<HTTPResponse, EngineError> {
        let id: Int
        do { id = try begin(request) } catch { return .failure(error) }
        let result = await whole(id)
        close(id)
        return result
    }

    private func whole(_ id: Int) async -> Result<HTTPResponse, EngineError> {
        let head: HTTPHead
        switch await self.head(of: id) {
        case .success(let arrived): head = arrived
        case .failure(let error): return .failure(error)
        }
        var body: [UInt8] = []
        while body.count <= Self.bodyLimit {
            switch await bytes(of: id) {
            case .success(let piece?): body.append(contentsOf: piece)
            case .success(nil): return .success(HTTPResponse(head: head, body: body))
            case .failure(let error): return .failure(error)
            }
        }
        return .failure(.transport("its answer is longer than 16 MiB"))
    }

    /// Sends a request whose answer is read piece by piece.
    func open(_ request: HTTPRequest) throws(EngineError) -> ByteStream {
        ByteStream(transport: self, id: try begin(request))
    }

    /// Sends a request that turns its connection into a raw one, both ways.
    func upgrade(_ request: HTTPRequest) throws(EngineError) -> ByteStream {
        let connection = try UpgradedConnection(request: request, address: address)
        lastID += 1
        upgrades[lastID] = connection
        inflows[lastID] = connection.inflow
        return ByteStream(transport: self, id: lastID)
    }

    private func begin(_ request: HTTPRequest) throws(EngineError) -> Int {
        let id = lastID + 1
        guard let multi = loop.multi, let transfer = Transfer(id: id, request: request, address: address),
            curl_multi_add_handle(multi, transfer.easy) == CURLM_OK
        else { throw .transport("libcurl could not be set up") }
        lastID = id
        transfers[id] = transfer
        inflows[id] = transfer.inflow
        return id
    }

    // MARK: - What a stream asks for

    func head(of id: Int) async -> Result<HTTPHead, EngineError> {
        await cancellable(id) { inflow, waiter in inflow.whenBegun(waiter) }
    }

    /// What has arrived since the last call, `nil` at the end.
    func bytes(of id: Int) async -> Result<[UInt8]?, EngineError> {
        let result = await cancellable(id) { inflow, waiter in inflow.whenReadable(waiter) }
        // There is room again.
        transfers[id]?.resume()
        return result
    }

    /// Returns when the bytes have been handed to the kernel.
    func write(_ bytes: [UInt8], to id: Int) async -> Result<Void, EngineError> {
        guard let connection = upgrades[id] else { return .failure(.cancelled) }
        return await cancellable(id) { _, waiter in connection.write(bytes, waiter) }
    }

    func closeInput(of id: Int) {
        upgrades[id]?.closeInput()
    }

    /// Ends an exchange; whoever still waits for it is told that it was cancelled.
    func close(_ id: Int) {
        inflows.removeValue(forKey: id)?.finish(.failure(.cancelled))
        upgrades.removeValue(forKey: id)?.fail(.cancelled)
        if let transfer = transfers.removeValue(forKey: id) { curl_multi_remove_handle(loop.multi, transfer.easy) }
    }

    private func cancellable<Value: Sendable>(
        _ id: Int, _ wait: (Inflow, CheckedContinuation<Result<Value, EngineError>, Never>) -> Void
    ) async -> Result<Value, EngineError> {
        guard let inflow = inflows[id] else { return .failure(.cancelled) }
        // A closure is on the actor only if it captures it: without the named isolation, `wait` would run on any thread
        // and touch what the loop's thread is filling. The compiler (6.3) does not refuse that.
        return await withTaskCancellationHandler {
            await withCheckedContinuation(isolation: self) { waiter in
                preconditionIsolated()
                wait(inflow, waiter)
            }
        } onCancel: {
            Task { await self.close(id) }
        }
    }

    // MARK: - The loop's turn

    func advance() -> [curl_waitfd] {
        guard let multi = loop.multi else { return [] }
        var running: Int32 = 0
        curl_multi_perform(multi, &running)
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle,
                let context = sfm_curl_private(easy)
            else { continue }
            let code = sfm_curl_result(message)
            let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
            curl_multi_remove_handle(multi, easy)
            transfers[transfer.id] = nil
            transfer.complete(code)
        }
        return upgrades.values.compactMap { $0.advance() }
    }
}
