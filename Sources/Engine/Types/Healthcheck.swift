/// How an engine checks a container. Zero and `nil` leave the image's value.
package struct Healthcheck: Sendable, Equatable, Encodable {
    /// `["CMD", …]`, `["CMD-SHELL", line]`, or `["NONE"]` for no check at all.
    package var test: [String]
    package var interval: Duration?
    package var timeout: Duration?
    package var startPeriod: Duration?
    /// From API 1.44; an engine before it drops it without a word.
    package var startInterval: Duration?
    package var retries: Int?

    package init(
        test: [String], interval: Duration? = nil, timeout: Duration? = nil, startPeriod: Duration? = nil,
        startInterval: Duration? = nil, retries: Int? = nil
    ) {
        self.test = test
        self.interval = interval
        self.timeout = timeout
        self.startPeriod = startPeriod
        self.startInterval = startInterval
        self.retries = retries
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: WireKey.self)
        try fields.encode(test, forKey: "Test")
        try fields.encodeIfPresent(interval?.wireNanoseconds, forKey: "Interval")
        try fields.encodeIfPresent(timeout?.wireNanoseconds, forKey: "Timeout")
        try fields.encodeIfPresent(startPeriod?.wireNanoseconds, forKey: "StartPeriod")
        try fields.encodeIfPresent(startInterval?.wireNanoseconds, forKey: "StartInterval")
        try fields.encodeIfPresent(retries, forKey: "Retries")
    }
}

extension Duration {
    /// The API counts times in nanoseconds.
    fileprivate var wireNanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}
