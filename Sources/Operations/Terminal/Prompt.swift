package import Diagnostics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Asks on the terminal, or takes what a pipe gives. The first Ctrl-C ends the wait, and the terminal is left as it was
/// found.
package enum Prompt {
    /// Whether there is somebody to ask.
    package static var isPossible: Bool { isatty(STDIN_FILENO) == 1 }

    /// What was typed, without the line's end; nil when the input ended instead.
    /// - Parameter echo: without it nothing that is typed shows.
    /// - Throws: `.interrupted`: nothing may be done then.
    package static func ask(
        _ question: String, _ console: Console, echo: Bool = true
    ) async throws(Failure) -> [UInt8]? {
        // Ctrl-\ and Ctrl-Z would leave the shell on a terminal that shows nothing.
        let former = (echo ? [] : [SIGQUIT, SIGTSTP]).map { ($0, signal($0, SIG_IGN)) }
        defer { for (number, handler) in former { signal(number, handler) } }
        let terminal = echo ? nil : RawTerminal.withoutEcho()
        defer { terminal?.restore() }
        console.prompt(question)
        var line: [UInt8]
        do throws(Failure) { line = try await read(until: UInt8(ascii: "\n")) } catch {
            console.prompt("\n")
            throw error
        }
        let isWhole = line.last == UInt8(ascii: "\n")
        if isWhole { line.removeLast() }
        if !isWhole || !echo { console.prompt("\n") }
        return line.isEmpty && !isWhole ? nil : line
    }

    /// All of standard input, but for the line break that `echo` adds.
    package static func piped() async throws(Failure) -> [UInt8] {
        var bytes = try await read(until: nil)
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        return bytes
    }

    private static func read(until end: UInt8?) async throws(Failure) -> [UInt8] {
        guard let bell = Bell() else { throw Failure(.notReached, "too many open files") }
        // The wait holds one of the few threads of the tasks: nothing else goes on while a question is open.
        let result = await withTaskCancellationHandler {
            input(until: end, bell)
        } onCancel: {
            bell.ring()
        }
        if Task.isCancelled { throw Failure(.interrupted, "interrupted: nothing was changed") }
        return try result.get()
    }

    /// Standard input up to its end, or until a piece ends with `end`; what there is when the bell rings.
    private static func input(until end: UInt8?, _ bell: Bell) -> Result<[UInt8], Failure> {
        var bytes: [UInt8] = []
        while end == nil || bytes.last != end {
            var waiting = [STDIN_FILENO, bell.ear].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            guard poll(&waiting, nfds_t(waiting.count), -1) > 0 else { continue }
            if waiting[1].revents != 0 { break }
            switch Descriptors.read() {
            case .success([]): return .success(bytes)
            case .success(let piece): bytes += piece
            case .failure(let failure): return .failure(failure)
            }
        }
        return .success(bytes)
    }
}

/// Wakes a thread that waits for input.
private final class Bell: Sendable {
    /// Can be read once the bell has rung.
    let ear: Int32
    private let clapper: Int32

    init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        (ear, clapper) = (ends[0], ends[1])
    }

    deinit {
        close(ear)
        close(clapper)
    }

    func ring() { _ = Descriptors.send([0], to: clapper) }
}
