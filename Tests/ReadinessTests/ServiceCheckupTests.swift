import Testing

@testable import Convergence

struct ServiceCheckupTests {
    @Test(arguments: [
        (200, #"{"kv_store": true, "deep": {"er": true, "n": 0, "s": "false"}}"#, "ok /x: every check is true"),
        (200, #"{"kv_store": false, "deep": {"er": false, "fine": true}}"#, "failure /x: deep.er, kv_store false"),
        (200, "[false]", "failure /x: 0 false"), (200, "false", "failure /x: the answer false"),
        (
            200, #"{"checks": ["x", 1, null, {"name": "db", "ok": false}, [true, false]]}"#,
            "failure /x: checks.3.ok, checks.4.1 false"
        ),
        (204, "", "ok /x: HTTP 204"), (200, "<html>", "ok /x: HTTP 200"),
        (500, #"{"kv_store": true}"#, "failure /x: HTTP 500"), (302, "", "failure /x: HTTP 302"),
    ])
    func `the JSON of an answer counts, not its status alone`(status: Int, body: String, text: String) {
        let answer = ServiceCheckup.judge("/x", HTTPReply(status: status, reason: "", body: body))
        #expect("\(answer.verdict) \(answer.text)" == text)
    }
}
