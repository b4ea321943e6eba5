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
        #expect(before == ["ca.pem": "one", "ca.key": "secret"])
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

    @Test(arguments: [("redis.pem", "redis"), ("ca.key", "--authority")])
    func `what could not be made again as it was ends the snapshot`(file: String, words: String) throws {
        let scratch = try Scratch()
        try scratch.folder.prepare()
        let files = CertificateFiles(scratch.folder)
        try files.write(certificate: "one", of: "redis")
        try AtomicFile.write([0x30, 0x82], to: scratch.file(".sfm-dev/tls/\(file)"), mode: 0o600, named: file)
        #expect(
            told { _ = try files.snapshot() } == """
                65
                sfm-dev: error: '.sfm-dev/tls/\(file)' is not in PEM
                hint: sfm-dev certificates renew \(words)

                """)
    }
}
