import Engine

@testable import Convergence
@testable import Profiles
@testable import Templates

extension ReconcilerUpTests {
    static let leftovers: [UpCase] = [
        .running(
            "stopped between making the new container and starting it",
            """
            redis  remove    it was made and never started
            redis  recreate  image changed

            """
        ) { world in
            world.replaceRedis(old: .running, new: .created)
        },
        .running(
            "stopped after the old one was stopped",
            """
            redis  remove    it was made and never started
            redis  recreate  image changed

            """
        ) { $0.replaceRedis(old: .exited, new: .created) },
        .running(
            "stopped after the new one was started",
            """
            redis  remove  another container of this service takes its place
            redis  rename  an interrupted run left it as 'sfm-redis-1.sfm-new'

            """
        ) { $0.replaceRedis(old: .exited, new: .running) },
        .running(
            "stopped after the old one was removed",
            "redis  rename  an interrupted run left it as 'sfm-redis-1.sfm-new'\n"
        ) { $0.replaceRedis(old: nil, new: .running) },
        .running(
            "stopped after the new one was started, and stopped since",
            """
            redis  remove  another container of this service takes its place
            redis  rename  an interrupted run left it as 'sfm-redis-1.sfm-new'
            redis  start   exited with code 1

            """
        ) {
            $0.replaceRedis(old: .exited, new: .exited)
            $0.observe("sfm-redis-1.sfm-new") { $0.exitCode = 1 }
        },
        .running(
            "the plan went back meanwhile",
            """
            redis  remove  it was made and never started
            redis  update  an interrupted run left it without its restart policy

            """
        ) {
            var aside = $0.fitting("redis", name: "sfm-redis-1.sfm-new")
            aside.planHash = "other"
            aside.state = .created
            $0.add(aside)
        },
        .running(
            "the plan changed once more",
            """
            redis  remove    another container of this service takes its place
            redis  rename    an interrupted run left it as 'sfm-redis-1.sfm-new'
            redis  recreate  TWICE added

            """
        ) {
            $0.replaceRedis(old: .exited, new: .running)
            $0.change("redis") { $0.definition.environment["TWICE"] = "1" }
        },
        .running(
            "the new one failed and the old one runs again",
            """
            redis  remove    another container of this service takes its place
            redis  recreate  image changed

            """
        ) { $0.replaceRedis(old: .running, new: .exited) },
        .running(
            "a second container of docker compose",
            "redis  remove  another container of this service takes its place\n"
        ) {
            var second = $0.fitting("redis", name: "sfm-redis-2")
            second.planHash = "other"
            $0.add(second)
        },
    ]

    static let orphans: [UpCase] = [
        .running(
            "an orphan is named",
            """
            sfm-dev: note: not in this profile: sfm-old-1
            hint: sfm-dev up --remove-orphans

            """
        ) { $0.add(ObservedContainer(id: "1", name: "sfm-old-1", service: "old", state: .running)) },
        .running("an orphan is removed", "old  remove  not in this profile\n") {
            $0.options.removeOrphans = true
            $0.add(ObservedContainer(id: "1", name: "sfm-old-1", service: "old", state: .running))
        },
        .running("an optional service is no orphan", "") { $0.add($0.fitting("api")) },
        .running("--without", "api  remove  --without api\n") {
            $0.add($0.fitting("api"))
            $0.options.dropped = ["api": "--without api"]
        },
        .running("a command of docker compose run at work is left alone", "") {
            $0.options.removeOrphans = true
            $0.addOneOff(.running)
        },
        .running("a command of docker compose run that ended goes", "redis  remove  not in this profile\n") {
            $0.options.removeOrphans = true
            $0.addOneOff(.exited)
        },
        .running(
            "containers of a checkout that is gone",
            "sfm-dev: note: adopted from /home/dev/old, which is gone: sfm-redis-1\n"
        ) { $0.observe("sfm-redis-1") { $0.workingDirectory = "/home/dev/old" } },
        .running("made from the project folder itself", "") {
            $0.observe("sfm-redis-1") { $0.workingDirectory = "/home/dev/sfm" }
        },
    ]
}

extension World {
    /// What `docker compose run redis` makes.
    fileprivate mutating func addOneOff(_ state: ContainerState) {
        add(ObservedContainer(id: "1", name: "sfm-redis-run-1", service: "redis", state: state, isOneOff: true))
    }

    /// Redis in the middle of a recreation after a change of its image.
    mutating func replaceRedis(old: ContainerState?, new: ContainerState) {
        change("redis") { $0.definition.image = "redis:8" }
        observed.images["redis:8"] = "sha256:redis"
        var aside = fitting("redis", name: "sfm-redis-1.sfm-new")
        aside.state = new
        add(aside)
        if let old {
            observe("sfm-redis-1") { $0.state = old }
        } else {
            observed.containers.removeAll { $0.name == "sfm-redis-1" }
        }
    }
}
