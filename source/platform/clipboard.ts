/** The clipboard of whoever sits at the terminal, over SSH and through tmux and screen as well: OSC 52. */
import type { Environment } from './environment.js';

/** Terminals refuse longer sequences, most of them in silence: 100,000 characters of base64 are what all take. */
export const longestCopy = 74_994;
/** GNU screen takes no longer strings. */
const screenChunk = 252;

const escape = '\u001b';
const bell = '\u0007';
const terminator = `${escape}\\`;

/** What puts a text into the clipboard when it is written to the terminal; null where it is too long for that. */
export function clipboardSequence(text: string, environment: Environment): string | null {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length > longestCopy) return null;
  const plain = `${escape}]52;c;${bytes.toString('base64')}${bell}`;
  // tmux sets its own buffer and the terminal's from the plain one, or passes the wrapped one on: as it is configured.
  if (environment['TMUX']) {
    return `${plain}${escape}Ptmux;${plain.replaceAll(escape, escape + escape)}${terminator}`;
  }
  return environment['STY'] ? chunks(plain) : plain;
}

function chunks(sequence: string): string {
  const pieces = sequence.match(new RegExp(`[\\s\\S]{1,${screenChunk}}`, 'g')) ?? [];
  return pieces.map((piece) => `${escape}P${piece}${terminator}`).join('');
}
