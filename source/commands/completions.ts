/** Completion for shells: a script that asks the program itself what may follow. */
import type { CommandBody } from './definition.js';
import { candidatesFor, type Candidate } from './complete.js';
import { linesOf } from './output.js';
import type { Project } from './project.js';

export interface CompletionsJson {
  readonly shell: string;
  readonly script: string;
}

/** Each asks with the words before the cursor and the one that is being typed, which may be empty. */
const scripts: Readonly<Record<string, string>> = {
  bash: `# flowdeck completion for bash: eval "$(flowdeck completions bash)"
_flowdeck() {
  local IFS=$'\\n' words=() piece joins='' index
  # Readline takes words apart at = and :, flowdeck does not.
  for ((index = 1; index <= COMP_CWORD; index++)); do
    piece="\${COMP_WORDS[index]}"
    if [[ \${#words[@]} -gt 0 && ( -n "$joins" || "$piece" =~ ^[=:]+$ ) ]]; then
      words[\${#words[@]} - 1]+="$piece"
    else
      words+=("$piece")
    fi
    if [[ "$piece" =~ ^[=:]+$ ]]; then joins=1; piece=''; else joins=''; fi
  done
  # And it puts what is chosen in the place of the last piece only.
  local given="\${words[\${#words[@]} - 1]}"
  given="\${given%"$piece"}"
  COMPREPLY=($(flowdeck complete -- "\${words[@]}" 2>/dev/null | cut -f 1))
  if [[ "\${COMPREPLY[0]}" == "<files>" ]]; then
    COMPREPLY=()
    compopt -o default 2>/dev/null
  else
    COMPREPLY=("\${COMPREPLY[@]#"$given"}")
  fi
}
complete -F _flowdeck flowdeck
`,
  zsh: `#compdef flowdeck
# flowdeck completion for zsh: eval "$(flowdeck completions zsh)", or a file _flowdeck in $fpath
_flowdeck() {
  local -a lines candidates
  lines=("\${(@f)$(flowdeck complete -- "\${(@)words[2,CURRENT-1]}" "\${words[CURRENT]}" 2>/dev/null)}")
  if [[ "$lines[1]" == "<files>"* ]]; then
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
  if string match -q '<files>*' -- $lines[1]
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
  const candidates = await found(invocation.rest('WORDS'), project).catch(() => []);
  io.stdout.write(candidates.map(({ word, about }) => `${word}\t${about}\n`).join(''));
  return null;
};

async function found(words: readonly string[], project: Project): Promise<Candidate[]> {
  const opened: { close(): Promise<void> }[] = [];
  try {
    return await candidatesFor(words, async (place) => {
      const named = project.elsewhere(place);
      const peeked = await named.peek();
      if (peeked === null) return null;
      opened.push(peeked);
      return { service: peeked.service, databasePath: (await named.location()).databasePath };
    });
  } finally {
    for (const each of opened) await each.close();
  }
}
