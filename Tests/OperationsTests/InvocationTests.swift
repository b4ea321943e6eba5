import Testing

@testable import Operations

struct InvocationTests {
    @Test(arguments: [
        ([], false, "sfm-dev stop"), (["redis", "kafka"], false, "sfm-dev stop kafka redis"),
        ([], true, "sfm-dev stop --volumes"),
    ])
    func `a command is told again with what it was about`(services: [String], volumes: Bool, wanted: String) {
        let invocation = Invocation(environment: [:], command: "sfm-dev stop", console: Console(environment: [:]))
        #expect(invocation.again(Set(services), volumes: volumes) == wanted)
    }
}
