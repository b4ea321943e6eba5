/// What every reference to an image is made of (the distribution project's `reference/regexp.go`): the engine has the last
/// word, but it would not know in which file a slip stands.
package enum ImageName {
    package static func isPlausible(_ text: String) -> Bool {
        // Behind '@' stands a digest; what looks like one and holds a path is a login in a URL.
        let digests = text.split(separator: "@", omittingEmptySubsequences: false).dropFirst()
        guard digests.count <= 1, digests.allSatisfy({ $0.contains(":") && !$0.contains("/") }) else { return false }
        return !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "._-:/@[]".utf8.contains(byte)
                }
            }
    }
}
