import ArgumentParser
import Diagnostics
import Operations

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

struct CredentialsSet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Set a credential: from standard input, or asked for without echo.",
        discussion: """
              sfm-dev credentials set SOMA_API_TOKEN --profile shared-infra
              pass show soma/token | sfm-dev credentials set SOMA_API_TOKEN
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The credential's name.")
    var name: String

    func run() async throws {
        let invocation = global.invocation("credentials set")
        try CredentialsOperation.check(invocation, name)
        try await CredentialsOperation.set(invocation, name, Secret(try value(invocation)))
    }

    private func value(_ invocation: Invocation) throws(Failure) -> String {
        guard isatty(STDIN_FILENO) == 1 else { return Self.piped() }
        invocation.console.prompt("\(name): ")
        let terminal = RawTerminal.withoutEcho()
        let line = readLine()
        terminal?.restore()
        invocation.console.tell("")
        guard let line else { throw Failure(.interrupted, "no value was given") }
        return line
    }

    /// Everything, but for the line break that `echo` adds.
    private static func piped() -> String {
        var lines: [String] = []
        while let line = readLine(strippingNewline: false) { lines.append(line) }
        var text = lines.joined()
        if text.hasSuffix("\n") { text.removeLast() }
        return text
    }
}
