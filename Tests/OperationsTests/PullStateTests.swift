import Engine
import Testing

@testable import Operations

struct PullStateTests {
    /// What an engine said of an image of three layers, shortened; one was there, one broke off in the middle.
    static let lines: [PullProgress] = [
        PullProgress(id: "2", status: "Pulling from team/thing"),
        PullProgress(id: "aaa", status: "Pulling fs layer"),
        PullProgress(id: "bbb", status: "Already exists"),
        PullProgress(id: "ccc", status: "Pulling fs layer"),
        PullProgress(id: "ccc", status: "Waiting"),
        PullProgress(id: "aaa", status: "Downloading", current: 1_000_000, total: 30_000_000),
        PullProgress(id: "aaa", status: "Downloading", current: 16_000_000, total: 30_000_000),
        PullProgress(id: "aaa", status: "Downloading", current: 18_000_000, total: 30_000_000),
        PullProgress(id: "aaa", status: "Retrying in 5 seconds"),
        PullProgress(id: "aaa", status: "Retrying in 4 seconds"),
        PullProgress(id: "ccc", status: "Downloading", current: 629, total: 629),
        PullProgress(id: "ccc", status: "Verifying Checksum"),
        PullProgress(id: "ccc", status: "Download complete"),
        PullProgress(id: "aaa", status: "Downloading", current: 500_000, total: 12_000_000),
        PullProgress(id: "aaa", status: "Download complete"),
        PullProgress(id: "aaa", status: "Extracting", current: 10_000_000, total: 30_000_000),
        PullProgress(id: "aaa", status: "Extracting", current: 20_000_000, total: 30_000_000),
        PullProgress(id: "aaa", status: "Pull complete"),
        PullProgress(id: "ccc", status: "Extracting", current: 629, total: 629),
        PullProgress(id: "ccc", status: "Pull complete"),
        PullProgress(status: "Digest: sha256:1f8c"),
        PullProgress(status: "Status: Downloaded newer image for r/team/thing:2"),
    ]

    @Test func `a reader without a screen is told of halves and ends, of both phases`() {
        var state = PullState()
        let told = Self.lines.compactMap { line in
            state.take(line).map { PullLines.sparse($0.layer, $0.mark) }
        }
        #expect(
            told == [
                "aaa downloading 50 %", "aaa broke off, the engine tries it again", "aaa downloaded, 30.0 MB",
                "aaa extracting 50 %", "aaa extracted, 30.0 MB",
            ])
        #expect(PullLines.result(state) == "30.0 MB")
    }

    @Test func `each line changes the picture`() {
        var state = PullState()
        let pictures = Self.lines.map { line in
            _ = state.take(line)
            return PullLines.live([("r/team/thing:2", state)], rows: 9, columns: 79).joined(separator: "\n")
        }
        let name = "r/team/thing:2        pull       "
        #expect(
            pictures == [
                name + "asking the registry",
                name + "0 of 1 layer",
                name + "1 of 2 layers",
                name + "1 of 3 layers",
                name + "1 of 3 layers",
                name + "1.0 of 30.0 MB, 1 of 3 layers\n  aaa  downloading  1.0 of 30.0 MB",
                name + "16.0 of 30.0 MB, 1 of 3 layers\n  aaa  downloading  16.0 of 30.0 MB",
                name + "18.0 of 30.0 MB, 1 of 3 layers\n  aaa  downloading  18.0 of 30.0 MB",
                name + "18.0 of 30.0 MB, 1 of 3 layers\n  aaa  broke off, is tried again",
                name + "18.0 of 30.0 MB, 1 of 3 layers\n  aaa  broke off, is tried again",
                name + "18.0 of 30.0 MB, 1 of 3 layers\n  aaa  broke off, is tried again\n"
                    + "  ccc  downloading  629 of 629 B",
                name + "18.0 of 30.0 MB, 1 of 3 layers\n  aaa  broke off, is tried again",
                name + "18.0 of 30.0 MB, 1 of 3 layers\n  aaa  broke off, is tried again",
                // It goes on where it broke off.
                name + "18.5 of 30.0 MB, 1 of 3 layers\n  aaa  downloading  18.5 of 30.0 MB",
                name + "30.0 of 30.0 MB, 1 of 3 layers",
                name + "30.0 of 30.0 MB, 1 of 3 layers\n  aaa  extracting   10.0 of 30.0 MB",
                name + "30.0 of 30.0 MB, 1 of 3 layers\n  aaa  extracting   20.0 of 30.0 MB",
                name + "30.0 of 30.0 MB, 2 of 3 layers",
                name + "30.0 of 30.0 MB, 2 of 3 layers\n  ccc  extracting   629 of 629 B",
                name + "30.0 of 30.0 MB, 3 of 3 layers",
                name + "30.0 of 30.0 MB, 3 of 3 layers",
                name + "30.0 of 30.0 MB, 3 of 3 layers",
            ])
    }

    @Test func `a size that only unpacking tells counts, and a jump over the half is told`() {
        var state = PullState()
        let lines = [
            PullProgress(id: "a", status: "Download complete"),
            PullProgress(id: "a", status: "Extracting", current: 1_900_000, total: 2_000_000),
            PullProgress(id: "a", status: "Pull complete"),
        ]
        #expect(
            lines.compactMap { state.take($0).map { PullLines.sparse($0.layer, $0.mark) } } == [
                "a extracting 50 %", "a extracted, 2.0 MB",
            ])
        #expect(state.fetched == (2_000_000, 2_000_000))
    }

    @Test func `an engine that counts seconds of unpacking has no size to show`() {
        var state = PullState()
        _ = state.take(PullProgress(id: "a", status: "Extracting", current: 3))
        #expect(PullLines.live([("x", state)], rows: 5, columns: 79).last == "  a  extracting")
    }

    @Test func `an image that is there is up to date`() {
        var state = PullState()
        _ = state.take(PullProgress(status: "Status: Image is up to date for redis:7"))
        #expect(PullLines.result(state) == "up to date")
    }
}
