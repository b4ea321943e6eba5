package enum ByteSize {
    /// `64m`, `1g`, `512k`, `1024`: powers of 1024, as the engine counts; nil for what is none, or more than 64 bits hold.
    package static func bytes(_ text: some StringProtocol) -> Int64? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let units: [String: Int64] = [
            "": 1, "b": 1, "k": 1 << 10, "kb": 1 << 10, "m": 1 << 20, "mb": 1 << 20, "g": 1 << 30, "gb": 1 << 30,
        ]
        guard let number = Int64(digits), let unit = units[text.dropFirst(digits.count).lowercased()],
            case (let bytes, false) = number.multipliedReportingOverflow(by: unit)
        else { return nil }
        return bytes
    }
}
