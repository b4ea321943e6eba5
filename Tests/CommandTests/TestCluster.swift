import Testing

/// A small API server that kubectl really talks to, with a namespace, the two Deployments and the Service of SFM's chart;
/// and a kubectl before the real one that writes down its words.
struct TestCluster {
    static let kubectl = Shell.environment("SFM_DEV_TEST_KUBECTL")
    static let schemas = Shell.environment("SFM_DEV_TEST_SCHEMAS")
    static let helm = Shell.environment("SFM_DEV_TEST_HELM")
    static let isThere = kubectl != nil && schemas != nil

    let project: TestProject

    private static let deployments = ["soma-memory-somafractalmemory", "soma-memory-somafractalmemory-consumer"]

    private static let objects: String = {
        let all =
            [#"["namespaces", "", {"metadata": {"name": "soma-memory"}}]"#]
            + deployments.map { name in
                """
                ["deployments", "soma-memory", {"metadata": {"name": "\(name)", "annotations": {}}, "spec": {
                  "replicas": 1, "selector": {"matchLabels": {"app": "\(name)"}}, "template": {
                  "metadata": {"labels": {"app": "\(name)"}}, "spec": {"containers": [{"name": "main", "image": "x"}]}}}}]
                """
            } + [
                """
                ["services", "soma-memory", {"metadata": {"name": "soma-memory-somafractalmemory"}, "spec": {
                  "type": "NodePort", "ports": [{"name": "http", "port": 9595, "nodePort": 30797}]}}]
                """
            ]
        return "[\(all.joined(separator: ",\n"))]"
    }()

    /// Everything that ran is gone when `body` ends.
    static func with(objects: String = Self.objects, _ body: (TestCluster) throws -> Void) throws {
        try TestProject.with { project in
            var project = project
            let folder = "\(project.shell.folder)/cluster"
            project.shell.variables["KUBECONFIG"] = "\(folder)/kubeconfig"
            project.prefix = "PATH='\(project.shell.folder)/bin':\"$PATH\"; "
            try project.done("mkdir ../cluster ../bin && touch ../argv ../cluster/requests && mkfifo ../cluster/ready")
            try Shell.write(objects, to: "\(folder)/objects.json")
            try Shell.write(
                "#!/bin/sh\nprintf '%s\\n' \"$*\" >> '\(project.shell.folder)/argv'\nexec '\(kubectl ?? "")' \"$@\"\n",
                to: "\(project.shell.folder)/bin/kubectl")
            try project.done(
                """
                chmod +x ../bin/kubectl
                python3 '\(TestProject.folder)/cluster.py' ../cluster > ../cluster/ready 2> ../cluster/errors &
                echo $! > ../cluster/pid
                read -r line < ../cluster/ready && [ "$line" = ready ]
                """)
            let result = Result { try body(TestCluster(project: project)) }
            // Threads of the test library block SIGTERM, and what they start inherits it.
            _ = try project.shell("kill -KILL \"$(cat ../cluster/pid)\"")
            let errors = try Shell.read("\(folder)/errors")
            #expect(errors.isEmpty, "\(errors)")
            try result.get()
        }
    }

    /// What goes wrong from now on; see `cluster.py`.
    func fail(_ faults: String) throws { try Shell.write(faults, to: "\(project.shell.folder)/cluster/faults.json") }

    func mend() throws { try fail("{}") }

    /// The words of every kubectl that ran.
    func words() throws -> String { try Shell.read("\(project.shell.folder)/argv") }

    /// Its requests that change something.
    func changes() throws -> [String] {
        try Shell.read("\(project.shell.folder)/cluster/requests").split(separator: "\n")
            .filter { !$0.hasPrefix("GET ") }.map { String($0.prefix { $0 != "?" }) }
    }

    /// A command that ends otherwise than well: its code, and all that it said.
    func refused(_ command: String) throws -> String {
        let outcome = try project.shell(project.prefix + "sfm-dev " + command)
        #expect(!outcome.output.contains("dev-token"))
        return "exit \(outcome.code)\n" + outcome.errors
    }
}
