import Testing

extension CommandTests {
    /// A repository that has nothing of this one.
    @Suite(.enabled(if: TestProject.hasEngine, "SFM_DEV_TEST_ENGINE names no engine"))
    struct OtherProjectTests {
        @Test func `the README's lines give another repository an environment`() throws {
            try TestProject.with { project in
                let root = TestProject.folder.split(separator: "/").dropLast(2).map { "/" + $0 }.joined()
                let section = "sed -n '/^## In another project/,/^## Where/s/^    //p' '\(root)/README.md'"
                let lines = try project.done(section).output
                    .replacing("redis:7.2.4-alpine", with: SmallProject.image)
                    .replacing("6380", with: "\(project.ports[0])")
                try #require(lines.contains("sfm-dev up\neval $(sfm-dev env)\n"))
                // The folder's name is the project's, by which what is left over is found.
                let there = "mkdir -p ../\(project.name) && cd ../\(project.name)"
                let made = try project.done(
                    "\(there) && git init -q . && {\n\(lines)\necho $CACHE_URL; git status --short; }")
                #expect(
                    made.lines == [
                        "redis://localhost:\(project.ports[0])/0", "?? .gitignore", "?? compose/", "?? profiles/",
                    ])
                #expect(made.errors.contains("1 service ready, profile 'local'"), "\(made.errors)")
                try project.done("\(there) && sfm-dev down && sfm-dev up && sfm-dev down")
            }
        }
    }
}
