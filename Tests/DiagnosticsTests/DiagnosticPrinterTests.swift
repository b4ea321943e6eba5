import Diagnostics
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

struct DiagnosticPrinterTests {
    @Test func `twenty are shown and the others counted`() {
        let all = (1...23).map { Diagnostic(.error, "mistake \($0)") }
        let lines = DiagnosticPrinter.text(all).split(separator: "\n")
        #expect(lines.count == 21)
        #expect(lines[19] == "sfm-dev: error: mistake 20")
        #expect(lines[20] == "… and 3 more")
        #expect(!DiagnosticPrinter.text(Array(all.prefix(20))).contains("more"))
    }

    @Test func `the text goes to the descriptor`() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        DiagnosticPrinter(descriptor: ends[1], colour: false).print([Diagnostic(.error, "größe")])
        close(ends[1])
        var buffer = [UInt8](repeating: 0, count: 100)
        let count = read(ends[0], &buffer, buffer.count)
        close(ends[0])
        #expect(String(decoding: buffer.prefix(count), as: UTF8.self) == "sfm-dev: error: größe\n")
    }

    @Test func `a closed descriptor is no trouble`() {
        DiagnosticPrinter(descriptor: -1, colour: false).print([Diagnostic(.error, "x")])
    }

    @Test(
        arguments: [
            (true, nil, "xterm", true), (true, "", "xterm", true), (true, "1", "xterm", false),
            (true, nil, "dumb", false),
            (true, nil, nil, false), (true, nil, "", false), (false, nil, "xterm", false),
        ] as [(Bool, String?, String?, Bool)])
    func `colour needs a terminal that has it and a user who wants it`(
        isTerminal: Bool, noColor: String?, term: String?, expected: Bool
    ) {
        #expect(wantsColour(isTerminal: isTerminal, noColor: noColor, term: term) == expected)
    }
}
