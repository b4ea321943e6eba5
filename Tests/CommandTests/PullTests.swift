import Testing

extension CommandTests {
    /// Images from a real registry that asks for a login.
    @Suite(
        .enabled(if: TestProject.hasEngine, "SFM_DEV_TEST_ENGINE names no engine"),
        .enabled(if: TestRegistry.isInstalled, "scripts/install-packages test installs docker-registry"))
    struct PullTests {
        /// Beginning of a line of progress.
        private static func line(_ name: String, _ verb: String) -> String { "\(name)  \(verb)" }

        @Test func `whom the registry does not let in learns why, and who is let in gets the image`() throws {
            try TestRegistry.with { registry in
                try registry.push()
                let project = registry.project
                let image = registry.image()
                try registry.use(image)
                let config = "\(project.shell.folder)/.docker/config.json"

                let nobody = try project.shell("sfm-dev up cache")
                #expect(nobody.code == 1)
                #expect(
                    nobody.errors.hasSuffix(
                        """
                        sfm-dev: error: cannot pull '\(image)': the registry '\(registry.host)' does not let you in
                        note: the engine says: Head "http://\(registry.host)/v2/\(project.name)/cache/manifests/1": \
                        no basic auth credentials
                        note: there are no credentials for '\(registry.host)' in '\(config)'
                        note: cache: no create, because '\(image)' could not be pulled
                        hint: docker login \(registry.host)

                        """), "\(nobody.errors)")

                // dev:Falsch-Wort-18
                try registry.configure(#"{"auths":{"\#(registry.host)":{"auth":"ZGV2OkZhbHNjaC1Xb3J0LTE4"}}}"#)
                let wrong = try project.shell("sfm-dev up cache --verbose")
                #expect(wrong.code == 1)
                #expect(
                    wrong.errors.hasSuffix(
                        """
                        sfm-dev: error: cannot pull '\(image)': the registry '\(registry.host)' does not let you in
                        note: the engine says: unauthorized: authentication required
                        note: the credentials under 'auths' in '\(config)' were used
                        note: cache: no create, because '\(image)' could not be pulled
                        hint: docker login \(registry.host)

                        """), "\(wrong.errors)")
                #expect(!wrong.errors.contains("Falsch-Wort"))

                try registry.configure(#"{"auths":{"http://\#(registry.host)/v2/":{"auth":"\#(TestRegistry.auth)"}}}"#)
                try registry.use(registry.image("2"))
                let missing = try project.shell("sfm-dev up cache")
                #expect(missing.code == 1)
                #expect(
                    missing.errors.hasSuffix(
                        """
                        sfm-dev: error: cannot pull '\(registry.image("2"))': \
                        the registry '\(registry.host)' has no such image
                        note: the engine says: manifest for \(registry.image("2")) not found: \
                        manifest unknown: manifest unknown
                        note: cache: no create, because '\(registry.image("2"))' could not be pulled
                        hint: correct the name in the service's template, \
                        or name another image under 'images:' in config.yaml

                        """), "\(missing.errors)")

                try registry.use(image)
                let up = try project.done("sfm-dev up cache --verbose")
                #expect(up.errors.contains(Self.line(image, "pull       the engine does not have it\n")))
                #expect(up.errors.contains(Self.line(image, "pull done  the engine does not have it; ")))
                #expect(up.errors.contains(" downloaded, "))
                #expect(up.errors.contains(" extracted, "))
                #expect(up.errors.contains("1 service ready"))
                #expect(!(up.output + up.errors).contains(TestRegistry.password))
                #expect(!(up.output + up.errors).contains(TestRegistry.auth))

                // Nobody is asked for a login when nothing is pulled.
                try registry.configure("{")
                let again = try project.done("sfm-dev up cache")
                #expect(again.errors.contains("nothing to do"))
                #expect(!again.errors.contains("warning"))
                #expect(try project.done("sfm-dev plan cache").errors.contains("warning") == false)
            }
        }

