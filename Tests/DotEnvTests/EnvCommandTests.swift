import Diagnostics
import Testing

@testable import DotEnv

struct EnvCommandTests {
    private func text(_ output: EnvOutput) -> String { String(decoding: output.output, as: UTF8.self) }

    @Test func `names no longer wanted, rivals and copies for docker compose are unset`() {
        let output = render(
            .bash, [variable("REDIS_URL", "x", rivals: ["REDIS_HOST", "REDIS_PORT"])],
            [
                "SFM_DEV_ENV": "v1:tls:00:OLD,REDIS_URL,PATH,a b", "REDIS_HOST": "h", "SFM_DEV_X_P": "p",
                "SFM_DEV_IMAGES": "x",
            ])
        #expect(
            text(output)
                == "unset -v OLD;\nunset -v SFM_DEV_X_P;\nunset -v REDIS_HOST;\nexport REDIS_URL=x;\nexport SFM_DEV_ENV=v1:local:12ab:REDIS_URL;\n"
        )
        #expect(
            DiagnosticPrinter.text(output.messages)
                == "sfm-dev: note: 'REDIS_HOST' was set in this shell and is unset: it would beat 'REDIS_URL'\n")
    }

    @Test func `a second time nothing is unset`() {
        let first = render(.bash, [variable("A", "1"), variable("B", "2")])
        #expect(render(.bash, [variable("A", "1"), variable("B", "2")], ["SFM_DEV_ENV": "v1:local:12ab:A,B"]) == first)
    }

    @Test func `unset undoes everything`() {
        let request = EnvRequest(shell: .bash, unset: true)
        let output = EnvCommand.renderUnset(
            request, environment: ["SFM_DEV_ENV": "v1:local:12ab:A,B", "SFM_DEV_X_P": "p"])
        #expect(text(output) == "unset -v A;\nunset -v B;\nunset -v SFM_DEV_X_P;\nunset -v SFM_DEV_ENV;\n")
        #expect(text(EnvCommand.renderUnset(request, environment: [:])).isEmpty)
    }

    @Test func `data cannot unset`() {
        let output = EnvCommand.renderUnset(EnvRequest(shell: .json, unset: true), environment: [:])
        #expect(output.exitCode == .usage && output.output.isEmpty)
        #expect(
            DiagnosticPrinter.text(output.messages) == """
                sfm-dev: error: --unset has no meaning in the form 'json', which can only set
                hint: eval $(sfm-dev env --unset)

                """)
    }

    @Test func `a surface gets its own variables`() {
        var cli = variable("B", "2")
        cli.surfaces = ["api", "cli"]
        let request = EnvRequest(shell: .bash, surface: "cli")
        let output = EnvCommand.render(
            request, profile: "p", hash: "0", exported: [variable("A", "1"), cli], environment: [String: String]())
        #expect(text(output) == "export B=2;\nexport SFM_DEV_ENV=v1:p:0:B;\n")
    }

    @Test func `an unknown surface fails the eval`() {
        let failure = #expect(throws: Failure.self) { try EnvCommand.check(surface: "apu") }
        let output = failure.map { EnvCommand.failure($0, shell: .bash) }
        #expect(output.map(text) == "false\n" && output?.exitCode == .usage)
        #expect(
            DiagnosticPrinter.text(output?.messages ?? []) == """
                sfm-dev: error: unknown surface 'apu'
                hint: did you mean 'api'? known surfaces: api, cli, consumer

                """)
    }

    @Test(arguments: [(true, false, "redacted"), (true, true, "pw"), (false, false, "pw")])
    func `a terminal sees secrets only when asked`(isTerminal: Bool, show: Bool, shown: String) {
        let output = EnvCommand.render(
            EnvRequest(shell: .sh, show: show, isTerminal: isTerminal), profile: "p", hash: "0",
            exported: [variable("A", "pw", secret: true), variable("B", "b")], environment: [String: String]())
        #expect(text(output).hasPrefix("export A=\(shown);\nexport B=b;\n"))
        #expect(text(output).contains("SFM_DEV_ENV") == (shown == "pw"))
        #expect(
            DiagnosticPrinter.text(output.messages)
                == (shown == "pw"
                    ? "" : "sfm-dev: note: secrets are masked on a terminal\nhint: sfm-dev env --show\n"))
    }

    @Test(arguments: [
        (["env"], EnvArguments()), (["up"], nil), ([], nil), (["env", "--profile", "x"], nil),
        (["env", "--from", "network"], nil),
        (["env", "--shell", "tcsh"], nil), (["env", "--shell"], nil), (["env", "-h"], nil),
        (["env", "--surface=x"], nil),
    ])
    func `the front knows its own command lines only`(arguments: [String], parsed: EnvArguments?) {
        #expect(EnvArguments.parse(arguments) == parsed)
    }

    @Test func `the front reads every option`() {
        let parsed = EnvArguments.parse(
            ["env", "--shell=fish", "--surface", "cli", "--unset", "--show", "-C", "d", "--from", "host"])
        #expect(parsed?.shell == .fish && parsed?.surface == "cli" && parsed?.directory == "d")
        #expect(parsed?.unset == true && parsed?.show == true)
    }
}
