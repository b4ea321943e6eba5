import Crypto
import Diagnostics
import Testing

@testable import Compose
@testable import Profiles
@testable import Templates

/// Hashes that docker compose itself wrote: found in labels of containers, networks and volumes that it made.
struct ConfigHashTests {
    private let model = ComposeModel(
        plan: ResolvedPlan(profile: "local", description: "", project: "sfm"), directory: "/p", planKey: [1])

    @Test(arguments: [
        ("docker_postgres_data", "fc9c3243864dd27a923dba18ebe0743bc1bd63150910bb22573d03430e222307"),
        ("rag-project_postgres_data", "5dc3d628a7c7fc208c1a083f74bde3e0acba02c0a3a313cd96bc1e1ecaa7ba3a"),
    ])
    func `a volume has docker compose's hash`(name: String, hash: String) {
        let volume = ResolvedVolume(key: "x", name: name, isExternal: false, driver: nil, labels: [:])
        #expect(model.configHash(of: volume) == hash)
    }

    @Test(arguments: [
        ("ejemplo081025_default", false, "2ca54f558a75af90e8f50c5ab8996545bed754abcc0151085c6b9b1e1ad338df"),
        ("sfm_default", false, "c962eda7049efe84a4ebe6a93abc48775ce2752fdf573c7581be0158254a8cdd"),
        ("sfm-shared", true, "eb3cd932b8b67f159361651bf0c38fb33443e60c49bbba9fd51c1c04ec66784e"),
    ])
    func `a network has docker compose's hash`(name: String, isExternal: Bool, hash: String) {
        let network = ResolvedNetwork(
            key: "x", name: name, isExternal: isExternal, isInternal: false, driver: nil, labels: [:])
        #expect(model.configHash(of: network) == hash)
    }

    @Test func `a service is hashed over the bytes that docker compose hashes`() {
        var service = ServiceDefinition()
        service.image = "redis:7"
        service.networks = ["default": NetworkAttachment()]
        let bytes = GoJSON.object(ServiceFields(service: service, labels: [:]).ordered).text
        #expect(bytes == #"{"command":null,"entrypoint":null,"image":"redis:7","networks":{"default":null}}"#)
        let hash = SHA256.hash(data: Array(bytes.utf8)).withUnsafeBytes(Hex.text)
        #expect(hash == "c4c5d49051453ad0fbbe92e4bb0bc1e2f7ea4dd7a7111c4f1430b04610ce6c39")
    }
}
