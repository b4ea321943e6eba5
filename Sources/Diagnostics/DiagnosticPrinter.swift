#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Writes messages where a person reads them.
package struct DiagnosticPrinter: Sendable {
    /// A screenful: whoever has more mistakes corrects the first ones first.
    package static let most = 20

    private let descriptor: Int32
    private let colour: Bool
    private let redactor: Redactor

    package init(descriptor: Int32 = STDERR_FILENO, colour: Bool, redactor: Redactor = .none) {
        self.descriptor = descriptor
        self.colour = colour
        self.redactor = redactor
    }

    /// All messages in one write, in the order given.
    package func print(_ diagnostics: [Diagnostic]) {
        write(Self.text(diagnostics, colour: colour, redactor: redactor))
    }

    package static func text(
        _ diagnostics: [Diagnostic], colour: Bool = false, redactor: Redactor = .none
    ) -> String {
        let shown = diagnostics.prefix(most).map { $0.rendered(colour: colour, redactor: redactor) }.joined()
        let hidden = diagnostics.count - most
        return hidden > 0 ? shown + "… and \(hidden) more\n" : shown
    }

    private func write(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if written > 0 {
                rest = rest.dropFirst(written)
            } else if errno == EAGAIN {
                // A terminal that another program made non-blocking.
                var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&waiting, 1, -1)
            } else if errno != EINTR {
                // Nobody is left to be told.
                return
            }
        }
    }
}

/// Whether messages are coloured: only on a terminal that can (`TERM`), and not against the user's wish (`NO_COLOR` set and
/// not empty, no-color.org).
package func wantsColour(isTerminal: Bool, noColor: String?, term: String?) -> Bool {
    isTerminal && (noColor ?? "").isEmpty && !["", "dumb"].contains(term ?? "")
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
        Glibc.write(descriptor, bytes, count)
    #elseif canImport(Musl)
        Musl.write(descriptor, bytes, count)
    #elseif canImport(Darwin)
        Darwin.write(descriptor, bytes, count)
    #endif
}
