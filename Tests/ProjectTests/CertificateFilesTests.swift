import Diagnostics
import Testing

@testable import Project

@Suite struct CertificateFilesTests {
    @Test func `files become again what they were, and private ones stay private`() throws {
        let scratch = try Scratch()
        try scratch.folder.prepare()
        let files = CertificateFiles(scratch.folder)
        #expect(try files.snapshot() == [:])
        try files.write(certificate: "one", of: "ca")
        try files.write(key: Secret("secret"), of: "ca")
        let before = try files.snapshot()
        #expect(before == ["ca.pem": Array("one".utf8), "ca.key": Array("secret".utf8)])
        try files.write(certificate: "two", of: "ca")
        try files.removeKey(of: "ca")
        try files.write(certificate: "new", of: "redis")
        try files.restore(before)
        #expect(try files.snapshot() == before)
        #expect(try scratch.mode(".sfm-dev/tls/ca.key") == 0o600)
        #expect(try scratch.mode(".sfm-dev/tls/ca.pem") == 0o644)
    }

    @Test(arguments: [[0x30, 0x82, 0x02, 0x47], Array("text\0".utf8)])
    func `a file that is no text is read as an empty one, and is replaced`(bytes: [UInt8]) throws {
        let scratch = try Scratch()
        try scratch.folder.prepare()
        let files = CertificateFiles(scratch.folder)
        try files.write(certificate: "one", of: "redis")
        try AtomicFile.write(bytes, to: files.certificatePath("redis"), mode: 0o644, named: "redis.pem")
        #expect(try files.certificate("redis") == "")
        try files.write(certificate: "two", of: "redis")
        #expect(try files.certificate("redis") == "two")
    }

    @Test func `what is no text comes back too`() throws {
        let scratch = try Scratch()
        try scratch.folder.prepare()
        let files = CertificateFiles(scratch.folder)
        try files.write(certificate: "one", of: "redis")
        let bytes: [UInt8] = [0x30, 0x82, 0, 0xFF]
        try AtomicFile.write(bytes, to: files.certificatePath("redis"), mode: 0o644, named: "redis.pem")
        let before = try files.snapshot()
        try files.write(certificate: "two", of: "redis")
        try files.restore(before)
        #expect(try SafeFile.read(files.certificatePath("redis"), limit: 100) == bytes)
    }
}
