/// Which names a profile may export.
package enum VariableName {
    /// A shell identifier (POSIX, Base Definitions, section 3.230).
    package static func isValid(_ name: String) -> Bool {
        guard let first = name.utf8.first, !isDigit(first) else { return false }
        return name.utf8.allSatisfy { byte in
            isDigit(byte) || byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        }
    }

    private static let forbidden: Set<String> = [
        "PATH", "ENV", "IFS", "SHELLOPTS", "PROMPT_COMMAND", "NODE_OPTIONS", "SHELL", "LESSOPEN", "LESSCLOSE",
        "PAGER", "EDITOR", "VISUAL", "BROWSER", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "GCONV_PATH",
        // Where programs, and the list of allowed projects, look for the user's own files.
        "HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "ZDOTDIR", "CDPATH", "FPATH", "MANPATH",
        // Of zsh: the first are arrays tied to those in capitals.
        "path", "fpath", "cdpath", "manpath", "PROMPT", "RPROMPT", "prompt", "precmd_functions", "preexec_functions",
        "chpwd_functions",
        // A shell cannot set them, and some stop at the try.
        "UID", "EUID", "PPID", "GID", "EGID", "status", "pipestatus", "argv", "history", "version", "hostname", "_",
    ]
    private static let forbiddenPrefixes = [
        "LD_", "DYLD_", "BASH", "GIT_", "PYTHON", "PERL", "RUBY", "fish_", "_sfm_dev_", "_SFM_DEV_",
    ]

    /// Names that change how programs run: a profile from a stranger's repository must not set them.
    package static func isForbidden(_ name: String) -> Bool {
        forbidden.contains(name) || forbiddenPrefixes.contains { name.hasPrefix($0) }
            || (name.hasPrefix("PS") && name.dropFirst(2).allSatisfy(\.isNumber))
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