        @Test func `a credential helper is asked once, and what it says is seen by nobody`() throws {
            try TestRegistry.with { registry in
                try registry.push()
                try registry.use(registry.image())
                var project = registry.project
                project.prefix = "PATH=$HOME/bin:$PATH; "
                // Its answer comes from a file: of its own arguments, and those of all others, the password is no part.
                try Shell.write(TestRegistry.password, to: "\(project.shell.folder)/password")
                try registry.install(
                    helper: "test",
                    """
                    echo "$@" "$(cat)" >> "$HOME/asked"
                    printf '{"ServerURL":"","Username":"dev","Secret":"%s"}' "$(< "$HOME/password")"
                    ps -eww -o args > "$HOME/seen"
                    """)
                for configuration in [#"{"credHelpers":{"\#(registry.host)":"test"}}"#, #"{"credsStore":"test"}"#] {
                    try project.done("rm -f \"$HOME/asked\" \"$HOME/seen\"")
                    try registry.configure(configuration)
                    let up = try project.done("sfm-dev up cache --verbose")
                    #expect(up.errors.contains("1 service ready"))
                    let seen = try project.done("cat \"$HOME/seen\"").output
                    #expect(seen.contains("docker-credential-test get"))
                    let files = try project.done("cat .env .sfm-dev/*.json .sfm-dev/*.yml .sfm-dev/stamp").output
                    for text in [up.output, up.errors, seen, files] {
                        #expect(!text.contains(TestRegistry.password) && !text.contains(TestRegistry.auth))
                    }
                    try project.done("sfm-dev up cache")
                    #expect(try project.done("cat \"$HOME/asked\"").output == "get \(registry.host)\n")
                    try registry.forget()
                }
            }
        }

        @Test func `without its helper the image is tried all the same, with a warning`() throws {
            try TestRegistry.with { registry in
                let project = registry.project
                let image = registry.image()
                try registry.use(image)
                try registry.configure(#"{"credsStore":"away"}"#)
                let up = try project.shell("sfm-dev up cache --quiet")
                #expect(up.code == 1)
                #expect(
                    up.errors == """
                        sfm-dev: warning: the credential helper 'docker-credential-away' is not on the path
                        note: what is pulled from '\(registry.host)' is pulled without credentials
                        note: 'credsStore' in '\(project.shell.folder)/.docker/config.json' names the helper
                        hint: install it, or take it out of config.json and: docker login \(registry.host)
                        sfm-dev: error: cannot pull '\(image)': the registry '\(registry.host)' does not let you in
                        note: the engine says: Head "http://\(registry.host)/v2/\(project.name)/cache/manifests/1": \
                        no basic auth credentials
                        note: no credentials were used, see the warning above
                        note: cache: no create, because '\(image)' could not be pulled
                        hint: docker login \(registry.host)

                        """)
            }
        }

        @Test func `a transfer that breaks off in the middle is begun again, and each time is told`() throws {
            try TestRegistry.with { registry in
                try registry.push()
                let image = registry.image(throughProxy: true)
                try registry.use(image)
                try registry.configure(#"{"auths":{"\#(registry.proxy)":{"auth":"\#(TestRegistry.auth)"}}}"#)
                // Of a manifest the engine gives up at once; a layer it fetches again by itself, after five seconds.
                try registry.cut("manifest layer")
                let up = try registry.project.done("sfm-dev up cache")
                let told = up.errors.split(separator: "\n").filter { $0.hasPrefix(Self.line(image, "pull ")) }
                #expect(told.count >= 6, "\(up.errors)")
                #expect(
                    told.dropFirst().first.map(String.init)
                        == Self.line(image, "pull       attempt 2, because the last one ended: unexpected EOF"))
                #expect(told.dropFirst(2).first?.hasSuffix(" broke off, the engine tries it again") == true)
                #expect(up.errors.contains("1 service ready"))
            }
        }

