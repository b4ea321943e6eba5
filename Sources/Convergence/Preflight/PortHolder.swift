package import Profiles

/// Who has a host port that a service wants.
package enum PortHolder: Sendable, Equatable {
    case container(name: String, project: String?, service: String?, published: HostAndPort)
    case process(ProcessHolder)

    /// The sentence that names it.
    var words: String {
        switch self {
        case .container(let name, let project, _, let published):
            let owner = project.map { " (project '\($0)')" } ?? ""
            return "held by container '\(name)'\(owner), published as \(published)"
        case .process(let holder): return holder.words
        }
    }

    /// What makes it let go.
    var remedy: String {
        if case .container(let name, _, _, _) = self { "docker stop \(name)" } else { "stop that program" }
    }
}

/// A process of this host, as far as this user may see it.
package struct ProcessHolder: Sendable, Equatable {
    package var pid: Int32?
    package var name: String?
    package var uid: UInt32?
    /// The address that it listens on; nil where the system does not say.
    package var listening: HostAndPort?

    package init(pid: Int32? = nil, name: String? = nil, uid: UInt32? = nil, listening: HostAndPort? = nil) {
        self.pid = pid
        self.name = name
        self.uid = uid
        self.listening = listening
    }

    /// Docker's and Podman's own programs that pass a published port on.
    var isEngine: Bool { ["docker-proxy", "rootlessport", "rootlesskit"].contains(name ?? "") }

    var words: String {
        let place = listening.map { ", listening on \($0)" } ?? ""
        if let name, let pid { return "held by '\(name)' (pid \(pid))\(place)" }
        if let uid { return "held by a process of user \(uid)\(place)" }
        return "held by a process that is no container\(place)"
    }
}
