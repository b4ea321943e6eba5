import Diagnostics
import Engine
import Testing

@testable import Convergence
@testable import Profiles
@testable import Templates

struct StatusTests {
    private func report(
        _ plan: ResolvedPlan, _ containers: [ContainerSummary], _ answers: [String: ProbeAnswer] = [:],
        _ drift: [String: [String]] = [:]
    ) -> StatusReport {
        StatusReport(
            profile: plan.profile, project: plan.project,
            services: ServiceStatus.evaluate(plan: plan, containers: containers, answers: answers, drift: drift))
    }

    private var plan: ResolvedPlan {
        var kafka = Sample.service("kafka", ready: .kafka(user: nil, password: nil, local: nil))
        kafka.isStandIn = true
        kafka.endpoint = .init(network: 9092, host: 19092)
        kafka.definition.ports = [Sample.port(19092, 19092)]
        var api = Sample.service("api")
        api.isOptional = true
        api.isEnabled = false
        var plan = Sample.plan([api, kafka, Sample.postgres])
        plan.external = [
            ExternalService(
                name: "redis", network: HostAndPort(host: "redis", port: 6379),
                host: HostAndPort(host: "127.0.0.1", port: 16379), location: Sample.place)
        ]
        return plan
    }

    private let containers = [
        Sample.container(
            "sfm-kafka-1", service: "kafka", ports: [("127.0.0.1", 19092, 19092)]),
        Sample.container("sfm-postgres-1", service: "postgres", state: .exited, status: "Exited (3) 2 minutes ago"),
    ]

    @Test func `the table tells of each service, and what is wrong with it`() {
        let report = report(
            plan, containers, ["kafka": .ready(ProbeFacts()), "redis": .unreachable("connection refused")],
            ["postgres": ["POSTGRES_DB changed"]])
        #expect(
            report.table == """
                profile local, project sfm
                SERVICE   STATE     READY  ADDRESS          IMAGE
                kafka     running   yes    localhost:19092  sfm-dev/stand-in-x:1 (stand-in)
                postgres  exited    no     localhost:5433   sfm-dev/stand-in-x:1 (stand-in)
                  it exited with code 3
                  differs from the plan: POSTGRES_DB changed
                redis     external  no     127.0.0.1:16379  -
                  connection refused

                """)
        #expect(!report.isReady)
    }

    @Test func `the JSON has every key, with or without a value`() {
        let report = report(plan, containers, ["kafka": .ready(ProbeFacts())])
        #expect(
            report.json == """
                {"profile":"local","project":"sfm","services":[\
                {"cause":null,"container":"sfm-kafka-1","drift":[],\
                "endpoint":{"host":"localhost:19092","network":"kafka:9092"},"image":"sfm-dev/stand-in-x:1",\
                "ports":[{"host_ip":"127.0.0.1","protocol":"tcp","published":19092,"target":19092}],\
                "ready":true,"seeded":[],"service":"kafka","stand_in":true,"state":"running"},\
                {"cause":"it exited with code 3","container":"sfm-postgres-1","drift":[],\
                "endpoint":{"host":"localhost:5433","network":"postgres:5432"},"image":"sfm-dev/stand-in-x:1","ports":[],\
                "ready":false,"seeded":[],"service":"postgres","stand_in":true,"state":"exited"},\
                {"cause":"it was not asked","container":null,"drift":[],\
                "endpoint":{"host":"127.0.0.1:16379","network":"redis:6379"},"image":null,"ports":[],\
                "ready":false,"seeded":[],"service":"redis","stand_in":false,"state":"external"}],"version":1}

                """)
    }

    @Test func `a profile without services is a table without rows`() {
        #expect(report(Sample.plan([]), []).table == "profile local, project sfm\nno services\n")
        #expect(report(Sample.plan([]), []).isReady)
    }

    @Test(arguments: [
        (ContainerState.created, "Created", "it has not been started"),
        (.paused, "Up 3 minutes (Paused)", "it is paused"),
        (.restarting, "Restarting (7) 2 seconds ago", "it keeps ending, last exit code 7"),
        (.exited, "Exited (0) 2 seconds ago", "it exited with code 0"), (.exited, "", "it exited"),
        (.dead, "Dead", "the engine could not remove it"), (.removing, "Removal In Progress", "it is being removed"),
        (.running, "Up", "it was not asked"),
    ])
    func `a container that does not run says what it does`(_ state: ContainerState, _ status: String, _ cause: String) {
        let container = Sample.container("sfm-postgres-1", service: "postgres", state: state, status: status)
        let status = report(Sample.plan(), [container]).services.first
        #expect(status?.cause == cause)
        #expect(status?.isReady == false)
        #expect(status?.state.rawValue == state.rawValue)
    }

    @Test func `a service without a container is absent`() {
        let status = report(Sample.plan(), []).services.first
        #expect(status?.state == .absent)
        #expect(status?.cause == "it has not been created")
    }

    @Test(arguments: [(0, true, nil), (2, false, "it ended with code 2")])
    func `a job that ended is ready when it ended well`(_ code: Int, _ isReady: Bool, _ cause: String?) {
        let container = Sample.container("sfm-job-1", service: "job", state: .exited, status: "Exited (\(code)) now")
        let status = report(Sample.plan([Sample.service("job", ready: .completed)]), [container]).services.first
        #expect(status?.isReady == isReady)
        #expect(status?.cause == cause)
    }

    @Test func `of two containers the one that runs counts`() {
        let old = Sample.container("sfm-postgres-1", service: "postgres", created: 1)
        let new = Sample.container(
            "sfm-postgres-1.sfm-new", service: "postgres", state: .created, status: "Created", created: 2)
        #expect(report(Sample.plan(), [new, old]).services.first?.container == "sfm-postgres-1")
    }

    @Test func `a server's sentence shows no secret`() {
        let container = Sample.container("sfm-postgres-1", service: "postgres")
        let answer = ProbeAnswer.refused(.other, "no s3cret/word \u{1b}[2J")
        let status = report(Sample.plan(), [container], ["postgres": answer]).services.first
        #expect(status?.cause == "no [redacted] \\x1b[2J")
    }
}
