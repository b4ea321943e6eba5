import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension CommandTests {
    /// The store of trusted CAs: the machine's own program, over copies of its folders that nobody else sees.
    @Suite(.enabled(if: geteuid() == 0, "mount namespaces are root's"))
    struct TrustTests {
        private static let store = "/usr/local/share/ca-certificates"
        private static let program = "/usr/sbin/update-ca-certificates"

        private static func inside(_ project: TestProject, _ script: String) throws -> Shell.Outcome {
            try project.write(
                """
                set -e
                for folder in \(store) /etc/ssl/certs; do
                    copy=$(mktemp -d "$PWD/../copy-XXXXXX"); cp -a $folder/. $copy; mount --bind $copy $folder
                done
                rm -f \(store)/sfm-dev-*
                \(script)

                """, to: "../inside")
            return try project.shell("unshare --mount --propagation private bash ../inside")
        }

        /// Without what differs from run to run.
        private static func plain(_ text: String) -> String {
            text.replacing(#/sfm-dev-[0-9a-f]{8}-[0-9a-f]{16}/#, with: "FILE")
                .replacing(#/sfm-dev [a-z0-9]+ [0-9a-f]{8}/#, with: "CA").replacing(#/[0-9a-f]{64}/#, with: "PRINT")
                .replacing(#/internal, [-a-z0-9, ]+, 127/#, with: "internal, NAMES, 127")
                .replacing(#/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/#, with: "TIME")
        }

        private static let trusted = """
            ran        update-ca-certificates
            programs that use this machine's store now trust CN=CA,O=sfm-dev development CA
            (SHA-256 PRINT), until TIME.
            It can vouch for these names, what is below them, and nothing else:
            localhost, host.docker.internal, NAMES, 127.0.0.0/8, ::1/128
            Firefox, Java and Python's certifi have stores of their own.
            back with: sudo "$(command -v sfm-dev)" certificates untrust

            """

        @Test func `what is trusted is taken out again, earlier CAs too`() throws {
            try TestProject.with { project in
                try project.done("sfm-dev generate --profile tls")
                let first = try Self.inside(
                    project,
                    """
                    sfm-dev certificates trust
                    openssl verify .sfm-dev/tls/redis.pem && sfm-dev certificates trust
                    """)
                #expect(first.output == ".sfm-dev/tls/redis.pem: OK\n")
                #expect(
                    Self.plain(first.errors) == """
                        added      \(Self.store)/FILE.crt
                        \(Self.trusted)there      \(Self.store)/FILE.crt
                        \(Self.trusted)
                        """)
                let second = try Self.inside(
                    project,
                    """
                    sfm-dev certificates trust 2> /dev/null && sfm-dev certificates renew --authority 2> /dev/null
                    ! openssl verify .sfm-dev/tls/redis.pem 2> /dev/null
                    sfm-dev certificates trust && openssl verify .sfm-dev/tls/redis.pem
                    ls \(Self.store) | grep -c ^sfm-dev-
                    sfm-dev certificates untrust && ! openssl verify .sfm-dev/tls/redis.pem 2> /dev/null
                    ls \(Self.store) | grep -c ^sfm-dev- || sfm-dev certificates untrust
                    """)
                #expect(second.code == 0)
                #expect(second.output == ".sfm-dev/tls/redis.pem: OK\n1\n0\n")
                #expect(
                    Self.plain(second.errors) == """
                        added      \(Self.store)/FILE.crt
                        removed    \(Self.store)/FILE.crt
                        \(Self.trusted)removed    \(Self.store)/FILE.crt
                        ran        update-ca-certificates
                        no CA of this checkout is in '\(Self.store)'
                        ran        update-ca-certificates

                        """)
            }
        }

        @Test func `who was killed before the program has run needs only ask again`() throws {
            try TestProject.with { project in
                try project.done(
                    """
                    sfm-dev generate --profile tls
                    printf '#!/bin/sh\nkill -9 $PPID\n' > ../killing && chmod +x ../killing
                    """)
                for (word, before, verdict) in [
                    ("trust", "true", "OK\n"), ("untrust", "sfm-dev certificates trust", ""),
                ] {
                    let outcome = try Self.inside(
                        project,
                        """
                        exec 2> /dev/null
                        \(before)
                        mount --bind ../killing \(Self.program)
                        code=0; sfm-dev certificates \(word) || code=$?
                        test $code -eq 137
                        umount \(Self.program)
                        sfm-dev certificates \(word)
                        openssl verify .sfm-dev/tls/redis.pem | sed 's/.*: //'
                        """)
                    #expect(outcome.code == 0)
                    #expect(outcome.output == verdict, "\(word)")
                }
            }
        }

        @Test func `nothing but the CA of this checkout is handed on`() throws {
            try TestProject.with { project in
                try project.done("sfm-dev generate --profile tls && cat .sfm-dev/tls/redis.pem >> .sfm-dev/tls/ca.pem")
                let more = try Self.inside(project, "sfm-dev certificates trust || ls \(Self.store)")
                #expect(!more.output.contains("sfm-dev-"))
                #expect(
                    more.errors == """
                        sfm-dev: error: '.sfm-dev/tls/ca.pem' holds more than one certificate
                        hint: sfm-dev certificates renew --authority

                        """)
            }
        }

        @Test func `a checkout that was moved or lost its files is still known`() throws {
            try TestProject.with { project in
                try project.done("sfm-dev generate --profile tls")
                let moved = try Self.inside(
                    project,
                    """
                    sfm-dev certificates trust 2> /dev/null
                    cp -r . ../moved && cd ../moved && sfm-dev certificates untrust 2> /dev/null
                    cd ../project && sfm-dev certificates trust 2> /dev/null
                    rm -r .sfm-dev .env && sfm-dev certificates untrust 2> /dev/null
                    ls \(Self.store) | grep -c ^sfm-dev- || true
                    """)
                #expect(moved.output == "0\n")
            }
        }

        @Test func `what cannot be done is told`() throws {
            try TestProject.with { project in
                let none = try project.shell("sfm-dev certificates trust")
                #expect(none.code == 65)
                #expect(
                    none.errors == """
                        sfm-dev: error: this checkout has no CA yet
                        hint: sfm-dev certificates issue --profile tls

                        """)
                try project.done("sfm-dev generate --profile tls")
                let readOnly = try Self.inside(
                    project, "mount -o remount,ro,bind \(Self.store) && sfm-dev certificates trust")
                #expect(readOnly.code == 77)
                #expect(
                    readOnly.errors == """
                        sfm-dev: error: '\(Self.store)' cannot be written: it is read-only

                        """)
                // The caller's PATH has no say in what root runs.
                let lost = try Self.inside(
                    project,
                    """
                    mkdir ../bin && cp \(Self.program) ../bin && export PATH=$PWD/../bin:$PATH
                    mount --bind /dev/null \(Self.program) && sfm-dev certificates trust
                    """)
                #expect(lost.code == 1)
                #expect(
                    lost.errors.hasPrefix(
                        "sfm-dev: error: no store of trusted CAs that sfm-dev knows was found on this machine\n"))
                let failing = try Self.inside(
                    project,
                    """
                    printf '#!/bin/sh\necho no >&2; exit 3\n' > ../failing && chmod +x ../failing
                    mount --bind ../failing \(Self.program)
                    sfm-dev certificates trust || ls \(Self.store)
                    """)
                #expect(!failing.output.contains("sfm-dev-"))
                #expect(
                    failing.errors == """
                        sfm-dev: error: 'update-ca-certificates' ended with 3: no
                        hint: sudo "$(command -v sfm-dev)" certificates trust

                        """)
                try project.done(
                    "cp .sfm-dev/tls/client.pem .sfm-dev/tls/ca.pem && git add -f .sfm-dev/tls/ca.pem")
                #expect(try project.shell("sfm-dev certificates trust").code == 77)
                let foreign = try project.shell("git rm -q --cached .sfm-dev/tls/ca.pem; sfm-dev certificates trust")
                #expect(foreign.code == 65)
                #expect(
                    foreign.errors == """
                        sfm-dev: error: '.sfm-dev/tls/ca.pem' is no CA that sfm-dev made for this checkout
                        hint: sfm-dev certificates renew --authority

                        """)
            }
        }
    }
}
