import Testing

@testable import Convergence
@testable import Engine
@testable import Profiles
@testable import Templates

struct ContainerSpecTests {
    private func json(_ service: String, _ world: World, api: APIVersion = .oldest) throws -> String {
        let service = try #require(world.plan.service(service))
        var spec = ContainerSpecBuilder(model: world.model, api: api).spec(of: service, imageID: "sha256:1")
        spec.labels = [:]
        return WireJSON.text(spec)
    }

    /// Written with blanks to be read, sent without.
    private func compact(_ json: String) -> String { json.filter { !$0.isWhitespace } }

    @Test func `a database with its port and its volume`() throws {
        #expect(
            try json("postgres", World())
                == compact(
                    """
                    {
                      "Env" : [
                        "POSTGRES_DB=somamemory",
                        "POSTGRES_USER=postgres"
                      ],
                      "ExposedPorts" : {
                        "5432/tcp" : {

                        }
                      },
                      "HostConfig" : {
                        "Binds" : [
                          "sfm_postgres_data:/data:rw"
                        ],
                        "NetworkMode" : "sfm_default",
                        "PortBindings" : {
                          "5432/tcp" : [
                            {
                              "HostIp" : "127.0.0.1",
                              "HostPort" : "5433"
                            }
                          ]
                        },
                        "RestartPolicy" : {
                          "Name" : "unless-stopped"
                        }
                      },
                      "Image" : "postgres:15-alpine",
                      "NetworkingConfig" : {
                        "EndpointsConfig" : {
                          "sfm_default" : {
                            "Aliases" : [
                              "postgres",
                              "sfm-postgres-1"
                            ]
                          }
                        }
                      }
                    }
                    """))
    }

    private var full: World {
        var world = World()
        world.change("redis") { service in
            var attached = Templates.NetworkAttachment()
            attached.aliases = ["cache", "redis"]
            service.definition.networks = ["default": attached]
            service.definition.command = []
            service.definition.entrypoint = ["redis-server", "--port", "0"]
            service.definition.environment = ["B": nil, "A": "a=b"]
            service.definition.expose = ["7000-7001", "53/udp"]
            service.definition.mounts = [
                Mount(kind: .bind("/etc/a"), target: "/a", readOnly: true, location: World.place),
                Mount(kind: .bind("/etc/a:b"), target: "/b", readOnly: true, location: World.place),
            ]
            service.definition.tmpfs = ["/tmp", "/run:size=64m,mode=755"]
            service.definition.restart = "on-failure:3"
            service.definition.containerName = "my-redis"
            service.definition.hostname = "redis"
            service.definition.user = "999:999"
            service.definition.workingDirectory = "/data"
            service.definition.initProcess = true
            service.definition.stopSignal = "SIGINT"
            service.definition.stopGracePeriod = TimeSpan("1500ms")
            service.definition.tty = true
            service.definition.standardInputOpen = true
            service.definition.readOnly = true
            service.definition.capabilitiesAdded = ["SYS_NICE"]
            service.definition.capabilitiesDropped = ["ALL"]
            service.definition.securityOptions = ["no-new-privileges:true"]
            service.definition.extraHosts = ["host.docker.internal=host-gateway"]
            service.definition.ulimits = ["nofile": Templates.Ulimit(soft: 1, hard: 2, isSingle: false)]
            service.definition.sharedMemorySize = 64
            service.definition.memoryLimit = 128
            service.definition.cpus = 1.5
            service.definition.logging = Logging(driver: "local", options: ["max-size": "10m"])
            var check = Templates.Healthcheck()
            check.test = ["CMD", "redis-cli", "ping"]
            check.interval = .seconds(30)
            check.retries = 3
            check.startInterval = TimeSpan("250ms")
            service.definition.healthcheck = check
        }
        return world
    }

    @Test func `everything that a service can say`() throws {
        #expect(
            try json("redis", full)
                == compact(
                    """
                    {
                      "Cmd" : [

                      ],
                      "Entrypoint" : [
                        "redis-server",
                        "--port",
                        "0"
                      ],
                      "Env" : [
                        "A=a=b",
                        "B"
                      ],
                      "ExposedPorts" : {
                        "53/udp" : {

                        },
                        "7000/tcp" : {

                        },
                        "7001/tcp" : {

                        }
                      },
                      "Healthcheck" : {
                        "Interval" : 30000000000,
                        "Retries" : 3,
                        "StartInterval" : 250000000,
                        "Test" : [
                          "CMD",
                          "redis-cli",
                          "ping"
                        ]
                      },
                      "HostConfig" : {
                        "Binds" : [
                          "/etc/a:/a:ro"
                        ],
                        "CapAdd" : [
                          "SYS_NICE"
                        ],
                        "CapDrop" : [
                          "ALL"
                        ],
                        "ExtraHosts" : [
                          "host.docker.internal:host-gateway"
                        ],
                        "Init" : true,
                        "LogConfig" : {
                          "Config" : {
                            "max-size" : "10m"
                          },
                          "Type" : "local"
                        },
                        "Memory" : 128,
                        "Mounts" : [
                          {
                            "ReadOnly" : true,
                            "Source" : "/etc/a:b",
                            "Target" : "/b",
                            "Type" : "bind"
                          }
                        ],
                        "NanoCpus" : 1500000000,
                        "NetworkMode" : "sfm_default",
                        "ReadonlyRootfs" : true,
                        "RestartPolicy" : {
                          "MaximumRetryCount" : 3,
                          "Name" : "on-failure"
                        },
                        "SecurityOpt" : [
                          "no-new-privileges:true"
                        ],
                        "ShmSize" : 64,
                        "Tmpfs" : {
                          "/run" : "size=64m,mode=755",
                          "/tmp" : ""
                        },
                        "Ulimits" : [
                          {
                            "Hard" : 2,
                            "Name" : "nofile",
                            "Soft" : 1
                          }
                        ]
                      },
                      "Hostname" : "redis",
                      "Image" : "redis:7",
                      "NetworkingConfig" : {
                        "EndpointsConfig" : {
                          "sfm_default" : {
                            "Aliases" : [
                              "redis",
                              "my-redis",
                              "cache"
                            ]
                          }
                        }
                      },
                      "OpenStdin" : true,
                      "StopSignal" : "SIGINT",
                      "StopTimeout" : 2,
                      "Tty" : true,
                      "User" : "999:999",
                      "WorkingDir" : "/data"
                    }
                    """))
    }

    @Test func `a disabled check is none, a check without a test keeps the image's`() throws {
        var world = World()
        var check = Templates.Healthcheck()
        check.disabled = true
        world.change("redis") { [check] in $0.definition.healthcheck = check }
        #expect(try json("redis", world).contains(#""Test":["NONE"]"#))
        check.disabled = false
        check.retries = 9
        world.change("redis") { [check] in $0.definition.healthcheck = check }
        #expect(try json("redis", world).contains(#""Test":[]"#))
    }

    @Test func `nameless volumes go over to the container that follows`() throws {
        let world = World()
        let redis = try #require(world.plan.service("redis"))
        var old = world.fitting("redis")
        old.namelessVolumes = ["/data": "taken", "/more": "abc"]
        let spec = ContainerSpecBuilder(model: world.model, api: .oldest)
            .spec(of: redis, imageID: nil, replacing: old)
        #expect(spec.host.binds == ["sfm_redis_data:/data:rw", "abc:/more:rw"])
    }
}
