/**
 * Completion scripts. They ask `switchyard complete` and only read what it prints: nothing that was typed, and no name from a
 * Compose file, is ever evaluated by the shell.
 */
export const completionScripts = {
  bash: `# bash completion for switchyard
_switchyard() {
  local value about
  COMPREPLY=()
  while IFS=$'\\t' read -r value about; do
    if [[ $value == :folders ]]; then
      compopt -o filenames 2>/dev/null
      while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -d -- "\${COMP_WORDS[COMP_CWORD]#=}")
    elif [[ -n $value ]]; then
      printf -v value '%q' "$value"
      COMPREPLY+=("$value")
    fi
  done < <("\${COMP_WORDS[0]}" complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _switchyard switchyard
`,
  zsh: `#compdef switchyard
_switchyard() {
  local value about
  local -a values shown
  while IFS=$'\\t' read -r value about; do
    if [[ $value == :folders ]]; then
      _files -/
      return
    fi
    values+=("$value")
    shown+=("$value\${about:+  -- $about}")
  done < <("\${(Q)words[1]}" complete -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)
  (( $#values )) || return 1
  [[ $PREFIX == --*=* ]] && compset -P '*='
  compadd -l -d shown -a values
}
if [ "\${funcstack[1]}" = "_switchyard" ]; then _switchyard "$@"; else compdef _switchyard switchyard; fi
`,
  fish: `# fish completion for switchyard
function __switchyard_complete
    set -l words (commandline -opc) (commandline -ct)
    for candidate in ($words[1] complete -- $words[2..-1] 2>/dev/null)
        if string match -q ':folders*' -- $candidate
            __fish_complete_directories (commandline -ct)
        else
            # Fish wants the whole word back, with the \`--env=\` that was typed before it.
            set -l option (string match -r -- '^--[^=]+=' (commandline -ct))
            echo "$option$candidate"
        end
    end
end
complete -c switchyard -f -a '(__switchyard_complete)'
`,
} as const
