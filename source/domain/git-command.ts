/** Whether a line for a shell makes a commit. */

/** Options of git before its command that take the next word. */
const optionsWithValue = new Set(['-C', '-c', '--git-dir', '--work-tree', '--namespace']);
/** Words in front of a command that run it. */
const runners = new Set(['sudo', 'command', 'exec', 'time', 'env', 'nice', 'nohup']);

/** True for `git commit` anywhere in the line, not for a text that only speaks of it. */
export function makesCommit(line: string): boolean {
  return simpleCommands(line).some((words) => {
    const [program, ...rest] = withoutRunners(words);
    if (program === undefined || !/(^|\/)git$/.test(program)) return false;
    let index = 0;
    while (index < rest.length && rest[index]?.startsWith('-')) {
      index += optionsWithValue.has(rest[index] ?? '') ? 2 : 1;
    }
    const args = rest.slice(index + 1);
    return rest[index] === 'commit' && !args.includes('--dry-run') && !args.includes('--help');
  });
}

function withoutRunners(words: readonly string[]): readonly string[] {
  const start = words.findIndex((word) => !runners.has(word) && !/^[A-Za-z_]\w*=/.test(word));
  return start < 0 ? [] : words.slice(start);
}

/** The words of each command of the line; quotes hold a word together and are taken off. */
function simpleCommands(line: string): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  const token =
    /\\\n|"((?:[^"\\]|\\[^])*)"|'([^']*)'|(\|\|?|&&?|;|\n|[()`{}]|\$\()|(\s+)|\\([^])|([^\s"'\\|&;()`{}$]+|\$)/g;
  let word: string | null = null;
  const endWord = (): void => {
    if (word !== null) commands.at(-1)?.push(word);
    word = null;
  };
  for (const [, double, single, end, space, escaped, plain] of line.matchAll(token)) {
    if (end !== undefined) {
      endWord();
      commands.push([]);
    } else if (space !== undefined) endWord();
    else {
      // None of them is the end of a line that goes on.
      const part = double ?? single ?? escaped ?? plain;
      if (part !== undefined) word = (word ?? '') + part;
    }
  }
  endWord();
  return commands;
}
