/** Asks a person; only where there is one. */
import type { Readable } from 'node:stream';
import type { Io } from './io.js';

/**
 * A question that is answered with yes or no.
 * @param usual what an empty answer means
 * @returns null without asking where nobody can answer: standard input is no terminal
 */
export async function ask(io: Io, question: string, usual: boolean): Promise<boolean | null> {
  if (io.stdin.isTTY !== true) return null;
  io.stderr.write(`${question} [${usual ? 'Y/n' : 'y/N'}] `);
  const line = await readLine(io.stdin);
  // Whoever closes the input has agreed to nothing.
  if (line === null) return false;
  const word = line.trim().toLowerCase();
  if (word === '') return usual;
  return word === 'y' || word === 'yes';
}

/** One line; what follows it waits for the next question. Null at the end of the input. */
async function readLine(stdin: Io['stdin']): Promise<string | null> {
  const stream = stdin as Io['stdin'] & Partial<Readable>;
  let text = '';
  for await (const chunk of stream.iterator?.({ destroyOnReturn: false }) ?? stdin) {
    text += typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk as Uint8Array);
    if (text.includes('\n')) break;
  }
  const [line = '', ...rest] = text.split('\n');
  if (rest.join('') !== '') stream.unshift?.(rest.join('\n'));
  // A terminal that is being read keeps the program from ending.
  stream.pause?.();
  return text === '' ? null : line;
}
