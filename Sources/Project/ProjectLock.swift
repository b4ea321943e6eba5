package import Diagnostics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The right to change this checkout; released when the value is dropped and when the process ends, however it ends.
package struct ProjectLock: ~Copyable {
    private let file: Descriptor

    private init(_ file: consuming Descriptor) {
        self.file = file
    }

    deinit {
        // The next holder must not be shown as this one in the instant before it writes its own line.
        _ = ftruncate(file.raw, 0)
        // Closing is not enough: a child that is being started shares the lock until its exec.
        _ = flock(file.raw, LOCK_UN)
    }

    /// Takes the lock or says who holds it.
    /// - Parameter command: what the holder runs, such as `sfm-dev up`, without values of the user: others read it.
    /// - Throws: `.held` with the holder's command and pid; `.refused` where a link stands.
    package static func acquire(_ folder: StateFolder, command: String) throws(Failure) -> ProjectLock {
        let name = folder.shown(folder.lock)
        while true {
            let file = try open(folder.lock, name)
            if flock(file.raw, LOCK_EX | LOCK_NB) != 0 {
                if errno == EINTR { continue }
                guard errno == EWOULDBLOCK else { throw SystemFault.cannotWrite(name, in: folder.path, errno) }
                throw held(file)
            }
            // `git clean -fdx` may have removed the file between the open and the lock.
            guard isStill(file, at: folder.lock) else { continue }
            do throws(SystemCode) {
                guard ftruncate(file.raw, 0) == 0 else { throw SystemCode(errno) }
                try file.write(Array("\(getpid()) \(command)\n".utf8))
            } catch {
                throw SystemFault.cannotWrite(name, in: folder.path, error.number)
            }
            return ProjectLock(file)
        }
    }

    /// Waits until the lock is free.
    ///
    /// It asks again every 20 ms and not in a blocking call: that one could not be cancelled.
    /// - Parameter waiting: called once, with the message that names the holder, when the lock is taken.
    /// - Throws: as `acquire`, but `.interrupted` in place of `.held` when the task is cancelled.
    package static func acquireWaiting(
        _ folder: StateFolder, command: String, waiting: (Diagnostic) -> Void
    ) async throws(Failure) -> ProjectLock {
        var told = false
        while true {
            do {
                return try acquire(folder, command: command)
            } catch {
                guard error.exitCode == .held, let diagnostic = error.diagnostics.first else { throw error }
                if !told { waiting(diagnostic) }
                told = true
            }
            do {
                try await Task.sleep(for: .milliseconds(20))
            } catch {
                throw Failure(.interrupted, "interrupted while waiting for another sfm-dev")
            }
        }
    }

    private static func open(_ path: String, _ name: String) throws(Failure) -> Descriptor {
        do throws(SystemCode) {
            return try Descriptor.open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, mode: 0o600)
        } catch {
            var info = stat()
            if lstat(path, &info) == 0 { try FileKind(info).requireFile(name) }
            throw SystemFault.cannotWrite(name, in: PathParts(path).folder, error.number)
        }
    }

    private static func held(_ file: borrowing Descriptor) -> Failure {
        var holder = ""
        if let bytes = try? file.read(limit: 4096), let line = String(validating: bytes, as: UTF8.self) {
            let parts = line.split(separator: " ", maxSplits: 1)
            if parts.count == 2, let pid = Int32(parts[0]) {
                holder = ": '\(parts[1].split(separator: "\n").first ?? "")' (pid \(pid))"
            }
        }
        return Failure(.held, "another sfm-dev holds this project\(holder)", hint: "--wait-lock")
    }

    private static func isStill(_ file: borrowing Descriptor, at path: String) -> Bool {
        var there = stat()
        guard lstat(path, &there) == 0, let mine = try? file.status() else { return false }
        return there.st_ino == mine.st_ino && there.st_dev == mine.st_dev
    }
}
