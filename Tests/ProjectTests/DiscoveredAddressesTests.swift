import Testing

@testable import Project

@Suite struct DiscoveredAddressesTests {
    @Test func `what was found comes back`() throws {
        let scratch = try Scratch()
        try scratch.folder.prepare()
        var found = DiscoveredAddresses()
        found.profiles["shared-infra"] = .init(
            networks: ["team"], addresses: ["postgres:5432": "localhost:5434"], notes: ["kafka is far"])
        try found.save(scratch.folder)
        #expect(DiscoveredAddresses.load(scratch.folder) == found)
        #expect(try scratch.mode(".sfm-dev/discovered.json") == 0o600)
    }

    /// It is found again; no command ends for it.
    @Test(arguments: ["", "no JSON", "{}", #"{"version": 2, "profiles": {}}"#, #"{"version": 1, "profiles": 1}"#])
    func `a file that cannot be read counts as none`(text: String) throws {
        let scratch = try Scratch()
        try scratch.folder.prepare()
        try scratch.put(".sfm-dev/discovered.json", text)
        #expect(DiscoveredAddresses.load(scratch.folder) == DiscoveredAddresses())
    }
}
