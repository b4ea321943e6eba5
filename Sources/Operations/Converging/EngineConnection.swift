import Convergence
package import Diagnostics
package import Engine

/// Finds the engine and agrees on a version with it.
package struct EngineConnection: Sendable {
    package let client: EngineClient
    package let address: EngineAddress
    package let version: EngineVersion

    /// The same for `async let`, which forgets the type of an error; and what the engine has for a project, where that is
    /// known already. What it does not say now is asked again by whoever needs it.
    static func looking(
        _ invocation: Invocation, for project: String?
    ) async -> (opened: Result<EngineConnection, Failure>, first: FirstLook?) {
        do throws(Failure) {
            let opened = try await open(invocation)
            guard let project else { return (.success(opened), nil) }
            return (.success(opened), try? await FirstLook(reader: opened.client, project: project))
        } catch {
            return (.failure(error), nil)
        }
    }

    package static func open(_ invocation: Invocation) async throws(Failure) -> EngineConnection {
        let console = invocation.console
        let recorder: (@Sendable (EngineRequest) -> Void)? =
            console.isVerbose
            ? { @Sendable request in
                console.tell(
                    "engine: \(request.method) \(request.path) \(request.status.map(String.init) ?? "no answer")")
            } : nil
        return try await asking { () async throws(EngineError) in
            let address = try EngineAddress.find(
                environment: invocation.environment, home: invocation.environment["HOME"])
            let client = EngineClient(address: address, recorder: recorder)
            let notice = Task { try await tellOfSilence(address, console) }
            defer { notice.cancel() }
            return EngineConnection(client: client, address: address, version: try await client.connect())
        }
    }

    /// One that hangs, or is about to start, takes connections all the same; it is waited for, but not without a word.
    private static func tellOfSilence(_ address: EngineAddress, _ console: Console) async throws {
        try await Task.sleep(for: .seconds(3))
        console.report([Diagnostic(.note, "waiting for the engine at '\(address.socketPath)', which says nothing")])
    }
}
