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

@main
enum EntryPoint {
    /// Not asynchronous: an asynchronous main leaves its thread to libdispatch, which takes every signal there.
    static func main() {
        signal(SIGPIPE, SIG_IGN)
        Interruption.block()
        let arguments = Array(CommandLine.arguments.dropFirst())
        // Detached: this thread is the main actor's, and waits.
        let work = Task.detached { exit(await execute(arguments)) }
        Interruption.wait { work.cancel() }
    }

    private nonisolated static func execute(_ arguments: [String]) async -> Int32 {
        do {
            var command = try SfmDev.parseAsRoot(arguments)
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

/// A command that ends with a code of its own, everything having been said.
struct Ended: Error {
    let code: Int32
}
