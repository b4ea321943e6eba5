#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The variables of whoever called, as far as `env` needs them. A dictionary of all of them would cost the front more than
/// its files do.
package struct CallingEnvironment: Sendable {
    package let value: @Sendable (String) -> String?
    /// The names that begin with `SFM_DEV_`, sorted.
    package let ownNames: [String]

    package init(_ environment: [String: String]) {
        value = { environment[$0] }
        ownNames = environment.keys.filter { $0.hasPrefix("SFM_DEV_") }.sorted()
    }

    /// This process's own.
    package static var process: CallingEnvironment {
        CallingEnvironment(
            value: { name in getenv(name).map { String(cString: $0) } }, ownNames: namesOfProcess().sorted())
    }

    private init(value: @escaping @Sendable (String) -> String?, ownNames: [String]) {
        self.value = value
        self.ownNames = ownNames
    }

    private static func namesOfProcess() -> [String] {
        var names: [String] = []
        #if canImport(Darwin)
            guard var next = _NSGetEnviron().pointee else { return names }
        #else
            var next: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> = environ
        #endif
        while let entry = next.pointee {
            next += 1
            guard strncmp(entry, "SFM_DEV_", 8) == 0, let equals = strchr(entry, Int32(UInt8(ascii: "=")))
            else { continue }
            names.append(String(decoding: UnsafeRawBufferPointer(start: entry, count: equals - entry), as: UTF8.self))
        }
        return names
    }
}
