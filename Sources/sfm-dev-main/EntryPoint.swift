import ArgumentParser
import Diagnostics
import Dispatch
import Engine
import Operations

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

@main
enum EntryPoint {
    /// Not asynchronous: an asynchronous main leaves its thread to libdispatch, which takes every signal there.
    static func main() {
        signal(SIGPIPE, SIG_IGN)
        Interruption.block()
        let arguments = Array(CommandLine.arguments.dropFirst())
        let begun = DispatchSemaphore(value: 0)
        // Detached: this thread is the main actor's, and waits.
        let work = Task.detached {
            begun.signal()
            exit(await execute(arguments))
        }
        if named(arguments)?.asksEngine == true {
            // While arguments and files are read. glibc lets nobody make a thread meanwhile (dl_load_tls_lock), and the
            // first thread of Swift's tasks makes the second before it runs anything.
            Task.detached {}
            begun.wait()
            EngineClient.loadLibrary()
        }
        Interruption.wait { work.cancel() }
    }

    /// The command that stands first, where it has none below it.
    private nonisolated static func named(_ arguments: [String]) -> (any Command.Type)? {
        func isNamed(_ command: any Command.Type) -> Bool { command.configuration.commandName == arguments.first }
        return SfmDev.everyday.first(where: isNamed) ?? SfmDev.seldom.first(where: isNamed)
    }

    /// The named command alone is asked first: asking all of them takes as long as a small plan is resolved in. What it does
    /// not take is told by the parser that knows them all.
    private nonisolated static func run(_ arguments: [String]) async throws {
        if let named = named(arguments) {
            if arguments.count == 1, try await named.runPlain() { return }
            if try await run(named, Array(arguments.dropFirst())) { return }
        }
        var command = try SfmDev.parseAsRoot(arguments)
        if var command = command as? any AsyncParsableCommand {
            try await command.run()
        } else {
            try command.run()
        }
    }

    /// Its type is known here: whether something is asynchronous would be looked up among all types of the program.
    /// - Returns: whether it takes these arguments.
    private nonisolated static func run<Named: Command>(_ type: Named.Type, _ arguments: [String]) async throws -> Bool
    {
        guard var command = (try? type.parseAsRoot(arguments)) as? Named else { return false }
        try await command.run()
        return true
    }

    private nonisolated static func execute(_ arguments: [String]) async -> Int32 {
        do {
            try await run(arguments)
            return ExitCode.done.rawValue
        } catch let failure as Failure {
            Console(environment: Process.environment).report(failure.diagnostics)
            return failure.exitCode.rawValue
        } catch let ended as Ended {
            return ended.code
        } catch {
            return UsageError.report(error, arguments)
        }
    }
}

/// A command with none below it.
protocol Command: AsyncParsableCommand {
    /// Whether it nearly always asks the engine.
    static var asksEngine: Bool { get }

    /// Runs it as it is with nothing behind it, without the argument parser, which would take a quarter of all that an `up`
    /// with nothing to do executes to find that there is nothing to read.
    /// - Returns: false where the parser is to be asked all the same.
    static func runPlain() async throws -> Bool
}

extension Command {
    static var asksEngine: Bool { false }
    static func runPlain() async throws -> Bool { false }
}

protocol EngineCommand: Command {}

extension EngineCommand {
    static var asksEngine: Bool { true }
}

/// A command that ends with a code of its own, everything having been said.
struct Ended: Error {
    let code: Int32
}
