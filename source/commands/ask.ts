/** Asks a person; only where there is one. */
import type { Io } from './io.js';

/**
 * A question that is answered with yes or no.
 * @param usual what an empty answer means
 * @returns null without asking where nobody can answer: standard input is no terminal
 */
export async function ask(io: Io, question: string, usual: boolean): Promise<boolean | null> {
  if (io.stdin.isTTY !== true) return null;
  io.stderr.write(`${question} [${usual ? 'Y/n' : 'y/N'}] `);
  let answer = '';
  for await (const chunk of io.stdin) {
    answer += typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk);
    if (answer.includes('\n')) break;
  }
  const word = answer.trim().toLowerCase();
  if (word === '') return usual;
  return word === 'y' || word === 'yes';
}
