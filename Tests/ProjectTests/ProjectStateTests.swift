import Diagnostics
import Testing

@testable import Project

@Suite struct ProjectStateTests {
    @Test func `a state comes back as it was saved, private and sorted`() throws {
        let scratch = try Scratch()
        try scratch.folder.prepare()
        #expect(try ProjectState.load(scratch.folder) == ProjectState())
        var state = ProjectState()
        state.activeProfile = "tls"
        state.previousProfile = "local"
        state.with = ["tls": ["api"], "local": []]
        state.ports = ["POSTGRES_PORT": 5434]
        state.made = .init(project: "sfm", services: ["redis"])
        state.left = ["other": ["web", "job"]]
        try state.save(scratch.folder)
        #expect(try ProjectState.load(scratch.folder) == state)
        #expect(try scratch.mode(".sfm-dev/state.json") == 0o600)
        #expect(
            try scratch.text(".sfm-dev/state.json") == """
                {
                  "activeProfile" : "tls",
                  "left" : {
                    "other" : [
                      "job",
                      "web"
                    ]
                  },
                  "made" : {
                    "project" : "sfm",
                    "services" : [
                      "redis"
                    ]
                  },
                  "ports" : {
                    "POSTGRES_PORT" : 5434
                  },
                  "previousProfile" : "local",
                  "version" : 1,
                  "with" : {
                    "local" : [

                    ],
                    "tls" : [
                      "api"
                    ]
                  }
                }

                """)
    }

    private static let own = ProjectState.Footprint(project: "sfm", services: ["api", "redis"])
    private static let other = ProjectState.Footprint(project: "aside", services: ["redis"])

    /// From a state to a profile and what its files name: the state after it.
    private static func after(
        _ active: String?, _ made: ProjectState.Footprint?, left: [String: Set<String>] = [:], _ profile: String,
        _ footprint: ProjectState.Footprint
    ) -> ProjectState {
        var state = ProjectState()
        (state.activeProfile, state.made, state.left) = (active, made, left)
        return state.becoming(profile, footprint)
    }

    @Test func `what a profile before may have made is remembered, and nothing of the same one`() {
        #expect(Self.after(nil, nil, "local", Self.own).left == [:])
        #expect(Self.after("local", Self.own, "local", Self.own).left == [:])
        #expect(Self.after("local", Self.own, "tls", Self.own).left == ["sfm": ["api", "redis"]])
        #expect(Self.after("local", Self.other, "local", Self.own).left == ["aside": ["redis"]])
        #expect(
            Self.after("local", Self.own, left: ["sfm": ["old"], "x": ["y"]], "tls", Self.other).left
                == ["sfm": ["api", "old", "redis"], "x": ["y"]])
        #expect(Self.after("local", Self.own, "tls", Self.other).made == Self.other)
    }

    @Test func `the profile before is the one that was active, or would have been`() {
        #expect(Self.after(nil, nil, "local", Self.own).previousProfile == nil)
        #expect(Self.after(nil, nil, "tls", Self.own).previousProfile == "local")
        #expect(Self.after("tls", Self.own, "auth", Self.own).previousProfile == "tls")
        #expect(Self.after("tls", Self.own, "auth", Self.own).activeProfile == "auth")
    }

    @Test(
        arguments: [
            (
                #"{"version": 2}"#,
                "65\nsfm-dev: error: '.sfm-dev/state.json' was written by a newer sfm-dev: "
                    + "its version is 2, and this one knows 1\nhint: update sfm-dev, or: rm .sfm-dev/state.json\n"
            ),
            (
                #"{"version": 1, "seeds": {}}"#,
                "65\nsfm-dev: error: '.sfm-dev/state.json' was written by a newer sfm-dev: "
                    + "it has a field 'seeds' that this one does not know\n"
                    + "hint: update sfm-dev, or: rm .sfm-dev/state.json\n"
            ),
            (
                "{\"version\": 1,\n  \"ports\": {\"A\": \"x\"}}",
                "65\n.sfm-dev/state.json:2:3: error: 'ports.A' has another type than it should\n"
                    + "  2 |   \"ports\": {\"A\": \"x\"}}\n    |   ^\nhint: rm .sfm-dev/state.json\n"
            ),
            (
                "[]",
                "65\n.sfm-dev/state.json:1:1: error: the file has another type than it should\n"
                    + "  1 | []\n    | ^\nhint: rm .sfm-dev/state.json\n"
            ),
            (
                "{\"version\": 1,\n  \"ports\": {\"A\": 1e30}}",
                "65\n.sfm-dev/state.json:1:1: error: a number in this file is out of range\n"
                    + "  1 | {\"version\": 1,\n    | ^\nhint: rm .sfm-dev/state.json\n"
            ),
            (
                "{}",
                "65\n.sfm-dev/state.json:1:1: error: 'version' is missing\n"
                    + "  1 | {}\n    | ^\nhint: rm .sfm-dev/state.json\n"
            ),
            (
                "{\"version\": 1,\n  oops}",
                "65\n.sfm-dev/state.json:2:3: error: this is not JSON\n  2 |   oops}\n    |   ^\n"
                    + "hint: rm .sfm-dev/state.json\n"
            ),
            (
                "{\"version\": 1",
                "65\n.sfm-dev/state.json:1:14: error: this is not JSON\n  1 | {\"version\": 1\n    |              ^\n"
                    + "hint: rm .sfm-dev/state.json\n"
            ),
        ])
    func `a broken or newer file is refused with its place`(text: String, said: String) throws {
        let note = "note: without it the profile is 'local' again; of another: sfm-dev switch NAME\n"
        let scratch = try Scratch()
        try scratch.folder.prepare()
        try scratch.put(".sfm-dev/state.json", text)
        #expect(told { _ = try ProjectState.load(scratch.folder) } == said.replacing("hint: ", with: note + "hint: "))
    }
}
