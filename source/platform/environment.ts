/** What the process environment says about who runs flowdeck and where its output goes. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where agents' sessions are named, in the order of trust: by whoever starts flowdeck, Claude Code, Codex, Gemini CLI. */
const sessionVariables = [
  ...['FLOW_SESSION_ID', 'CLAUDE_SESSION_ID', 'CLAUDE_CODE_SESSION_ID'],
  ...['CODEX_THREAD_ID', 'GEMINI_SESSION_ID'],
];

/** The session that events are recorded under; null when the environment names none. */
export function sessionIdOf(environment: Environment): string | null {
  for (const variable of sessionVariables) {
    const value = environment[variable]?.trim();
    if (value) return value;
  }
  return null;
}

/** Whether colours may be used: never with `--no-color`, NO_COLOR or a dumb terminal. */
export function wantsColour(environment: Environment, refused: boolean): boolean {
  if (refused || environment['NO_COLOR']) return false;
  return environment['TERM'] !== 'dumb';
}

/** Whether to keep to ASCII: asked for, or the locale is known not to be UTF-8. */
export function wantsAscii(environment: Environment, asked: boolean): boolean {
  if (asked) return true;
  const locale = environment['LC_ALL'] || environment['LC_CTYPE'] || environment['LANG'];
  // Without any locale most terminals still speak UTF-8; only one that names another charset counts.
  return locale !== undefined && /\.(?!utf-?8)/i.test(locale);
}
