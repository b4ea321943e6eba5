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
    static func main() async {
        signal(SIGPIPE, SIG_IGN)
        let arguments = Array(CommandLine.arguments.dropFirst())
        let code = await run(arguments)
        exit(code)
    }

    private static func run(_ arguments: [String]) async -> Int32 {
        let work = Task { await execute(arguments) }
        Interruption.cancel(work)
        return await work.value
    }

    private static func execute(_ arguments: [String]) async -> Int32 {
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
