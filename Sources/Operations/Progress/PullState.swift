import Engine

/// One image on its way: what the engine has said of its layers so far. Pure.
struct PullState: Equatable {
    enum Phase: Int, Equatable, Comparable {
        case waiting, retrying, downloading, downloaded, extracting, complete

        static func < (one: Phase, other: Phase) -> Bool { one.rawValue < other.rawValue }
    }

    struct Layer: Equatable {
        var id: String
        var phase = Phase.waiting
        /// Bytes; nil until the engine has told.
        var size: Int64?
        /// Of the size, in the present phase.
        var done: Int64 = 0
        /// The engine had it before: nothing was fetched.
        var wasThere = false

        /// Waiting and done layers have nothing to show.
        var isInFlight: Bool { phase != .waiting && phase != .complete && phase != .downloaded }
    }

    /// What a reader without a screen is told of, each once for each layer.
    enum Mark: Equatable {
        case half(Phase)
        /// A phase that has ended.
        case end(Phase)
        /// The transfer of a layer broke off, and the engine begins it again by itself.
        case retry
    }

    /// In the order in which the engine names them.
    private(set) var layers: [Layer] = []
    /// The registry has nothing newer.
    private(set) var isUpToDate = false
    private var told: [String: Set<Int>] = [:]

    /// - Returns: the layer and what has been reached with this line, if it is worth a line of its own.
    mutating func take(_ line: PullProgress) -> (layer: Layer, mark: Mark)? {
        guard let id = line.id, let phase = Self.phase(line.status) else {
            if line.status.hasPrefix("Status: Image is up to date") { isUpToDate = true }
            return nil
        }
        let index =
            layers.firstIndex { $0.id == id }
            ?? {
                layers.append(Layer(id: id))
                return layers.count - 1
            }()
        let before = layers[index]
        layers[index] = Self.next(before, phase, line)
        return mark(before, layers[index])
    }

    private static func next(_ before: Layer, _ phase: Phase, _ line: PullProgress) -> Layer {
        var layer = before
        layer.phase = phase
        layer.wasThere = before.wasThere || line.status == "Already exists"
        if let total = line.total, total > 0 { layer.size = max(before.size ?? 0, total) }
        let size = layer.size ?? 0
        switch phase {
        case .downloading:
            // A transfer that goes on counts from where it broke off: its total is the rest.
            let skipped = size - (line.total ?? size)
            layer.done = min(size, skipped + (line.current ?? 0))
        case .extracting: layer.done = min(size, line.current ?? 0)
        case .downloaded, .complete: layer.done = size
        case .waiting: layer.done = 0
        // What has come is kept.
        case .retrying: break
        }
        return layer
    }

    /// The engine's words, of its two ways to store images (moby, `distribution/xfer` and `daemon/containerd/progress.go`).
    /// Other lines with an id name the tag that is pulled.
    private static func phase(_ status: String) -> Phase? {
        switch status {
        case "Pulling fs layer", "Waiting", "Preparing": .waiting
        case "Downloading": .downloading
        case "Verifying Checksum", "Download complete": .downloaded
        case "Extracting": .extracting
        case "Pull complete", "Already exists": .complete
        default: status.hasPrefix("Retrying in ") ? .retrying : nil
        }
    }

    // MARK: - Sums

    /// Bytes fetched and to be fetched, of the layers whose size is known so far; without those that were there.
    var fetched: (done: Int64, size: Int64) {
        layers.filter { !$0.wasThere }.reduce((0, 0)) { sum, layer in
            let isFetched = layer.phase >= .downloaded
            return (sum.0 + (isFetched ? layer.size ?? 0 : layer.done), sum.1 + (layer.size ?? 0))
        }
    }

    var complete: Int { layers.count { $0.phase == .complete } }

    // MARK: - Marks

    /// Below 1 MB a layer is done before a line about it is read.
    private static let smallest: Int64 = 1_000_000

    private mutating func mark(_ before: Layer, _ now: Layer) -> (layer: Layer, mark: Mark)? {
        if now.phase == .retrying { return before.phase == .retrying ? nil : (now, .retry) }
        guard let size = now.size, size >= Self.smallest else { return nil }
        switch now.phase {
        case .downloading, .extracting:
            // The end is told by what follows: bytes are all there before they are known to be right.
            guard now.done * 2 >= size, now.done < size, isNew(now, now.phase) else { return nil }
            return (now, .half(now.phase))
        case .downloaded: return isNew(now, .downloaded) ? (now, .end(.downloading)) : nil
        case .complete: return isNew(now, .complete) ? (now, .end(.extracting)) : nil
        case .waiting, .retrying: return nil
        }
    }

    private mutating func isNew(_ layer: Layer, _ phase: Phase) -> Bool {
        told[layer.id, default: []].insert(phase.rawValue).inserted
    }
}
