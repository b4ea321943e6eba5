import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A registry that asks for a login, for one project: its images, and the folder where the docker CLI keeps logins.
struct TestRegistry {
    static let isInstalled = system("command -v docker-registry > /dev/null") == 0
    static let password = "Geheim-Wort-17"
    /// `dev` and the password, as `docker login` stores them.
    static let auth = "ZGV2OkdlaGVpbS1Xb3J0LTE3"

    let project: TestProject
    /// `127.0.0.1:PORT` of the registry itself.
    let host: String
    /// The same registry behind the proxy that breaks off transfers.
    let proxy: String
    private let process: String

    /// Nothing of it is left on the engine when `body` ends, however it ends.
    static func with<Value>(_ body: (TestRegistry) throws -> Value) throws -> Value {
        try TestProject.with { project in
            let started = try project.done(
                """
                mkdir "$HOME/registry" && mkfifo "$HOME/registry/ready" &&
                { python3 '\(TestProject.folder)/registry.py' "$HOME/registry" > "$HOME/registry/log" 2>&1 < /dev/null & } &&
                timeout 60 cat "$HOME/registry/ready"
                """)
            let words = started.output.split { $0.isWhitespace }.map(String.init)
            guard words.count == 3 else { throw Shell.Problem(message: "no registry: \(started.output)") }
            let registry = TestRegistry(
                project: project, host: "127.0.0.1:\(words[0])", proxy: "127.0.0.1:\(words[1])", process: words[2])
            let result = Result { try body(registry) }
            let ended = try project.shell(
                """
                docker ps -aq --filter label=com.docker.compose.project=\(project.name) | xargs -r docker rm -fv
                for name in \(registry.repository(registry.host)) \(registry.repository(registry.proxy)); do
                    docker images -q "$name" | sort -u | xargs -r docker rmi -f
                done
                kill \(registry.process) && timeout 20 flock "$HOME/registry/lock" true
                """)
            guard ended.code == 0 else { throw Shell.Problem(message: "the registry did not end: \(ended.errors)") }
            return try result.get()
        }
    }

    private func repository(_ host: String) -> String { "\(host)/\(project.name)/cache" }

    /// - Parameter throughProxy: asks the proxy for it.
    func image(_ tag: String = "1", throughProxy: Bool = false) -> String {
        repository(throughProxy ? proxy : host) + ":\(tag)"
    }

    /// Makes an image that no other test has, puts it into the registry, and forgets it on the engine. It holds what `sleep`
    /// needs, and a layer of 3 MB.
    func push(_ tag: String = "1") throws {
        try project.done(
            """
            head -c 3000000 /dev/urandom > "$HOME/unique"
            files=$(echo /bin/sleep; ldd /bin/sleep | grep -o '/[^ ]*')
            tar -chf - -C / $(sed 's,^/,,' <<< "$files") "${HOME#/}/unique" |
                docker import --change 'CMD ["/bin/sleep", "infinity"]' - '\(image(tag))' &&
            mkdir -p "$HOME/pusher" && echo '{"auths":{"\(host)":{"auth":"\(Self.auth)"}}}' > "$HOME/pusher/config.json" &&
            DOCKER_CONFIG=$HOME/pusher docker push -q '\(image(tag))' && docker rmi '\(image(tag))'
            """)
    }

    /// Makes the image the project's service `cache`.
    func use(_ image: String) throws {
        try project.write(
            """
            image: \(image)
            stop_signal: SIGKILL
            x-sfm-dev: {ready: {exec: [/bin/sleep, "0"]}}

            """, to: "compose/cache.yaml")
        try project.done(
            "grep -q cache profiles/local.yaml || sed -i '/^services:/s/kafka/kafka, cache/' profiles/local.yaml")
    }

    /// What the docker CLI's configuration says.
    func configure(_ text: String) throws {
        try project.done("mkdir -p \"$HOME/.docker\"")
        try Shell.write(text, to: "\(project.shell.folder)/.docker/config.json")
    }

    /// Puts a program `docker-credential-<name>` on the path.
    func install(helper name: String, _ script: String) throws {
        let path = "\(project.shell.folder)/bin/docker-credential-\(name)"
        try project.done("mkdir -p \"$HOME/bin\"")
        try Shell.write("#!/bin/bash\n\(script)\n", to: path)
        try project.done("chmod +x '\(path)'")
    }

    /// Lets the next transfer of each of these kinds break off: `manifest`, `layer`.
    func cut(_ kinds: String) throws { try Shell.write(kinds, to: "\(project.shell.folder)/registry/cut") }

    /// Forgets the image, and the containers made from it.
    func forget() throws {
        try project.done("sfm-dev down && docker images -q '\(repository(host))' | sort -u | xargs -r docker rmi -f")
    }
}
