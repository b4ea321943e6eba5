import Diagnostics
import Testing
import YAML

struct YAMLParserTests {
    @Test func `an empty file is nothing`() throws {
        #expect(try parseYAML("", path: "p.yaml").isNull)
        #expect(try parseYAML("# only a comment\n", path: "p.yaml").isNull)
        #expect(try parseYAML("---\n", path: "p.yaml").isNull)
    }
}
