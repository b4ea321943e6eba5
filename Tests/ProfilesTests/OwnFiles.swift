import Profiles
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The profiles and templates that this repository brings along.
enum OwnFiles {
    static func input(_ profile: String) throws -> ResolverInput {
        let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
        var files: [String: [UInt8]] = [:]
        for folder in ["profiles", "compose"] {
            let stream = try #require(opendir(root + "/" + folder))
            defer { closedir(stream) }
            while let entry = readdir(stream) {
                let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                guard name.hasSuffix(".yaml") else { continue }
                let file = try #require(fopen("\(root)/\(folder)/\(name)", "r"), "\(name)")
                defer { fclose(file) }
                var bytes = [UInt8](repeating: 0, count: 1 << 20)
                let count = fread(&bytes, 1, bytes.count, file)
                files["\(folder)/\(name)"] = Array(bytes.prefix(count))
            }
        }
        return ResolverInput(profile: profile, files: files, directory: "/home/ada/sfm")
    }
}
