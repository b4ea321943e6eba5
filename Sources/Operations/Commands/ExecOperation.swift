package import Diagnostics
import Engine
import Profiles

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// `sfm-dev exec`: a command inside a service's container, with this terminal or these pipes.
package enum ExecOperation {
    /// The command's exit code.
    package static func run(
        _ invocation: Invocation, service: String, command: [String]
    ) async throws(Failure) -> Int32 {
        let checkout = try Checkout.loadOwn(invocation)
        let name = checkout.profileName(invocation.wantedProfile)
        let plan = try checkout.resolve(profile: name, certificates: .stored).plan
        let connection = try await EngineConnection.open(invocation)
        let engine = connection.client
        let found = try await ServiceContainers(plan: plan, directory: checkout.directory, engine: engine).find([
            service
        ])
        guard let container = found.first, container.isRunning else {
            throw Failure(.notReached, "'\(service)' does not run", hint: "sfm-dev up \(service)")
        }
        let isTerminal = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
        let spec = ExecSpec(command: command, tty: isTerminal, attachStdin: true)
        let id = try await asking { () async throws(EngineError) in try await engine.createExec(container.id, spec) }
        let session = try await asking { () async throws(EngineError) in
            try await engine.startExec(id, tty: isTerminal)
        }
        let raw = isTerminal ? RawTerminal() : nil
        defer { raw?.restore() }
        let input = Task { await forward(to: session) }
        defer { input.cancel() }
        let resizing = isTerminal ? Task { await follow(RawTerminal.sizes(), of: id, engine) } : nil
        defer { resizing?.cancel() }
        var iterator = session.output.makeAsyncIterator()
        while let chunk = try await asking({ () async throws(EngineError) in try await iterator.next() }) {
            try Descriptors.write(chunk.bytes, to: chunk.stream == .stderr ? STDERR_FILENO : STDOUT_FILENO)
        }
        return try await asking { () async throws(EngineError) in Int32(try await session.exitCode()) }
    }

    private static func follow(
        _ sizes: AsyncStream<(rows: Int, columns: Int)>, of id: String, _ engine: EngineClient
    ) async {
        for await size in sizes {
            // The command may have ended already.
            try? await engine.resizeExec(id, height: size.rows, width: size.columns)
        }
    }

    private static func forward(to session: ExecSession) async {
        // One piece after another: an input larger than the memory waits for a command that reads slowly.
        while case .success(let bytes) = await Descriptors.nextInput(), !bytes.isEmpty {
            guard (try? await session.write(bytes)) != nil else { return }
        }
        await session.closeInput()
    }
}
