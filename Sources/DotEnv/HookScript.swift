/// What a shell's start file evaluates: a function that asks before each prompt, and keeps the exit code of the command
/// before it.
package enum HookScript {
    /// - Parameter program: the front's path; where it is gone the hook does nothing.
    /// - Returns: nil for a shell that has no hook.
    package static func text(for shell: ShellKind, program: String) -> String? {
        var quoted: [UInt8] = []
        if shell == .fish { ShellQuoting.fish(program, to: &quoted) } else { ShellQuoting.posix(program, to: &quoted) }
        let program = String(decoding: quoted, as: UTF8.self)
        switch shell {
        case .bash: return posix(program, "bash") + bashRegistration
        case .zsh: return posix(program, "zsh") + zshRegistration
        case .fish: return fish(program)
        default: return nil
        }
    }

    private static func posix(_ program: String, _ shell: String) -> String {
        // WARN_CREATE_GLOBAL of zsh takes a plain assignment in a function for a mistake.
        let assign = shell == "zsh" ? "typeset -g " : ""
        return """
            _sfm_dev_hook() {
                local _sfm_dev_code=$?
                [ -x \(program) ] || return $_sfm_dev_code
                \(assign)_sfm_dev_again=1
                while [ -n "$_sfm_dev_again" ]; do
                    \(assign)_sfm_dev_again=
                    eval "$(_SFM_DEV_DIR="${_sfm_dev_dir-}" _SFM_DEV_TOLD="${_sfm_dev_told-}" \\
                        _SFM_DEV_SAVED="${_sfm_dev_saved-}" \(program) hook \(shell) --prompt)"
                done
                return $_sfm_dev_code
            }

            """
    }

    /// PROMPT_COMMAND is a text or, from bash 5.1 on, an array, of which this writes the first element.
    private static let bashRegistration = """
        if [[ ";${PROMPT_COMMAND[*]-};" != *_sfm_dev_hook* ]]; then
            PROMPT_COMMAND="_sfm_dev_hook${PROMPT_COMMAND:+;$PROMPT_COMMAND}"
        fi

        """

    /// In quotes and without an index, which KSH_ARRAYS would read otherwise.
    private static let zshRegistration = """
        typeset -ag precmd_functions
        if [[ " ${precmd_functions[*]-} " != *" _sfm_dev_hook "* ]]; then
            precmd_functions=(_sfm_dev_hook "${precmd_functions[@]}")
        fi

        """

    private static func fish(_ program: String) -> String {
        """
        function _sfm_dev_hook --on-event fish_prompt
            test -x \(program); or return
            set -g _sfm_dev_again 1
            while test -n "$_sfm_dev_again"
                set -g _sfm_dev_again ''
                _SFM_DEV_DIR="$_sfm_dev_dir" _SFM_DEV_TOLD="$_sfm_dev_told" _SFM_DEV_SAVED="$_sfm_dev_saved" \\
                    \(program) hook fish --prompt | source
            end
        end

        """
    }
}
