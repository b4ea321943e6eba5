import Testing

#if os(Linux)
    extension CommandTests {
        /// Which libcurl is loaded: the loader tells (ld.so(8), LD_DEBUG).
        struct LibraryTests {
            private static let ours = "libsfm-dev-curl.so"

            @Test func `the libcurl that was built beside the program needs no other library`() throws {
                try FilesTests.with { project in
                    let folder = try project.done("dirname \"$(command -v sfm-dev-main)\"").lines[0]
                    let (loaded, needed) = try Self.libraries(of: "sfm-dev-main", project)
                    // Where it could not be built, as without its source, the system's is loaded.
                    if try project.shell("test -e '\(folder)/\(Self.ours)'").code == 0 {
                        #expect(loaded == [Self.ours])
                        #expect(needed.allSatisfy { $0 == "libc.so.6" })
                    } else {
                        #expect(loaded.contains { $0.hasPrefix("libcurl") })
                    }
                }
            }

            @Test(arguments: [
                "true", "cp \"$(ldd ../alone/sfm-dev-main | awk '/libm.so/ {print $3}')\" ../alone/\(ours)",
            ])
            func `without one, or with one that is none, the system's is loaded`(preparation: String) throws {
                try FilesTests.with { project in
                    try project.done("mkdir ../alone; cp \"$(command -v sfm-dev-main)\" ../alone; \(preparation)")
                    let (loaded, _) = try Self.libraries(of: "../alone/sfm-dev-main", project)
                    #expect(loaded.contains { $0.hasPrefix("libcurl") })
                    let told = try project.shell("../alone/sfm-dev-main status").errors
                    #expect(!told.contains("libcurl"))
                }
            }

            /// - Returns: what of curl was loaded, and what that loaded in turn.
            private static func libraries(
                of program: String, _ project: TestProject
            ) throws -> (loaded: [String], needed: [String]) {
                try project.done(
                    "LD_DEBUG=files LD_DEBUG_OUTPUT=../loaded \(program) status >/dev/null 2>&1; cat ../loaded.* >../all"
                )
                return (
                    try lines("s/.*calling init: .*\\/\\([^/]*curl[^/]*\\)$/\\1/p", project),
                    try lines("s/.*file=\\([^ ]*\\) .*needed by .*curl.*/\\1/p", project)
                )
            }

            private static func lines(_ pattern: String, _ project: TestProject) throws -> [String] {
                try project.done("sed -n '\(pattern)' ../all | sort -u").lines.map(String.init)
            }
        }
    }
#endif
