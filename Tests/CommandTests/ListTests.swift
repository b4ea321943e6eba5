import Testing

extension CommandTests {
    @Suite(.enabled(if: TestProject.hasEngine, "SFM_DEV_TEST_ENGINE is not set"))
    struct ListTests {
        @Test func `every project on the engine is listed, of whatever checkout`() throws {
            try TestProject.with { project in
                try project.done("sfm-dev up redis && sfm-dev stop redis")
                try TestProject.with { other in
                    try other.done("sfm-dev up redis")
                    // It needs no project; without one, none is marked.
                    let away = try other.done("cd / && sfm-dev list").lines
                    #expect(away[0].hasPrefix("  PROJECT"))
                    #expect(away.contains { $0.contains(project.name) && $0.contains("  0 of 1   ") })
                    let lines = try other.done("sfm-dev list").lines
                    #expect(lines.contains { $0.hasPrefix("* \(other.name)") && $0.contains("  1 of 1   ") })
                    #expect(lines.contains { $0.hasPrefix("  \(project.name)") })
                    // What is left of a folder that is gone is found by that.
                    try other.done("mv ../project ../moved")
                    let gone = try project.done("sfm-dev list")
                    #expect(gone.lines.contains { $0.hasPrefix("  \(other.name)") && $0.hasSuffix("/project  (gone)") })
                    try project.done("mv \(other.shell.folder)/moved \(other.shell.folder)/project")
                    try other.done("sfm-dev down")
                    // The volumes tell whose they are.
                    let json =
                        "sfm-dev list --format json | jq -c '.projects[] | select(.name == \"\(other.name)\") | .volumes = (.volumes > 0)'"
                    #expect(
                        try other.done(json).output == """
                            {"containers":0,"folder":"\(other.shell.folder)/project","folder_is_gone":false,"is_here":true,"name":"\(other.name)","running":0,"volumes":true}

                            """)
                }
            }
        }

        @Test func `what another checkout has under the same name is left alone`() throws {
            try TestProject.with { project in
                try project.done("sfm-dev up redis")
                try project.done("mkdir ../twin && cp -r . ../twin && rm -rf ../twin/.sfm-dev ../twin/.env")
                let refused = "77 sfm-dev: error: another checkout"
                func twin(_ command: String) throws -> String {
                    let outcome = try project.shell("cd ../twin && sfm-dev \(command)")
                    return "\(outcome.code) \(outcome.errors)"
                }
                for command in [
                    "up", "down", "stop", "start", "restart", "seed", "exec redis -- true", "logs redis", "plan",
                    "switch auth",
                ] {
                    #expect(try twin(command).hasPrefix("\(refused) runs the project"), "\(command)")
                }
                #expect(try twin("status").contains("warning: another checkout runs the project '\(project.name)'"))
                // Its data, too, where nothing of it runs.
                try project.done("sfm-dev down")
                #expect(try twin("down --volumes --yes").hasPrefix("\(refused) has data in the project"))
                #expect(try twin("plan redis").contains("_redis_data' was made by the checkout in"))
                #expect(try project.done("sfm-dev up redis").errors.contains("redis_data' was there before"))
            }
        }
    }
}
