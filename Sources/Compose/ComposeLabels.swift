package import Profiles
import Templates

extension ComposeModel {
    /// Every label of a container: the template's, ours, and docker compose's.
    /// - Parameter replaces: whether it takes the place of another one.
    package func labels(
        of service: ResolvedService, imageID: String?, replaces: Bool = false
    ) -> [String: String] {
        var labels = fileLabels(of: service)
        labels["com.docker.compose.project"] = plan.project
        labels["com.docker.compose.service"] = service.name
        labels["com.docker.compose.version"] = Self.composeVersion
        labels["com.docker.compose.oneoff"] = "False"
        labels["com.docker.compose.container-number"] = "1"
        labels["com.docker.compose.project.working_dir"] = workingDirectory
        labels["com.docker.compose.project.config_files"] = composeFilePath
        labels["com.docker.compose.config-hash"] = configHash(of: service)
        labels["com.docker.compose.image"] = imageID
        if replaces { labels["com.docker.compose.replace"] = service.definition.containerName ?? "\(service.name)-1" }
        labels["com.docker.compose.depends_on"] = service.definition.dependsOn
            .map { "\($0.service):\($0.condition.rawValue):\($0.restart)" }.sorted().joined(separator: ",")
        return labels
    }

    /// The labels that stand in the compose file, so that containers made by docker compose carry them too.
    func fileLabels(of service: ResolvedService) -> [String: String] {
        var labels = service.definition.labels
        let parts = planParts(of: service)
        labels["dev.sfm.plan-hash"] = planHash(parts)
        labels["dev.sfm.plan-parts"] = parts.sorted { $0.key < $1.key }
            .map { "\($0.value) \($0.key)" }.joined(separator: "\n")
        return labels
    }

    package func networkLabels(of network: ResolvedNetwork) -> [String: String] {
        network.labels.merging(
            [
                "com.docker.compose.project": plan.project, "com.docker.compose.network": network.key,
                "com.docker.compose.version": Self.composeVersion,
                "com.docker.compose.config-hash": configHash(of: network),
            ]
        ) { $1 }
    }

    package func volumeLabels(of volume: ResolvedVolume) -> [String: String] {
        volume.labels.merging(
            [
                "com.docker.compose.project": plan.project, "com.docker.compose.volume": volume.key,
                "com.docker.compose.version": Self.composeVersion,
                "com.docker.compose.config-hash": configHash(of: volume),
            ]
        ) { $1 }
    }
}
