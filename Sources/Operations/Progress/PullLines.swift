import Diagnostics

/// Words the state of pulls: for a screen, where lines are drawn anew, and for a reader who gets one after another. Pure.
enum PullLines {
    /// `redis:7  pull  12.3 of 45.1 MB, 3 of 7 layers`, and a line for each layer in flight.
    /// - Parameters:
    ///   - rows: how many lines there is room for; layers that find none are counted.
    ///   - columns: longer lines are cut, for the terminal would break them and a break cannot be drawn over.
    static func live(_ pulls: [(name: String, state: PullState)], rows: Int, columns: Int) -> [String] {
        var lines: [String] = []
        var layers: [[String]] = []
        for (name, state) in pulls {
            lines.append(name.padded(to: 20) + "  pull       " + overview(state))
            layers.append(state.layers.filter(\.isInFlight).map { "  \($0.id)  \(words($0))" })
        }
        let room = max(0, rows - lines.count)
        let wanted = layers.reduce(0) { $0 + $1.count }
        // With one line too few a line goes for the count of those that are left out.
        var left = wanted <= room ? room : room - 1
        var shown: [String] = []
        var hidden = 0
        for (line, own) in zip(lines, layers) {
            let fitting = own.prefix(max(0, left))
            shown += [line] + fitting
            left -= fitting.count
            hidden += own.count - fitting.count
        }
        if hidden > 0, room > 0 { shown.append("  and \(hidden) more \(hidden == 1 ? "layer" : "layers")") }
        return shown.prefix(max(0, rows)).map { String($0.prefix(max(0, columns))) }
    }

    private static func overview(_ state: PullState) -> String {
        guard !state.layers.isEmpty else { return "asking the registry" }
        let layers = "\(state.complete) of \(state.layers.count) \(state.layers.count == 1 ? "layer" : "layers")"
        let (done, size) = state.fetched
        return size == 0 ? layers : "\(bytes(done, of: size)), \(layers)"
    }

    private static func words(_ layer: PullState.Layer) -> String {
        let word =
            switch layer.phase {
            case .waiting: "waiting"
            case .retrying: "broke off, is tried again"
            case .downloading: "downloading"
            case .downloaded: "downloaded"
            case .extracting: "extracting"
            case .complete: "complete"
            }
        guard let size = layer.size, layer.phase != .retrying else { return word }
        return "\(word.padded(to: 11))  \(bytes(layer.done, of: size))"
    }

    /// What is told once: `a1b2c3 downloading 50 %`.
    static func sparse(_ layer: PullState.Layer, _ mark: PullState.Mark) -> String {
        switch mark {
        case .half(let phase): "\(layer.id) \(phase == .extracting ? "extracting" : "downloading") 50 %"
        case .end(let phase):
            "\(layer.id) \(phase == .extracting ? "extracted" : "downloaded")"
                + (layer.size.map { ", \(bytes($0))" } ?? "")
        case .retry: "\(layer.id) broke off, the engine tries it again"
        }
    }

    /// What a pull that is over has come to.
    static func result(_ state: PullState) -> String {
        if state.isUpToDate { return "up to date" }
        let size = state.fetched.size
        return size == 0 ? "" : bytes(size)
    }

    /// `5.1 of 12.0 MB`, in the unit of the whole.
    private static func bytes(_ done: Int64, of size: Int64) -> String {
        let unit = unit(size)
        return "\(number(done, unit)) of \(bytes(size))"
    }

    static func bytes(_ count: Int64) -> String {
        let unit = unit(count)
        return "\(number(count, unit)) \(unit.name)"
    }

    private typealias Unit = (name: String, size: Int64)

    /// Powers of 1000, as registries and the docker CLI count.
    private static func unit(_ count: Int64) -> Unit {
        let units: [Unit] = [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000)]
        return units.first { count >= $0.size } ?? ("B", 1)
    }

    private static func number(_ count: Int64, _ unit: Unit) -> String {
        unit.size == 1 ? "\(count)" : "\(count / unit.size).\(count % unit.size / (unit.size / 10))"
    }
}
