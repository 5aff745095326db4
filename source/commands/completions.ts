/** Completion for shells: a script that asks the program itself what may follow. */
import type { CommandBody } from './definition.js';
import { candidatesFor } from './complete.js';
import { linesOf } from './output.js';

export interface CompletionsJson {
  readonly shell: string;
  readonly script: string;
}

/** Each asks with the words before the cursor and the one that is being typed, which may be empty. */
const scripts: Readonly<Record<string, string>> = {
  bash: `# flowdeck completion for bash: eval "$(flowdeck completions bash)"
_flowdeck() {
  local IFS=$'\\n' current="\${COMP_WORDS[COMP_CWORD]}"
  # Readline takes words apart at these, flowdeck does not.
  if declare -F _get_comp_words_by_ref >/dev/null; then
    local words cword cur
    _get_comp_words_by_ref -n =: words cword cur
    COMP_WORDS=("\${words[@]}") COMP_CWORD=$cword current="$cur"
  fi
  COMPREPLY=($(flowdeck complete -- "\${COMP_WORDS[@]:1:COMP_CWORD-1}" "$current" 2>/dev/null | cut -f 1))
  if [ "\${COMPREPLY[0]}" = "<files>" ]; then
    COMPREPLY=()
    compopt -o default 2>/dev/null
  fi
}
complete -F _flowdeck flowdeck
`,
  zsh: `#compdef flowdeck
# flowdeck completion for zsh: eval "$(flowdeck completions zsh)", or a file _flowdeck in $fpath
_flowdeck() {
  local -a lines candidates
  lines=("\${(@f)$(flowdeck complete -- "\${(@)words[2,CURRENT-1]}" "\${words[CURRENT]}" 2>/dev/null)}")
  if [[ "$lines[1]" == "<files>" ]]; then
    _files
    return
  fi
  local line
  for line in $lines; do
    [[ -n "$line" ]] && candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done
  _describe 'flowdeck' candidates
}
if [ "$funcstack[1]" = "_flowdeck" ]; then
  _flowdeck "$@"
else
  compdef _flowdeck flowdeck
fi
`,
  fish: `# flowdeck completion for fish: flowdeck completions fish | source
function __flowdeck_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l lines (flowdeck complete -- $words[2..-1] 2>/dev/null)
  if test "$lines[1]" = "<files>"
    __fish_complete_path (commandline -ct)
  else
    printf '%s\\n' $lines
  end
end
complete -c flowdeck -f -a '(__flowdeck_complete)'
`,
};

export const completions: CommandBody<CompletionsJson> = ({ invocation }) => {
  const shell = invocation.requiredArgument('SHELL');
  const script = scripts[shell] ?? '';
  return Promise.resolve({ json: { shell, script }, text: () => linesOf(script) });
};

/** A line a candidate: the word, a tab, what it is. Whatever is wrong, a shell must not be bothered with it. */
export const complete: CommandBody<never> = async ({ project, invocation, io }) => {
  const candidates = await candidatesFor(invocation.rest('WORDS'), () => project.peek());
  io.stdout.write(candidates.map(({ word, about }) => `${word}\t${about}\n`).join(''));
  return null;
};
