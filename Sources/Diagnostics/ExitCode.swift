/// How the program ends; the numbers of `sysexits.h` where it has one.
package enum ExitCode: Int32, Sendable {
    case done = 0
    /// The wanted state was not reached.
    case notReached = 1
    /// `EX_USAGE`: the command line is wrong.
    case usage = 64
    /// `EX_DATAERR`: a file that the user wrote is wrong.
    case badInput = 65
    /// `EX_UNAVAILABLE`: no engine answers.
    case noEngine = 69
    /// `EX_TEMPFAIL`: another sfm-dev holds the lock.
    case held = 75
    /// `EX_NOPERM`: refused for safety.
    case refused = 77
    /// 128 + SIGINT.
    case interrupted = 130
}
