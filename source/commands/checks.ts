/** How checks of the working tree are run: where, one after the other, until somebody interrupts them. */
import { FlowdeckError } from '../domain/errors.js';
import type { ProcessOptions } from '../platform/programs.js';
import type { CommandContext } from './definition.js';
import { oneLine, plural } from './text.js';

/** The end of a check's output says how it went; more is nobody's reading. */
const keptOutput = 2 * 1024 * 1024;

/** At the top of the repository, in the environment of the user. */
export async function placeOfChecks({ project, io }: CommandContext): Promise<ProcessOptions> {
  const { root } = await project.location();
  return { directory: root, environment: io.environment, keep: keptOutput };
}

/**
 * One check after the other. Ctrl-C ends the one that runs, with all that it started.
 * @throws FlowdeckError `check.interrupted`: what was found so far says nothing about the whole
 */
export async function inTurn<Item, Result>(
  { io }: CommandContext,
  items: readonly Item[],
  run: (item: Item, signal: AbortSignal) => Promise<Result>,
): Promise<Result[]> {
  const interruption = new AbortController();
  const { signal } = interruption;
  const stop = io.onInterrupt(() => interruption.abort());
  const results: Result[] = [];
  try {
    for (const item of items) {
      results.push(await run(item, signal));
      if (signal.aborted) {
        throw new FlowdeckError(
          'check.interrupted',
          `Interrupted after ${results.length - 1} of ${plural(items.length, 'check')}.`,
        );
      }
    }
  } finally {
    stop();
  }
  return results;
}

/** Checks take minutes; a person who waits is told which one runs. */
export function announce({ io, json }: CommandContext, line: string): void {
  if (!json && io.stderr.isTTY === true) io.stderr.write(`> ${oneLine(line)}\n`);
}
