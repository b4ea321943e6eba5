package import Engine

extension [ContainerSummary] {
    /// The container that stands for a service: one that runs rather than another, then the youngest. An interrupted
    /// recreation leaves the old one running beside a younger one that never started. Those of `docker compose run` do not
    /// count.
    package func current(of service: String) -> ContainerSummary? {
        filter { $0.labels[Label.service] == service && $0.labels[Label.oneOff] != "True" }
            .max { ($0.state == .running ? 1 : 0, $0.created) < ($1.state == .running ? 1 : 0, $1.created) }
    }
}
