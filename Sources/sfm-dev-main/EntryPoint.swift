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
        if named(arguments) is any EngineCommand.Type {
            // While arguments and files are read. glibc lets nobody make a thread meanwhile (dl_load_tls_lock), and the
            // first thread of Swift's tasks makes the second before it runs anything.
            Task.detached {}
            begun.wait()
            EngineClient.loadLibrary()
        }
        Interruption.wait { work.cancel() }
    }

    /// The named command alone is asked first: asking all of them takes as long as a small plan is resolved in. What it does
    /// not take is told by the parser that knows them all.
    private nonisolated static func parse(_ arguments: [String]) throws -> any ParsableCommand {
        if let named = named(arguments), let command = try? named.parseAsRoot(Array(arguments.dropFirst())),
            type(of: command) == named
        {
            return command
        }
        return try SfmDev.parseAsRoot(arguments)
    }

    /// The command that stands first, where it has none below it.
    private nonisolated static func named(_ arguments: [String]) -> (any ParsableCommand.Type)? {
        SfmDev.configuration.subcommands.first {
            $0.configuration.subcommands.isEmpty && $0.configuration.commandName == arguments.first
        }
    }

    private nonisolated static func execute(_ arguments: [String]) async -> Int32 {
        do {
            var command = try parse(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
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

/// A command that nearly always asks the engine.
protocol EngineCommand: AsyncParsableCommand {}

/// A command that ends with a code of its own, everything having been said.
struct Ended: Error {
    let code: Int32
}
