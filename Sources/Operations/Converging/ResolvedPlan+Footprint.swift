import Profiles
import Project

extension ResolvedPlan {
    /// Optional services count too: they may have been asked for.
    var footprint: ProjectState.Footprint { .init(project: project, services: services.map(\.name)) }
}
