import Testing

#if os(Linux)
    extension CommandTests {
        /// Which libcurl is loaded: the loader tells (ld.so(8), LD_DEBUG).
        struct LibraryTests {
            private static let loaded = """
                LD_DEBUG=files LD_DEBUG_OUTPUT=../loaded MAIN status >/dev/null 2>&1
                cat ../loaded.* | sed -n 's/.*calling init: .*\\/\\(.*\\)/\\1/p' | grep -E 'curl|crypto'
                """

            @Test func `the libcurl that was built beside the program needs no other library`() throws {
                try FilesTests.with { project in
                    let names = try project.done(
                        Self.loaded.replacing("MAIN", with: "sfm-dev-main")
                    ).lines
                    // Where it could not be built, as without its source, the system's is loaded.
                    let isBuilt = try project.shell(
                        "test -e \"$(dirname \"$(command -v sfm-dev-main)\")/\(Self.ours)\""
                    ).code
                    if isBuilt == 0 {
                        #expect(names == [Self.ours[...]])
                    } else {
                        #expect(names.contains { $0.hasPrefix("libcurl") })
                    }
                }
            }

            @Test func `without one the system's is loaded`() throws {
                try FilesTests.with { project in
                    try project.done("mkdir ../alone; cp \"$(command -v sfm-dev-main)\" ../alone")
                    let names = try project.done(
                        Self.loaded.replacing("MAIN", with: "../alone/sfm-dev-main")
                    ).lines
                    #expect(names.contains { $0.hasPrefix("libcurl") })
                    #expect(!names.contains(Self.ours[...]))
                }
            }

            private static let ours = "libsfm-dev-curl.so"
        }
    }
#endif
