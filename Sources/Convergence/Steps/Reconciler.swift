package import Compose
package import Diagnostics
package import Profiles
import Templates

/// Compares the observed state with the plan and says which steps lead from the one to the other. Pure: it asks
/// nothing of the engine, the clock or the disk, so that `plan` and `up` cannot differ.
package struct Reconciler: Sendable {
    let model: ComposeModel
    let observed: ObservedState
    let options: ReconcileOptions

    package init(model: ComposeModel, observed: ObservedState, options: ReconcileOptions = ReconcileOptions()) {
        self.model = model
        self.observed = observed
        self.options = options
    }

    var plan: ResolvedPlan { model.plan }

    /// The name under which a container is made beside the one that it replaces.
    package static func nameAside(of name: String) -> String { name + ".sfm-new" }

    /// Folders other than this project's that containers and volumes of this project name were made from. Whether they exist
    /// decides between refusing and adopting; the caller looks, and passes the answer as an option.
    package static func otherFolders(_ observed: ObservedState, directory: String) -> [String] {
        let volumes = observed.volumes.values.filter { $0.project == observed.project }.compactMap(\.checkout)
        return Set(observed.containers.compactMap(\.checkout) + volumes).subtracting([directory]).sorted()
    }

    /// Folders of other checkouts that exist: what bears their names is not this one's.
    func isOthers(_ folder: String?) -> Bool {
        guard let folder, folder != model.directory, !options.aliases.contains(folder) else { return false }
        return options.existingFolders.contains(folder)
    }

    /// Refuses (77) where a checkout that still exists runs under this project's name; else notes what is adopted.
    func checkOwnership(_ graph: inout StepGraph) throws(Failure) {
        let folders = Set(observed.containers.compactMap(\.checkout)).subtracting([model.directory]).sorted()
            .filter { !options.aliases.contains($0) }
        if let folder = folders.first(where: isOthers) {
            throw .otherCheckout("runs", plan.project, in: folder, this: model.directory)
        }
        for folder in folders {
            let names = observed.containers.filter { $0.checkout == folder }.map(\.name)
            graph.note("adopted from \(folder), which is gone: \(names.joined(separator: ", "))")
        }
    }

    /// The services that a command is about, in dependency order: those named, else all that are enabled.
    /// - Parameter withDependencies: also what they depend on.
    package func selection(withDependencies: Bool = true) throws(Failure) -> [ResolvedService] {
        let known = plan.services.map(\.name)
        if let unknown = options.services.sorted().first(where: { !known.contains($0) }) {
            throw Failure(
                .usage, "unknown service '\(unknown)'",
                hint: suggestion(for: unknown, among: known, called: "services"))
        }
        let roots =
            options.services.isEmpty
            ? plan.enabledServices : plan.services.filter { options.services.contains($0.name) }
        let byName = Dictionary(plan.services.map { ($0.name, $0) }) { first, _ in first }
        let rooted = Set(roots.map(\.name))
        var ordered: [ResolvedService] = []
        var seen: Set<String> = []
        func visit(_ service: ResolvedService) {
            guard seen.insert(service.name).inserted else { return }
            for dependency in service.definition.dependsOn.sorted(by: { $0.service < $1.service }) {
                guard let other = byName[dependency.service] else { continue }
                // A dependency that may be missing is no reason to run an optional service that nobody asked for.
                let included = withDependencies && (dependency.required || other.isEnabled)
                if included || rooted.contains(other.name) { visit(other) }
            }
            ordered.append(service)
        }
        for service in roots.sorted(by: { $0.name < $1.name }) { visit(service) }
        return ordered
    }
}

extension Failure {
    /// Two checkouts have one project name, and this one must leave alone what is the other's.
    package static func otherCheckout(
        _ verb: String, _ project: String, in folder: String, this directory: String
    ) -> Failure {
        Failure(
            .refused, "another checkout \(verb) the project '\(project)'",
            notes: [.init("it lies in \(folder)"), .init("this one lies in \(directory)")],
            hint: "set 'project:' in config.yaml of one of them, such as 'project: \(project)-2'")
    }
}
