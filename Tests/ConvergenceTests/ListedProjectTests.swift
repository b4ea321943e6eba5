import Engine
import Testing

@testable import Convergence

struct ListedProjectTests {
    private static func container(_ project: String, _ folder: String, _ state: ContainerState) -> ContainerSummary {
        ContainerSummary(
            id: "\(project)\(folder)\(state)", names: ["x"], image: "i", imageID: "i",
            labels: [
                "com.docker.compose.project": project, "com.docker.compose.project.working_dir": folder,
                "dev.sfm.plan-hash": "1",
            ], state: state)
    }

    private static func volume(_ name: String, _ project: String) -> VolumeDetail {
        VolumeDetail(name: name, labels: ["com.docker.compose.project": project, "dev.sfm.volume": "1"])
    }

    @Test func `projects are told by name and checkout`() {
        let found = ListedProject.projects(
            [
                Self.container("shop", "/b/.sfm-dev", .running), Self.container("shop", "/a/.sfm-dev", .exited),
                Self.container("shop", "/b/.sfm-dev", .exited), Self.container("cafe", "/c", .running),
            ], [Self.volume("shop_data", "shop"), Self.volume("old_data", "old"), Self.volume("old_more", "old")])
        #expect(
            found.map { "\($0.name) \($0.folder ?? "-") \($0.running)/\($0.containers) \($0.volumes)" } == [
                "cafe /c 1/1 0", "old - 0/0 2", "shop /a 0/1 1", "shop /b 1/2 0",
            ])
    }
}
