import Testing

extension CommandTests {
    struct HookTests {
        @Test(arguments: ["bash --norc", "zsh -f", "fish --no-config"])
        func `a shell with the hook takes variables on and off`(shell: String) throws {
            try FilesTests.with(config: "") { project in
                try project.done("rm config.yaml && cp -r ../project ../b && cp -r ../project ../home")
                try project.done(
                    """
                    rm -r ../home/profiles ../home/compose
                    printf 'sfm-dev: {ports: {REDIS_PORT: 7777}}\\n' > ../b/config.yaml
                    """)
                let script = "'\(TestProject.folder)/Shells/hook.\(shell.prefix { $0 != " " })'"
                let walked = try project.shell(
                    "HOME=$(realpath ../home) A=$PWD B=$(realpath ../b) \(shell) \(script); rm -rf ../b ../home")
                #expect(walked.output == "done\n", "\(walked.errors)")
            }
        }

        @Test func `what was revoked is not applied`() throws {
            try FilesTests.with { project in
                let enter = "eval \"$(sfm-dev hook bash)\"; _sfm_dev_hook 2>/dev/null; echo ${REDIS_URL-none}"
                try project.done("sfm-dev generate")
                #expect(try project.done(enter).output.hasPrefix("redis://"))
                try project.done("sfm-dev allow --revoke")
                #expect(try project.done(enter).output == "none\n")
            }
        }

        @Test func `a shell without a hook is told which have one`() throws {
            try FilesTests.with { project in
                let refused = try project.shell("sfm-dev hook tcsh")
                #expect(refused.code == 64)
                #expect(
                    refused.errors == """
                        sfm-dev: error: 'tcsh' has no hook
                        hint: one of bash, zsh, fish

                        """)
                #expect(refused.output == "")
            }
        }
    }
}
