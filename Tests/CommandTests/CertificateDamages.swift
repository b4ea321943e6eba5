import Testing

extension CommandTests.CertificateTests {
    /// Signed by the checkout's CA unless told otherwise.
    static func make(
        from start: Int = -1, to end: Int = 300, ca: String = "ca.pem", key: String = "redis.key",
        names: String = "redis $(basename $OLDPWD)-redis-1 localhost host.docker.internal"
    ) -> String {
        "(cd .sfm-dev/tls && \(tool) make redis.pem \(ca) ca.key \(key) \(start) \(end) \(names))"
    }

    struct Damage: CustomTestStringConvertible, Sendable {
        let name: String
        let script: String
        let code: Int32
        /// What `generate` says; a time stands as TIME.
        let said: String
        /// What `certificates show` warns of; nil where it ends as `generate` does.
        let shown: String?

        var testDescription: String { name }
    }

    static let damages = [
        Damage(
            name: "expired", script: make(from: -400, to: -3), code: 0,
            said: """
                sfm-dev: note: '.sfm-dev/tls/redis.pem' ran out on TIME: a new one is made

                """,
            shown: """
                sfm-dev: warning: '.sfm-dev/tls/redis.pem' ran out on TIME
                hint: sfm-dev certificates renew redis

                """),
        Damage(
            name: "soon to expire", script: make(from: -300, to: 90), code: 0,
            said: """
                sfm-dev: note: '.sfm-dev/tls/redis.pem' runs out on TIME: a new one is made

                """,
            shown: """
                sfm-dev: warning: '.sfm-dev/tls/redis.pem' runs out on TIME
                hint: sfm-dev certificates renew redis

                """),
        Damage(
            name: "not yet valid", script: make(from: 3, to: 300), code: 65,
            said: """
                sfm-dev: error: '.sfm-dev/tls/redis.pem' is valid from TIME on, and this machine's clock says TIME
                note: if the clock is right: sfm-dev certificates renew redis
                hint: date

                """,
            shown: """
                sfm-dev: warning: '.sfm-dev/tls/redis.pem' is valid from TIME on, and this machine's clock says TIME
                note: if the clock is right: sfm-dev certificates renew redis
                hint: date

                """),
        Damage(
            name: "for another host", script: make(names: "cache localhost host.docker.internal"), code: 0,
            said: """
                sfm-dev: note: '.sfm-dev/tls/redis.pem' does not cover 'redis', 'NAME-redis-1': a new one is made

                """,
            shown: """
                sfm-dev: warning: '.sfm-dev/tls/redis.pem' does not cover 'redis', 'NAME-redis-1'
                hint: sfm-dev certificates renew redis

                """),
        Damage(
            name: "signed by itself", script: make(ca: "-"), code: 65,
            said: """
                sfm-dev: error: '.sfm-dev/tls/redis.pem' was signed by another CA than this checkout's
                hint: sfm-dev certificates renew redis

                """,
            shown: """
                sfm-dev: warning: '.sfm-dev/tls/redis.pem' was signed by another CA than this checkout's
                hint: sfm-dev certificates renew redis

                """),
        Damage(
            name: "truncated", script: "truncate -s 300 .sfm-dev/tls/redis.pem", code: 65,
            said: """
                sfm-dev: error: '.sfm-dev/tls/redis.pem' is no certificate in PEM, or is cut off
                hint: sfm-dev certificates renew redis

                """,
            shown: """
                sfm-dev: warning: '.sfm-dev/tls/redis.pem' is no certificate in PEM, or is cut off
                hint: sfm-dev certificates renew redis

                """),
        Damage(
            name: "with a truncated key", script: "truncate -s 100 .sfm-dev/tls/redis.key", code: 65,
            said: """
                sfm-dev: error: '.sfm-dev/tls/redis.pem' has a key that is not in PEM, or is cut off
                hint: sfm-dev certificates renew redis

                """,
            shown: """
                sfm-dev: warning: '.sfm-dev/tls/redis.pem' has a key that is not in PEM, or is cut off
                hint: sfm-dev certificates renew redis

                """),
        Damage(
            name: "with the key of another", script: "cp .sfm-dev/tls/kafka.key .sfm-dev/tls/redis.key", code: 65,
            said: """
                sfm-dev: error: '.sfm-dev/tls/redis.pem' has the key of another certificate
                hint: sfm-dev certificates renew redis

                """,
            shown: """
                sfm-dev: warning: '.sfm-dev/tls/redis.pem' has the key of another certificate
                hint: sfm-dev certificates renew redis

                """),
        Damage(
            name: "lost, its key left behind", script: "rm .sfm-dev/tls/redis.pem", code: 65,
            said: """
                sfm-dev: error: '.sfm-dev/tls/redis.pem' is not there, and a key is in its place that may be somebody's own
                hint: sfm-dev certificates renew redis

                """,
            shown: """
                sfm-dev: warning: '.sfm-dev/tls/redis.pem' is not there, and a key is in its place that may be somebody's own
                hint: sfm-dev certificates renew redis

                """),
        Damage(
            name: "with a key that others can read", script: "chmod 644 .sfm-dev/tls/redis.key", code: 77,
            said: """
                sfm-dev: error: '.sfm-dev/tls/redis.key' can be read by others (mode 0644): whoever read it can speak for 'redis'
                note: if somebody may have: sfm-dev certificates renew redis afterwards
                hint: chmod 600 .sfm-dev/tls/redis.key

                """, shown: nil),
        Damage(
            name: "a CA key that others can read", script: "chmod 640 .sfm-dev/tls/ca.key", code: 77,
            said: """
                sfm-dev: error: '.sfm-dev/tls/ca.key' can be read by others (mode 0640): whoever read it can speak for every service of this checkout
                note: if somebody may have: sfm-dev certificates renew --authority afterwards
                hint: chmod 600 .sfm-dev/tls/ca.key

                """, shown: nil),
        Damage(
            name: "a lost CA key", script: "rm .sfm-dev/tls/ca.key", code: 0,
            said: """
                sfm-dev: note: '.sfm-dev/tls/ca.pem' has no key beside it: a new CA is made, and all its certificates
                note: where the old one was trusted, the new one is not yet
                hint: sudo "$(command -v sfm-dev)" certificates trust

                """,
            shown: """
                sfm-dev: warning: '.sfm-dev/tls/ca.pem' has no key beside it
                hint: sfm-dev certificates renew --authority

                """),
        Damage(
            name: "a foreign CA",
            script: make(ca: "-", names: "ca") + " && cp .sfm-dev/tls/redis.pem .sfm-dev/tls/ca.pem",
            code: 65,
            said: """
                sfm-dev: error: '.sfm-dev/tls/ca.pem' is no CA that sfm-dev made for this checkout
                hint: sfm-dev certificates renew --authority

                """,
            shown: """
                sfm-dev: warning: '.sfm-dev/tls/ca.pem' is no CA that sfm-dev made for this checkout
                hint: sfm-dev certificates renew --authority
                sfm-dev: warning: '.sfm-dev/tls/redis.pem' was signed by another CA than this checkout's
                hint: sfm-dev certificates renew redis

                """),
        Damage(
            name: "a record of CAs that is cut off", script: "truncate -s 300 .sfm-dev/tls/authorities.pem",
            code: 65,
            said: """
                sfm-dev: error: '.sfm-dev/tls/ca.pem' is in no readable part of 'authorities.pem', which is damaged
                hint: sfm-dev certificates renew --authority

                """,
            shown: """
                sfm-dev: warning: '.sfm-dev/tls/ca.pem' is in no readable part of 'authorities.pem', which is damaged
                hint: sfm-dev certificates renew --authority

                """),
        Damage(
            name: "a record of CAs that is lost", script: "rm .sfm-dev/tls/authorities.pem", code: 65,
            said: """
                sfm-dev: error: '.sfm-dev/tls/ca.pem' may be another's: 'authorities.pem', which lists this checkout's CAs, is missing or empty
                hint: sfm-dev certificates renew --authority

                """,
            shown: """
                sfm-dev: warning: '.sfm-dev/tls/ca.pem' may be another's: 'authorities.pem', which lists this checkout's CAs, is missing or empty
                hint: sfm-dev certificates renew --authority

                """),
        Damage(
            name: "a lost CA of which the key's file has another copy", script: "rm .sfm-dev/tls/ca.pem", code: 0,
            said: "",
            shown: """
                sfm-dev: warning: '.sfm-dev/tls/ca.pem' is not there
                hint: sfm-dev certificates issue

                """),
    ]
}
