/** What must always hold in a project: a Markdown list whose entries say how each is verified. */
import { markCode, splitLines } from './markdown-sections.js';

export interface Invariant {
  readonly name: string;
  readonly rule: string | null;
  /** A command that ends well while the invariant holds. */
  readonly verify: string;
  readonly fix: string | null;
}

export const invariantsTemplate = `# Invariants

What must hold whatever is being worked on. Workers read this before they begin, \`flowdeck invariants check\`
runs every Verify command at the top of the repository.

<!-- An entry looks like this:

## No secrets in the repository
- **Rule:** No file holds a private key.
- **Verify:** \`! git grep -q "BEGIN RSA PRIVATE KEY"\`
- **Fix:** Remove the key, and make a new one.

-->
`;

/** The entries that can be verified; comments and fenced code are none. A name may be verified in several ways. */
export function parseInvariants(markdown: string): readonly Invariant[] {
  const lines = splitLines(withoutComments(markdown));
  const isCode = markCode(lines);
  const found: Invariant[] = [];
  let name: string | null = null;
  let rule: string | null = null;
  let fix: string | null = null;
  let verify: string[] = [];
  const close = (): void => {
    for (const command of verify) found.push({ name: name ?? command, rule, verify: command, fix });
    [rule, fix, verify] = [null, null, []];
  };
  lines.forEach((line, index) => {
    if (isCode[index]) return;
    const heading = /^#{2,6}[ \t]+(.+)$/.exec(line)?.[1];
    if (heading !== undefined) {
      close();
      name = heading.trim();
      return;
    }
    const [, label = '', text = ''] =
      /^\s*(?:[-*+]\s+)?\*{0,2}(Rule|Verify|Fix)\s*:\s*\*{0,2}\s*(.*)$/i.exec(line) ?? [];
    if (label.toLowerCase() === 'rule') rule = text.trim() || null;
    if (label.toLowerCase() === 'fix') fix = text.trim() || null;
    if (label.toLowerCase() === 'verify') verify.push(...commandIn(text));
  });
  close();
  return found;
}

/** Between backticks, of which a command that holds one needs two; without any, the rest of the line. */
function commandIn(text: string): readonly string[] {
  const quoted = /(`+)\s?(.+?)\s?\1(?!`)/.exec(text)?.[2];
  const command = (quoted ?? text).trim();
  return command === '' || /^tbd\.?$/i.test(command) ? [] : [command];
}

/** A comment that is never closed hides the rest. */
function withoutComments(markdown: string): string {
  const parts = markdown.split('<!--');
  const [first = '', ...rest] = parts;
  return [
    first,
    ...rest.map((part) => {
      const end = part.indexOf('-->');
      return end < 0 ? '' : part.slice(end + 3);
    }),
  ].join('');
}
