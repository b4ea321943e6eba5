import Testing

extension CommandTests {
    /// A change of any one thing makes anew exactly the services that it touches, and says why.
    @Suite(.enabled(if: TestProject.hasEngine, "SFM_DEV_TEST_ENGINE names no engine"))
    struct ChangeMatrixTests {
        private static let plan =
            "sfm-dev plan --format json | jq -r '.steps[] | .name + \" \" + .action + \" \" + .cause'"

        @Test func `each single edit touches its own service, with a cause`() throws {
            try TestProject.with { project in
                try SmallProject.write(to: project)
                #expect(try project.done("sfm-dev up").errors.contains("6 services ready"))
                try project.done("cp -rp . ../before")
                for edit in SingleEdit.changes + SingleEdit.idle {
                    let planned = try project.done("\(edit.script) && \(Self.plan)")
                    let wanted = edit.steps.map {
                        $0.replacing("PORT", with: "\(project.ports[0])")
                            .replacing("FOLDER", with: "\(project.shell.folder)/project")
                    }
                    #expect(planned.lines.map(String.init) == wanted, "\(edit.testDescription)")
                    try project.done(
                        "for name in compose profiles conf folder config.yaml; do rm -rf $name; cp -rp ../before/$name .; done"
                    )
                }
                #expect(try project.done(Self.plan).output == "")
            }
        }

        /// The id of each service's container, and when it was started.
        private static func containers(_ project: TestProject) throws -> [String: [String]] {
            let shown = try project.done(
                """
                docker ps -aq --filter label=com.docker.compose.project=\(project.name) | xargs docker inspect \
                -f '{{index .Config.Labels "com.docker.compose.service"}} {{.Id}} {{.State.StartedAt}}'
                """)
            let rows = shown.lines.map { $0.split(separator: " ").map(String.init) }
            return Dictionary(rows.map { ($0[0], Array($0.dropFirst())) }) { first, _ in first }
        }

        /// Scripts, one after another, and the services that get another container or are restarted.
        private static let edits: [(script: String, recreated: Set<String>, restarted: Set<String>)] = [
            ("sed -i 's/MODE: one/MODE: two/' compose/web.yaml", ["web"], []),
            ("echo two > conf/web.conf", ["web"], []),
            ("echo three > new && mv new conf/web.conf", ["web"], []),
            ("sed -i 's/VAULT_KEY: one/VAULT_KEY: two/' config.yaml", ["vault"], []),
            ("sed -i 's/exit 0/true/' compose/job.yaml", ["job"], []),
            ("sed -i 's|store_data:/data|store_data:/kept|' compose/store.yaml", ["store"], ["follower"]),
            ("echo b > folder/a; echo '# a word' >> compose/web.yaml", [], []),
        ]

        @Test func `up makes anew what was touched, and nothing else`() throws {
            try TestProject.with { project in
                try SmallProject.write(to: project)
                try project.done("sfm-dev up")
                var before = try Self.containers(project)
                #expect(before.keys.sorted() == SmallProject.services)
                for (script, recreated, restarted) in Self.edits {
                    try project.done("\(script) && sfm-dev up")
                    let after = try Self.containers(project)
                    let changed = SmallProject.services.filter { before[$0] != after[$0] }
                    #expect(Set(changed) == recreated.union(restarted), "\(script)")
                    let other = changed.filter { before[$0]?.first != after[$0]?.first }
                    #expect(Set(other) == recreated, "\(script)")
                    #expect(try project.done("sfm-dev up").errors.contains("nothing to do"))
                    before = after
                }
            }
        }

        @Test func `what was changed is what the container has`() throws {
            try TestProject.with { project in
                try SmallProject.write(to: project)
                try project.done("sfm-dev up web vault")
                try project.done(
                    "echo two > new && mv new conf/web.conf && sed -i 's/MODE: one/MODE: two/' compose/web.yaml")
                try project.done("sed -i 's/VAULT_KEY: one/VAULT_KEY: two/' config.yaml && sfm-dev up web vault")
                #expect(try project.done("sfm-dev exec web -- cat /etc/web.conf").output == "two\n")
                #expect(try project.done("sfm-dev exec web -- printenv MODE").output == "two\n")
                #expect(try project.done("sfm-dev exec vault -- cat /run/secrets/key").output == "two")
            }
        }
    }
}
