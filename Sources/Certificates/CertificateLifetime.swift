/// How long certificates live. Seconds since 1970 throughout.
package enum CertificateLifetime {
    /// Clocks of containers' machines may be behind this one's.
    static let skew: Int64 = 3600
    /// 397 days (Apple, "About upcoming limits on trusted certificates": at most 398), the last second included (RFC 5280,
    /// section 4.1.2.5).
    static let leaf: Int64 = 397 * 86400 - 1
    /// Ten years, as people know it of mkcert's.
    static let authority: Int64 = 3650 * 86400 - 1
    /// A clock before this program was written is wrong (2026-01-01).
    static let earliest: Int64 = 1_767_225_600

    /// Renewed once two thirds are over, so that whoever starts an environment a few times a year never meets one that ran
    /// out.
    static func isDue(from start: Int64, to end: Int64, now: Int64) -> Bool { now >= start + (end - start) / 3 * 2 }
}
