import Testing

extension CommandTests {
    /// What the override and the files that it names have to do with the shell.
    struct OverrideTests {
        private func write(_ port: Int, _ project: TestProject) throws {
            try project.write(
                "services: {redis: {ports: !override [\"127.0.0.1:\(port):6379\"]}}\n", to: "more.yaml")
        }

        @Test func `env notices a change of the override and of what it includes`() throws {
            try TestProject.with { project in
                let env = "eval $(sfm-dev env --shell bash) && echo REDIS_URL=$REDIS_URL"
                try project.done("sfm-dev generate")
                #expect(try project.done(env).output == "REDIS_URL=redis://localhost:\(project.ports[1])/0\n")
                try write(7001, project)
                try project.write("include: [more.yaml]\n", to: "docker-compose.override.yml")
                #expect(try project.done(env).output == "REDIS_URL=redis://localhost:7001/0\n")
                try project.done("sfm-dev generate")
                #expect(try project.done("cut -d' ' -f6- .sfm-dev/stamp").lines.contains("more.yaml"))
                try write(7002, project)
                #expect(try project.done(env).output == "REDIS_URL=redis://localhost:7002/0\n")
                try project.done("sfm-dev generate && rm docker-compose.override.yml")
                #expect(try project.done(env).output == "REDIS_URL=redis://localhost:\(project.ports[1])/0\n")
            }
        }

        @Test func `a shell with the hook asks again when an included file changed`() throws {
            try TestProject.with { project in
                try write(7001, project)
                try project.write("include: [more.yaml]\n", to: "docker-compose.override.yml")
                let hook = "eval \"$(sfm-dev hook bash)\" && _sfm_dev_hook; echo \"$REDIS_URL\""
                try project.done("sfm-dev generate")
                #expect(try project.done(hook).output == "redis://localhost:7001/0\n")
                try write(7002, project)
                let changed = try project.done(hook)
                #expect(changed.output == "\n")
                #expect(changed.errors.contains("profiles, templates or overrides changed"))
                #expect(try project.done("sfm-dev allow && \(hook)").output == "redis://localhost:7002/0\n")
            }
        }

        @Test func `beside a compose file of the project the override is left alone, with a note`() throws {
            try TestProject.with { project in
                try write(7001, project)
                try project.write("include: [more.yaml]\n", to: "docker-compose.override.yml")
                try project.write("services: {}\n", to: "docker-compose.yml")
                let generated = try project.done("sfm-dev generate")
                #expect(generated.errors.contains("'docker-compose.override.yml' belongs to 'docker-compose.yml'"))
                #expect(try !project.done("cat .env").output.contains("7001"))
            }
        }
    }
}
