/** Reads the command line of a check: which program it needs, and whether that is what was missing. */

/** What a shell knows by itself, and words that begin something longer. */
const shellWords = new Set([
  ...['cd', '.', ':', '[', 'test', 'true', 'false', 'echo', 'printf', 'export', 'set', 'unset'],
  ...['source', 'eval', 'exec', 'command', 'exit', 'return', 'shift', 'trap', 'umask', 'wait'],
  ...['if', 'for', 'while', 'until', 'case', '!', '{', '('],
]);

/**
 * The program that a command line starts first, without assignments before it and `cd … &&`; null where only a shell
 * can tell.
 */
export function firstProgram(command: string): string | null {
  let rest = command.trim();
  for (;;) {
    const inner = /^cd\s+(?:"[^"]*"|'[^']*'|[^\s;&|]+)\s*(?:&&|;)\s*/.exec(rest);
    const assignment = /^[A-Za-z_]\w*=(?:"[^"]*"|'[^']*'|[^\s"'$`]*)\s+/.exec(rest);
    const skipped = inner ?? assignment;
    if (skipped === null) break;
    rest = rest.slice(skipped[0].length);
  }
  const [word = ''] = /^[^\s;&|<>()]+/.exec(rest) ?? [];
  if (word === '' || shellWords.has(word) || /["'`$\\*?~]/.test(word)) return null;
  return word;
}

const missingPatterns = [
  /(?:^|[\s:])([\w./@-]+): (?:command )?not found\b/m,
  /\bcommand not found: ([\w./@-]+)/,
  /\bNo module named '?([\w.]+)'?/,
  /\bno such (?:sub)?command: [`'"]?([\w-]+)/i,
];

/**
 * The tool that was missing, as the output of a failed check tells; null where the failure is a real one. Only a tool
 * that the command line itself names counts: what a test calls and does not find is the test's failure.
 */
export function missingTool(command: string, output: string): string | null {
  const words = new Set(command.split(/[^\w./@-]+/).filter(Boolean));
  for (const pattern of missingPatterns) {
    const tool = pattern.exec(output)?.[1];
    if (tool !== undefined && words.has(tool)) return tool;
  }
  return null;
}
