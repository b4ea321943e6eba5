import Engine
import Testing

@Suite struct ImageReferenceTests {
    private static let digest = "sha256:" + String(repeating: "0a", count: 32)

    @Test(arguments: [
        ("redis", "docker.io/library/redis:latest", "redis:latest"),
        ("redis:7-alpine", "docker.io/library/redis:7-alpine", "redis:7-alpine"),
        ("docker.io/redis", "docker.io/library/redis:latest", "redis:latest"),
        ("index.docker.io/a/b:c", "docker.io/a/b:c", "a/b:c"),
        ("qdrant/qdrant:v1.12.0", "docker.io/qdrant/qdrant:v1.12.0", "qdrant/qdrant:v1.12.0"),
        ("ghcr.io/a/b/c", "ghcr.io/a/b/c:latest", "ghcr.io/a/b/c:latest"),
        ("localhost/x", "localhost/x:latest", "localhost/x:latest"),
        ("localhost:5000/x:1", "localhost:5000/x:1", "localhost:5000/x:1"),
        ("REG/x", "REG/x:latest", "REG/x:latest"),
        ("redis@\(digest)", "docker.io/library/redis@\(digest)", "redis@\(digest)"),
        ("redis:7@\(digest)", "docker.io/library/redis:7@\(digest)", "redis:7@\(digest)"),
        ("a__b/c---d/e.f", "docker.io/a__b/c---d/e.f:latest", "a__b/c---d/e.f:latest"),
    ])
    func `a reference is completed as docker does it`(text: String, canonical: String, familiar: String) throws {
        let reference = try #require(ImageReference(text))
        #expect(reference.canonical == canonical)
        #expect(reference.familiar == familiar)
    }

    @Test(arguments: [
        "", "Redis", "redis:", "redis:a b", "redis@", "redis@sha256:12", "/redis", "redis/", "a//b", "-a", "a..b",
        "a___b", "redis:\(String(repeating: "1", count: 129))", "ümlaut", "a_-b", String(repeating: "a", count: 300),
    ])
    func `what is no reference is refused`(text: String) {
        #expect(ImageReference(text) == nil)
    }
}
