import Diagnostics
import Testing

@testable import Project

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct AtomicFileTests {
    @Test(arguments: [0o600, 0o644, 0o640] as [UInt32])
    func `a file has the mode that was asked for, whatever the old one had`(mode: UInt32) throws {
        let scratch = try Scratch()
        try scratch.sh("echo old > f; chmod 777 f")
        try AtomicFile.write(Array("new".utf8), to: scratch.file("f"), mode: mode)
        #expect(try scratch.mode("f") == mode_t(mode))
        #expect(try scratch.text("f") == "new")
        #expect(try scratch.names() == ["f"])
    }

    @Test func `a link, a folder and a pipe are refused and stay`() throws {
        let scratch = try Scratch()
        try scratch.sh("echo kept > target; ln -s target link; ln -s nowhere dangling; mkdir folder; mkfifo pipe")
        let write = { (name: String) in
            told { try AtomicFile.write([1], to: scratch.file(name), mode: 0o600, named: name) }
        }
        let link = "; sfm-dev reads and writes only files that stand there themselves"
        #expect(write("link") == "77\nsfm-dev: error: 'link' is a link\(link)\nhint: rm link\n")
        #expect(write("dangling") == "77\nsfm-dev: error: 'dangling' is a link\(link)\nhint: rm dangling\n")
        #expect(
            write("folder")
                == "77\nsfm-dev: error: 'folder' is a folder; a file belongs there\nhint: mv folder folder.old\n")
        #expect(write("pipe") == "77\nsfm-dev: error: 'pipe' is not a regular file\nhint: rm pipe\n")
        #expect(try scratch.text("target") == "kept\n")
        #expect(try scratch.names() == ["dangling", "folder", "link", "pipe", "target"])
    }

    @Test(arguments: AtomicFile.Step.allCases)
    func `a kill leaves the old or the new file, and the next write cleans up`(step: AtomicFile.Step) async throws {
        let scratch = try Scratch()
        try scratch.put("f", "old content")
        let path = scratch.file("f")
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, step = step as AtomicFile.Step] in
            try AtomicFile.write(Array("new content".utf8), to: path, mode: 0o600, named: "f") { reached in
                if reached == step { kill(getpid(), SIGKILL) }
            }
        }
        #expect(try scratch.text("f") == (step == .renamed ? "new content" : "old content"))
        #expect(try scratch.names().count == (step == .renamed ? 1 : 2))
        try scratch.put("f", "newest")
        #expect(try scratch.text("f") == "newest")
        #expect(try scratch.names() == ["f"])
    }

    @Test func `an unfinished file lies in the staging folder`() throws {
        let scratch = try Scratch()
        try scratch.sh("mkdir stage")
        var beside: [String]?
        try AtomicFile.write([1], to: scratch.file("f"), mode: 0o600, named: "f", by: scratch.file("stage")) {
            reached in
            if reached == .synchronized { beside = try? scratch.names() }
        }
        #expect(beside == ["stage"])
        #expect(try scratch.names() == ["f", "stage"])
    }

    @Test(arguments: AtomicFile.Step.allCases.dropLast())
    func `an error at any step leaves the old file and no temporary one`(step: AtomicFile.Step) throws {
        let scratch = try Scratch()
        try scratch.put("f", "old")
        let said = told {
            try AtomicFile.write([1, 2], to: scratch.file("f"), mode: 0o600, named: "f") {
                reached throws(SystemCode) in
                if reached == step { throw SystemCode(EIO) }
            }
        }
        #expect(said == "1\nsfm-dev: error: cannot write 'f': the device answers with an error\n")
        #expect(try scratch.text("f") == "old")
        #expect(try scratch.names() == ["f"])
    }

    @Test func `the temporary file of a writer at work is left alone`() throws {
        let scratch = try Scratch()
        try AtomicFile.write(Array("outer".utf8), to: scratch.file("f"), mode: 0o600, named: "f") {
            reached throws(SystemCode) in
            guard reached == .written else { return }
            do {
                try AtomicFile.write(Array("inner".utf8), to: scratch.file("f"), mode: 0o600)
            } catch {
                throw SystemCode(EIO)
            }
        }
        #expect(try scratch.text("f") == "outer")
        #expect(try scratch.names() == ["f"])
    }

    @Test func `the temporary file has never wider rights than the final one`() throws {
        let scratch = try Scratch()
        try AtomicFile.write([1, 2], to: scratch.file("f"), mode: 0o600, named: "f") { reached in
            guard reached != .renamed else { return }
            #expect((try? scratch.names().map { try scratch.mode($0) }) == [0o600])
        }
    }

    @Test func `writers at the same time never mix and never lose their own file`() async throws {
        let scratch = try Scratch()
        let path = scratch.file("f")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for byte in UInt8(1)...8 {
                group.addTask {
                    let bytes = [UInt8](repeating: byte, count: 10_000)
                    for _ in 0..<20 { try AtomicFile.write(bytes, to: path, mode: 0o600) }
                }
            }
            try await group.waitForAll()
        }
        let bytes = try #require(try SafeFile.read(path, limit: 10_000))
        #expect(bytes.count == 10_000 && Set(bytes).count == 1)
        #expect(try scratch.names() == ["f"])
    }

    @Test func `a missing folder is named`() throws {
        let scratch = try Scratch()
        let said = told { try AtomicFile.write([1], to: scratch.file("no/f"), mode: 0o600, named: "no/f") }
        #expect(
            said == "1\nsfm-dev: error: cannot write 'no/f': no such file or folder\nhint: ls -ld \(scratch.path)/no\n")
    }

    @Test(.enabled(if: FullDisk.canMount, "mounting a tmpfs needs root and the right to mount"))
    func `a full device leaves the old file and no temporary one`() throws {
        let scratch = try Scratch()
        try scratch.sh("mkdir full && mount -t tmpfs -o size=64k sfm-test full")
        defer { Scratch.sh("umount '\(scratch.path)/full'") }
        try scratch.put("full/f", "old")
        let big = [UInt8](repeating: 7, count: 256 * 1024)
        let said = told { try AtomicFile.write(big, to: scratch.file("full/f"), mode: 0o600, named: "f") }
        #expect(
            said == "1\nsfm-dev: error: cannot write 'f': no space left on the device\n"
                + "hint: df -h \(scratch.path)/full\n")
        #expect(try scratch.text("full/f") == "old")
        try scratch.sh("test $(ls -A full) = f")
    }
}

enum FullDisk {
    /// Tried once: a container's root may not mount.
    static let canMount: Bool = {
        guard geteuid() == 0, let scratch = try? Scratch() else { return false }
        let mounted = Scratch.sh("mount -t tmpfs -o size=64k sfm-test '\(scratch.path)'") == 0
        if mounted { Scratch.sh("umount '\(scratch.path)'") }
        return mounted
    }()
}
