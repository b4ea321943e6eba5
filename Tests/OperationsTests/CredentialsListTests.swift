import Operations
import Profiles
import Testing

struct CredentialsListTests {
    static let list = CredentialsList(
        profile: "local",
        credentials: [
            .init(name: "A", source: .default, variables: ["A", "A_URL"], services: ["api"]),
            .init(name: "LONG_NAME", source: .supplied, setAt: 1000),
            .init(name: "FIXED", source: .supplied, fixedBy: "config.yaml", services: ["db"]),
            .init(name: "MISSING", source: nil),
        ])

    @Test func `the table has source, age and users`() {
        #expect(
            Self.list.table(now: 1000 + 7200) == """
                NAME       SOURCE       AGE  USED BY
                A          default      -    A, A_URL, api
                LONG_NAME  supplied     2 h  -
                FIXED      config.yaml  -    db
                MISSING    not set      -    -

                """)
    }

    @Test func `the JSON object has every key`() {
        let entries = [
            #"{"fixed_by":null,"name":"A","set_at":null,"source":"default","#
                + #""used_by":{"services":["api"],"variables":["A","A_URL"]}}"#,
            #"{"fixed_by":null,"name":"LONG_NAME","set_at":1000,"source":"supplied","#
                + #""used_by":{"services":[],"variables":[]}}"#,
            #"{"fixed_by":"config.yaml","name":"FIXED","set_at":null,"source":"supplied","#
                + #""used_by":{"services":["db"],"variables":[]}}"#,
            #"{"fixed_by":null,"name":"MISSING","set_at":null,"source":null,"#
                + #""used_by":{"services":[],"variables":[]}}"#,
        ]
        #expect(
            Self.list.json == #"{"credentials":["# + entries.joined(separator: ",")
                + #"],"profile":"local","version":1}"# + "\n")
    }

    @Test(arguments: [
        (-5, "0 s"), (0, "0 s"), (59, "59 s"), (60, "1 min"), (3599, "59 min"), (3600, "1 h"), (86_399, "23 h"),
        (86_400, "1 day"), (172_800, "2 days"), (31_535_999, "364 days"), (31_536_000, "1 year"),
        (63_072_000, "2 years"),
    ])
    func `an age stands in the largest unit of which it has one`(seconds: Int64, text: String) {
        #expect(CredentialsList.age(seconds) == text)
    }
}
