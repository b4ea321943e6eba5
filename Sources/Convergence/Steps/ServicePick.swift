import Engine

/// Which of a service's containers counts, and which are left over from interrupted runs.
struct ServicePick {
    /// `nil` where none has ever run.
    var chosen: ObservedContainer?
    var leftovers: [ObservedContainer]

    /// The running container with the wanted plan hash wins, then a running one, then the wanted one, then the one with
    /// the right name. One that never started goes: nobody knows whether its files were copied in.
    init(_ containers: [ObservedContainer], wanted: String, name: String) {
        func rank(_ container: ObservedContainer) -> [Int64] {
            let isWanted = container.planHash == wanted
            let marks = [container.isActive && isWanted, container.isActive, isWanted, container.name == name]
            return marks.map { $0 ? 1 : 0 } + [container.created]
        }
        let usable = containers.filter { container in
            switch container.state {
            case .running, .paused, .restarting, .exited, .unknown: true
            case .created, .dead, .removing: false
            }
        }
        chosen = usable.max { rank($0).lexicographicallyPrecedes(rank($1)) }
        leftovers = containers.filter { [chosen] in $0.id != chosen?.id }
    }
}
