package import Diagnostics

package enum ProbeTarget: Sendable {
    case postgres(user: String, password: Secret?, database: String)
    case redis(user: String?, password: Secret?)
    case http(path: String, headers: [(String, Secret)])
    case kafka
    case tcp
}

package struct ProbeAddress: Sendable, Equatable {
    package var host: String
    package var port: UInt16

    package init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }
}

package struct ProbeFacts: Sendable, Equatable {
    package init() {}
}

package enum RefusalKind: Sendable, Equatable {
    case wrongPassword, unknownRoleOrPassword, databaseMissing, notYet, needsTLS, other
}

package enum ProbeAnswer: Sendable, Equatable {
    case ready(ProbeFacts)
    case refused(RefusalKind, String)
    case silent(String)
    case unreachable(String)
}