        @Test func `--pull always changes nothing unless the tag names another image`() throws {
            try TestRegistry.with { registry in
                try registry.push()
                try registry.use(registry.image())
                try registry.configure(#"{"auths":{"\#(registry.host)":{"auth":"\#(TestRegistry.auth)"}}}"#)
                let project = registry.project
                let never = try project.shell("sfm-dev up cache --pull never")
                #expect(never.code == 1)
                #expect(never.errors.contains("'--pull never' keeps it from being pulled"))
                try project.done("sfm-dev up cache")
                let id = "docker inspect --format '{{.Id}} {{.State.StartedAt}}' \(project.name)-cache-1"
                let before = try project.done(id).output

                let same = try project.done("sfm-dev up cache --pull always")
                #expect(same.errors.contains(Self.line(registry.image(), "pull done  --pull always; up to date")))
                #expect(same.errors.contains("nothing to do"))
                #expect(try project.done(id).output == before)

                try project.done("docker tag '\(registry.image())' '\(registry.image("old"))'")
                try registry.push()
                // Under the old name the engine has the old image again.
                try project.done("docker tag '\(registry.image("old"))' '\(registry.image())'")
                #expect(try project.done("sfm-dev up cache").errors.contains("nothing to do"))
                let other = try project.done("sfm-dev up cache --pull always")
                #expect(
                    other.errors.contains("cache                 recreate   image changed"), "\(other.errors)")
                #expect(try project.done(id).output != before)
                #expect(try project.done("sfm-dev up cache --pull always").errors.contains("nothing to do"))
            }
        }

        @Test func `a terminal shows layers in lines that change, and keeps one for the image`() throws {
            try TestRegistry.with { registry in
                try registry.push()
                let image = registry.image()
                try registry.use(image)
                try registry.configure(#"{"auths":{"\#(registry.host)":{"auth":"\#(TestRegistry.auth)"}}}"#)
                let project = registry.project
                let up = "sfm-dev up cache"
                let shown = try project.done("TERM=xterm \(TestProject.terminal) -- \(up)").output
                #expect(shown.contains("\u{1B}[2F\u{1B}[J"))
                #expect(shown.contains(Self.line(image, "pull       asking the registry\r\n")))
                #expect(shown.contains("  downloading  "))
                // What is left when all that was drawn over is gone.
                let left = Self.screen(shown)
                #expect(left.filter { $0.contains("pull") }.count == 1, "\(left)")
                #expect(left.contains { $0.hasPrefix(Self.line(image, "pull done  the engine does not have it; ")) })
                #expect(left.contains { $0.contains("1 service ready") })
                #expect(!left.contains { $0.contains("downloading") })

                try registry.forget()
                let plain = try project.done("NO_COLOR=1 TERM=xterm \(TestProject.terminal) -- \(up)").output
                #expect(!plain.contains("\u{1B}"))
                #expect(plain.contains(" downloaded, "))
                try registry.forget()
                #expect(try project.done("TERM=xterm \(TestProject.terminal) -- \(up) --quiet").output == "")
            }
        }

        @Test func `an interrupted pull leaves nothing half drawn`() throws {
            try TestRegistry.with { registry in
                try registry.push()
                try registry.use(registry.image(throughProxy: true))
                try registry.configure(#"{"auths":{"\#(registry.proxy)":{"auth":"\#(TestRegistry.auth)"}}}"#)
                try registry.cut("layer")
                let ended = try registry.project.shell(
                    "TERM=xterm \(TestProject.terminal) --type 'is tried again' $'\\003' -- sfm-dev up cache")
                #expect(ended.code == 130)
                let left = Self.screen(ended.output)
                #expect(
                    !left.contains { $0.contains("is tried again") || $0.contains("asking the registry") }, "\(left)")
                #expect(left.contains { $0.contains("interrupted") }, "\(left)")
            }
        }

        /// The lines of a terminal that has been sent this.
        private static func screen(_ text: String) -> [String] {
            var lines: [String] = []
            for piece in text.split(separator: "\r\n", omittingEmptySubsequences: false) {
                var rest = piece[...]
                // What the terminal echoed before it, such as ^C, goes too.
                while let move = rest.firstMatch(of: #/\x1B\[([0-9]+)F\x1B\[J/#) {
                    lines.removeLast(Int(move.1) ?? 0)
                    rest = rest[move.range.upperBound...]
                }
                lines.append(String(rest))
            }
            return lines
        }
    }
}
