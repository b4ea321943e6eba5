import StubEngine
import Testing

extension CommandTests {
    /// What docker compose did with the generated file is done, and what we did is done for it.
    @Suite(.enabled(if: TestProject.hasCompose, "SFM_DEV_TEST_COMPOSE names no docker compose"))
    struct TakeoverTests {
        /// Ids of the project's containers and networks, and when each container was started.
        private static func made(_ project: TestProject) throws -> String {
            let label = "label=com.docker.compose.project=\(project.name)"
            return try project.done(
                """
                docker ps -aq --filter \(label) | xargs docker inspect -f '{{.Name}} {{.Id}} {{.State.StartedAt}}' | sort
                docker network ls -q --no-trunc --filter \(label)
                """
            ).output
        }

        @Test func `a job that docker compose ran is not run again`() throws {
            try TestProject.with { project in
                try SmallProject.write(to: project)
                // Once, so that the file is made for this engine.
                try project.done("sfm-dev up quiet && sfm-dev down --volumes --yes && $TEST_COMPOSE up -d")
                let job = "\(project.name)-job-1"
                try project.done("docker wait \(job)")
                let before = try Self.made(project)
                #expect(
                    try project.done("sfm-dev up").errors.contains("6 services ready, profile 'local': nothing to do"))
                #expect(try Self.made(project) == before)
                // Its inputs changed.
                try project.done("sed -i 's/exit 0/exit 3/' compose/job.yaml")
                #expect(try project.done("sfm-dev plan").output == "job  recreate  command changed\n")
                let failed = try project.shell("sfm-dev up")
                #expect(failed.code == 1)
                #expect(failed.errors.contains("'job' exited with code 3"), "\(failed.errors)")
                // It did not do its work.
                #expect(try project.done("sfm-dev plan").output == "job  start  exited with code 3\n")
            }
        }

        @Test func `a network that changed is made anew once, by whoever comes first`() throws {
            try TestProject.with { project in
                try SmallProject.write(to: project)
                try project.done("sfm-dev up")
                let before = try project.done("docker ps -aq --filter label=com.docker.compose.project=\(project.name)")
                try project.done("echo 'networks: {default: {labels: {tier: one}}}' >> profiles/local.yaml")
                let plan = try project.done(
                    "sfm-dev plan --format json | jq -r '.steps[] | [.resource, .name, .action, .cause] | @tsv'")
                #expect(
                    plan.lines.filter { $0.hasPrefix("network\t") } == [
                        "network\t\(project.name)_default\trecreate\tlabel tier added"
                    ])
                try project.done("sfm-dev up")
                let after = try project.done("docker ps -aq --filter label=com.docker.compose.project=\(project.name)")
                #expect(Set(after.lines) == Set(before.lines))
                #expect(try project.done("sfm-dev up").errors.contains("nothing to do"))
                let ours = try Self.made(project)
                try project.done("$TEST_COMPOSE up -d")
                // A job is run by it each time.
                func stable(_ text: String) -> [Substring] {
                    text.split(separator: "\n").filter { !$0.contains("-job-1 ") }
                }
                #expect(try stable(Self.made(project)) == stable(ours))

                try project.done("sed -i 's/tier: one/tier: two/' profiles/local.yaml && sfm-dev generate")
                try project.done("$TEST_COMPOSE up -d")
                #expect(try stable(Self.made(project)) != stable(ours))
                #expect(try project.done("sfm-dev up").errors.contains("nothing to do"))
            }
        }
    }
}
