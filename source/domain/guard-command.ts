/** Reads the command line of a check: which program it needs, and whether that is what was missing. */

/** What a shell knows by itself, and words that begin something longer. */
const shellWords = new Set([
  ...['cd', '.', ':', '[', 'test', 'true', 'false', 'echo', 'printf', 'export', 'set', 'unset'],
  ...['source', 'eval', 'exec', 'command', 'exit', 'return', 'shift', 'trap', 'umask', 'wait'],
  ...['if', 'for', 'while', 'until', 'case', '!', '{', '('],
]);

/** What may stand before the program that counts. */
const beforehand = [
  /^cd\s+(?:"[^"]*"|'[^']*'|[^\s;&|]+)\s*(?:&&|;)\s*/,
  /^[A-Za-z_]\w*=(?:"[^"]*"|'[^']*'|[^\s"'$`]*)\s+/,
  // `env CI=1 tool`: what it changes comes before the program as well.
  /^(?:\/usr\/bin\/)?env(?:\s+-i)?\s+(?=\S)(?!-)/,
  /^(?:time|nice|nohup)\s+(?!-)/,
];

/**
 * The program that a command line starts first, without assignments before it and `cd … &&`; null where only a shell
 * can tell.
 */
export function firstProgram(command: string): string | null {
  let rest = command.trim();
  for (;;) {
    const [skipped] = beforehand.flatMap((pattern) => pattern.exec(rest)?.[0] ?? []);
    if (skipped === undefined) break;
    rest = rest.slice(skipped.length);
  }
  const [, , quoted] = /^(["'])([\w./@-]+)\1(?=[\s;&|]|$)/.exec(rest) ?? [];
  const word = quoted ?? /^[^\s;&|<>()]+/.exec(rest)?.[0] ?? '';
  if (word === '' || shellWords.has(word) || /["'`$\\*?~]/.test(word)) return null;
  return word;
}

const missingPatterns = [
  /(?:^|[\s:])([\w./@-]+): (?:command )?not found\b/m,
  /\bcommand not found: ([\w./@-]+)/,
  /\benv: [‘'"`]?([\w./@-]+)[’'"`]?: No such file or directory/,
  /\bNo module named '?([\w.]+)'?/,
  /\bno such (?:sub)?command: [`'"]?([\w-]+)/i,
  /['"`]cargo-([\w-]+)['"`] is not installed for the toolchain/,
  // npx, pnpm exec, yarn: neither in the project nor to be had.
  /npm (?:error|ERR!) 404\s+'([\w./@-]+?)@[^']*' is not in/,
  /npm (?:error|ERR!) 404\s+The requested resource '([\w./@-]+?)@/,
  /\bCommand "([\w./@-]+)" not found/,
  /\bThis is not the (\w+) command you are looking for/,
];

/** npx without the network and without the package; which one it is, the command line says. */
const unreachable =
  /npm (?:error|ERR!) (?:code (?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENOTCACHED)|(?:npx )?canceled due to missing packages|could not determine executable to run)/i;

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
  return unreachable.test(output) ? fetchedTool(command) : null;
}

/** `tsc` of `npx --no-install tsc --noEmit`. */
function fetchedTool(command: string): string | null {
  return /\b(?:npx|npm exec)\s+(?:-\S+\s+)*([\w./@-]+)/.exec(command)?.[1] ?? null;
}
