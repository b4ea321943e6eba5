import Testing

@testable import Profiles

@Suite struct TopLevelDomainsTests {
    @Test func `each listed name is found, and they stand in order`() {
        let names = "\(TopLevelDomains.listed)".split(whereSeparator: \.isWhitespace).map(String.init)
        #expect(names.count > 1000)
        #expect(names == names.sorted())
        #expect(names.filter { !TopLevelDomains.contains($0) } == [])
    }

    @Test(arguments: ["", "a", "aa", "aaaa", "postgres", "redis", "co m", "zzz", "zwz", "comm", "co\nm", "dé"])
    func `no other name is`(name: String) {
        #expect(!TopLevelDomains.contains(name))
    }

    @Test(arguments: ["COM", "xn--p1ai", "localhost", "dev", "aaa", "zw"])
    func `names of other cases and scripts, and reserved ones, are`(name: String) {
        #expect(TopLevelDomains.contains(name))
    }
}
