import Convergence
package import Diagnostics
import Engine
import Project

/// `sfm-dev list`: every project that sfm-dev has made on this engine, of whatever checkout. It needs no project.
package enum ListOperation {
    package static func run(_ invocation: Invocation, json: Bool) async throws(Failure) {
        let connection = try await EngineConnection.open(invocation)
        let projects = try await asking { () async throws(EngineError) in
            try await ListedProject.find(connection.client)
        }
        let here = try? invocation.projectDirectory()
        let entries = projects.map { project in
            Entry(
                name: project.name, folder: project.folder,
                isGone: project.folder.map(FileFacts.isGone(folder:)) ?? false,
                isHere: project.folder.map { folder in here.map { FileFacts.isSame($0, folder) } ?? false } ?? false,
                running: project.running, containers: project.containers, volumes: project.volumes)
        }
        invocation.console.data(json ? jsonLine(Report(projects: entries)) : text(entries))
    }

    private struct Entry: Encodable {
        let name: String
        let folder: String?
        let isGone, isHere: Bool
        let running, containers, volumes: Int

        private enum CodingKeys: String, CodingKey {
            case name, folder, isGone = "folder_is_gone", isHere = "is_here", running, containers, volumes
        }

        /// By hand: a key stands there without a value too.
        func encode(to encoder: any Encoder) throws {
            var fields = encoder.container(keyedBy: CodingKeys.self)
            try fields.encode(name, forKey: .name)
            try fields.encode(folder, forKey: .folder)
            try fields.encode(isGone, forKey: .isGone)
            try fields.encode(isHere, forKey: .isHere)
            try fields.encode(running, forKey: .running)
            try fields.encode(containers, forKey: .containers)
            try fields.encode(volumes, forKey: .volumes)
        }
    }

    private struct Report: Encodable {
        let version = 1
        let projects: [Entry]

        private enum CodingKeys: String, CodingKey { case version, projects }
    }

    private static func text(_ entries: [Entry]) -> String {
        let rows = entries.map { entry in
            let folder = entry.folder.map { $0.shownOnOneLine + (entry.isGone ? "  (gone)" : "") } ?? "-"
            return [
                (entry.isHere ? "* " : "  ") + entry.name.shownOnOneLine, "\(entry.running) of \(entry.containers)",
                "\(entry.volumes)", folder,
            ]
        }
        return TextTable.text([["  PROJECT", "RUNNING", "VOLUMES", "CHECKOUT"]] + rows)
    }
}
