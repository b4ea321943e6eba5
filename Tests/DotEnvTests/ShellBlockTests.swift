import Diagnostics
import TestSupport
import Testing

@testable import DotEnv

struct ShellBlockTests {
    @Test(
        .enabled(if: Program.hasPeers, "not every shell is here"),
        arguments: [
            ("bash", "unquoted.bash", ShellKind.bash), ("zsh", "unquoted.zsh", .zsh), ("dash", "quoted.sh", .sh),
            ("bash", "quoted.sh", .sh), ("fish", "eval.fish", .fish),
        ], RandomValues.seeds)
    func `a real shell gets every value back`(
        shell: (program: String, script: String, kind: ShellKind), seed: UInt64
    ) throws {
        let (program, script, kind) = shell
        let entries = RandomValues.entries(1000, seed: seed &+ 100)
        let folder = try TemporaryFolder()
        for name in ["a", "b", "ab", "V0=x", "export", "V1=$'x'", "-n"] { try folder.write("", to: name) }
        let block = render(kind, entries.map { variable($0.name, $0.value) })
        try folder.write(String(decoding: block.output, as: UTF8.self), to: "block")
        let quiet = ["bash": "--norc", "zsh": "-f", "fish": "--no-config"][program] ?? ""
        let values = Program.values(
            try Program.output(
                of: """
                    cd '\(folder.path)' && env -i PATH="$PATH" HOME='\(folder.path)' LC_ALL=C.UTF-8 BLOCK=./block \
                    \(program) \(quiet) '\(Program.reader(script))'
                    """))
        for entry in entries where !Program.isSame(values[entry.name], entry.value) {
            Issue.record("\(program): \(entry.value.debugDescription) became \(values[entry.name].debugDescription)")
        }
    }

    @Test(arguments: [
        (ShellKind.bash, "unset -v OLD;\nexport A=$'it\\x27s\\n\\x2a';\nexport SFM_DEV_ENV=v1:local:12ab:A;\n"),
        (.zsh, "unset -v OLD;\nexport A=$'it\\x27s\\n\\x2a';\nexport SFM_DEV_ENV=v1:local:12ab:A;\n"),
        (.sh, "unset -v OLD;\nexport A='it'\\''s\n*';\nexport SFM_DEV_ENV=v1:local:12ab:A;\n"),
        (.fish, "set -eg OLD;\nset -gx A 'it\\'s'\\n'*';\nset -gx SFM_DEV_ENV 'v1:local:12ab:A';\n"),
        (
            .powershell,
            "Remove-Item -ErrorAction SilentlyContinue Env:OLD;\n$env:A = 'it''s\n*';\n$env:SFM_DEV_ENV = 'v1:local:12ab:A';\n"
        ),
        (.dotenv, "A=\"it's\n*\"\n"), (.json, "{\n  \"A\": \"it's\\n*\"\n}\n"),
        (.github, "A<<SFM_DEV_END\nit's\n*\nSFM_DEV_END\n"),
    ])
    func `each kind has its own form`(kind: ShellKind, text: String) {
        let output = render(kind, [variable("A", "it's\n*")], ["SFM_DEV_ENV": "v1:old:00:OLD,A"])
        #expect(String(decoding: output.output, as: UTF8.self) == text)
    }

    @Test func `the github delimiter is none of the value's lines`() {
        let text = String(decoding: render(.github, [variable("A", "SFM_DEV_END\nx")]).output, as: UTF8.self)
        #expect(text == "A<<SFM_DEV_END_\nSFM_DEV_END\nx\nSFM_DEV_END_\n")
    }

    @Test(
        arguments: [
            ("bash", nil, .bash), ("-zsh", nil, .zsh), ("/usr/bin/fish", nil, .fish), ("dash", nil, .sh),
            ("pwsh", nil, .powershell), ("make", "/bin/zsh", .zsh), ("make", "/bin/tcsh", .bash), (nil, nil, .bash),
            ("", "", .bash),
        ] as [(String?, String?, ShellKind)])
    func `the shell is the parent, else the login shell, else bash`(parent: String?, shell: String?, kind: ShellKind) {
        #expect(ShellKind.detect(parents: [parent], shell: shell) == kind)
        #expect(ShellKind.detect(parents: ["/usr/bin/dash", parent], shell: shell) == .sh)
        #expect(ShellKind.detect(parents: ["/usr/bin/busybox", parent], shell: shell) == kind)
    }
}

func variable(_ name: String, _ value: String, secret: Bool = false, rivals: [String] = []) -> ExportedVariable {
    ExportedVariable(name: name, value: value, surfaces: ["api"], isSecret: secret, rivals: rivals)
}

func render(_ kind: ShellKind, _ variables: [ExportedVariable], _ environment: [String: String] = [:]) -> EnvOutput {
    EnvCommand.render(
        EnvRequest(shell: kind), profile: "local", hash: "12ab", exported: variables, environment: environment)
}
