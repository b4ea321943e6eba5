#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

package enum ProcessEnvironment {
    /// This process's variables; of a name that stands twice the first, as `getenv` has it.
    package static func read() -> [String: String] {
        var result: [String: String] = [:]
        #if canImport(Darwin)
            var next = _NSGetEnviron().pointee
        #else
            var next: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> = environ
        #endif
        while let entry = next.pointee {
            next += 1
            guard let equals = strchr(entry, Int32(UInt8(ascii: "="))) else { continue }
            let count = equals - entry
            let bytes = UnsafeRawBufferPointer(start: entry, count: count)
            let name = String(decoding: bytes, as: UTF8.self)
            if result[name] == nil { result[name] = String(cString: equals + 1) }
        }
        return result
    }
}
