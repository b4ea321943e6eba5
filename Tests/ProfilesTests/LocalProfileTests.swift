import Diagnostics
import Profiles
import Templates
import Testing

/// The profile and the templates that this repository brings along.
struct LocalProfileTests {
    @Test func `an engine that knows no start interval gets none`() throws {
        var input = Shop.input([
            "compose/web.yaml": """
            image: web:1
            healthcheck: {test: [CMD, "true"], start_period: 5s, start_interval: 1s}

            """
        ])
        func check(_ knows: Bool) throws -> (interval: TimeSpan?, lacks: Bool) {
            input.knowsStartInterval = knows
            let plan = try Resolver(input).resolve().plan
            return (plan.service("web")?.definition.healthcheck?.startInterval, plan.lacksStartInterval)
        }
        #expect(try check(true) == (TimeSpan.seconds(1), false))
        #expect(try check(false) == (nil, true))
    }

    @Test func `the host's five values are those of SFM's runbook, section 2`() throws {
        let (plan, warnings) = try Resolver(OwnFiles.input("local")).resolve()
        #expect(warnings.isEmpty)
        #expect(
            plan.variables.map { "\($0.name)=\($0.host.reveal())" } == [
                "SOMA_API_TOKEN=dev-token",
                "POSTGRES_URL=postgresql://postgres:postgres@localhost:5433/somamemory",
                "REDIS_URL=redis://localhost:6379/0",
                "QDRANT_URL=http://localhost:6333",
                "KAFKA_BOOTSTRAP_SERVERS=localhost:19092",
            ])
    }

    @Test func `another container reaches the stores by their names`() throws {
        let plan = try Resolver(OwnFiles.input("local")).resolve().plan
        #expect(
            plan.variables.map { "\($0.name)=\($0.network.reveal())" } == [
                "SOMA_API_TOKEN=dev-token",
                "POSTGRES_URL=postgresql://postgres:postgres@postgres:5432/somamemory",
                "REDIS_URL=redis://redis:6379/0",
                "QDRANT_URL=http://qdrant:6333",
                "KAFKA_BOOTSTRAP_SERVERS=kafka:9092",
            ])
    }

    @Test func `the stores run, the api and the consumer wait to be asked for`() throws {
        var input = try OwnFiles.input("local")
        #expect(
            try Resolver(input).resolve().plan.enabledServices.map(\.name) == ["kafka", "postgres", "qdrant", "redis"])
        input.with = ["api"]
        #expect(try Resolver(input).resolve().plan.enabledServices.map(\.name).contains("api"))
    }

    @Test func `every published port can be moved by its setting`() throws {
        let plan = try Resolver(OwnFiles.input("local")).resolve().plan
        let ports = plan.services.flatMap { service in
            service.definition.ports.map { "\(service.name) \($0.hostIP):\($0.published) \($0.variable ?? "-")" }
        }
        #expect(
            ports == [
                "api 127.0.0.1:9595 API_PORT", "kafka 127.0.0.1:19092 KAFKA_PORT",
                "postgres 127.0.0.1:5433 POSTGRES_PORT", "qdrant 127.0.0.1:6333 QDRANT_PORT",
                "redis 127.0.0.1:6379 REDIS_PORT",
            ])
    }

    @Test func `a moved kafka is told the address that it is reached by`() throws {
        var input = try OwnFiles.input("local")
        input.chosenPorts["KAFKA_PORT"] = 29092
        let plan = try Resolver(input).resolve().plan
        #expect(plan.variables.last?.host.reveal() == "localhost:29092")
        #expect(
            plan.service("kafka")?.definition.environment["KAFKA_ADVERTISED_LISTENERS"]
                == "PLAINTEXT://kafka:9092,OUTSIDE://localhost:29092")
    }

    @Test func `no container's environment holds a password or the token`() throws {
        let plan = try Resolver(OwnFiles.input("local")).resolve().plan
        for service in plan.services {
            #expect(service.definition.environment["POSTGRES_PASSWORD"] == nil)
            #expect(!service.definition.environment.values.contains("dev-token"))
        }
        #expect(plan.secrets.map(\.name) == ["api_env", "consumer_env", "postgres_password", "soma_api_token"])
        // Section 5 of the runbook: the token is no variable inside either.
        for secret in plan.secrets where secret.name.hasSuffix("_env") {
            #expect(secret.value.reveal().contains("POSTGRES_URL="))
            #expect(!secret.value.reveal().contains("SOMA_API_TOKEN"))
        }
    }
}
