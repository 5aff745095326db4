/** Shows an installation on standard error: a bar that redraws itself on a terminal, plain lines elsewhere. */
import type { InstallProgress } from '../memory/model/index.js';
import { sanitise, truncate } from '../platform/terminal-text.js';
import type { Output } from './io.js';

export interface ProgressDisplay {
  report(progress: InstallProgress): void;
  /** Leaves the terminal as an ordinary line would. */
  end(): void;
}

export interface ProgressOptions {
  readonly ascii: boolean;
  /** In milliseconds. */
  readonly now: () => number;
}

/** How often the bar is redrawn, in milliseconds. */
const redrawEvery = 100;
const megabyte = 1_000_000;

export function progressDisplay(output: Output, options: ProgressOptions): ProgressDisplay {
  return output.isTTY === true ? bar(output, options) : lines(output);
}

function bar(output: Output, { ascii, now }: ProgressOptions): ProgressDisplay {
  let drawn = -Infinity;
  let shown = false;
  const clear = (): void => {
    if (shown) output.write('\r\u001b[K');
    shown = false;
  };
  const draw = (text: string): void => {
    // One cell less than there are: some terminals wrap as soon as the last one is filled.
    const width = (output.columns ?? 80) - 1;
    output.write(`\r${truncate(sanitise(text), width)}\u001b[K`);
    shown = true;
  };
  return {
    report(progress) {
      if (progress.phase === 'retry') {
        clear();
        output.write(`${stepOf(progress)}\n`);
        return;
      }
      if (progress.phase !== 'download') {
        draw(stepOf(progress));
        return;
      }
      const isLast = progress.received === progress.total;
      if (!isLast && now() - drawn < redrawEvery) return;
      drawn = now();
      draw(barText(progress, ascii));
    },
    end: clear,
  };
}

const cells = 24;

function barText(progress: Download, ascii: boolean): string {
  const share = shareOf(progress);
  const [full, empty] = ascii ? ['#', '.'] : ['█', '░'];
  if (share === null) return `Fetching the model  ${amountOf(progress)}`;
  const done = Math.floor(share * cells);
  const drawn = full.repeat(done) + empty.repeat(cells - done);
  const percent = `${Math.floor(share * 100)}`.padStart(3);
  return `Fetching the model  ${drawn} ${percent} %  ${amountOf(progress)}`;
}

/** A line for each tenth, or for each ten megabytes where nobody knows the whole. */
function lines(output: Output): ProgressDisplay {
  let told = -1;
  return {
    report(progress) {
      if (progress.phase !== 'download') {
        if (progress.phase === 'retry') told = -1;
        output.write(`${stepOf(progress)}\n`);
        return;
      }
      const share = shareOf(progress);
      const step = Math.floor(share === null ? progress.received / (10 * megabyte) : share * 10);
      if (step <= told) return;
      told = step;
      const percent = share === null ? '' : `${Math.floor(share * 100)} %, `;
      output.write(`Fetching the model: ${percent}${amountOf(progress)}\n`);
    },
    end: () => undefined,
  };
}

type Download = Extract<InstallProgress, { phase: 'download' }>;

function stepOf(progress: Exclude<InstallProgress, Download>): string {
  switch (progress.phase) {
    case 'retry':
      return sanitise(`${progress.reason} Trying again.`);
    case 'check':
      return 'Checking the archive';
    case 'extract':
      return 'Unpacking the model';
    case 'copy':
      return 'Copying the model';
    case 'package':
      return `Installing ${progress.name} ${progress.version} with npm (about 80 MB)`;
  }
}

function shareOf({ received, total }: Download): number | null {
  return total === null || total === 0 ? null : Math.min(1, received / total);
}

function amountOf({ received, total }: Download): string {
  const inMegabytes = (bytes: number): string => (bytes / megabyte).toFixed(1);
  return total === null
    ? `${inMegabytes(received)} MB`
    : `${inMegabytes(received)} of ${inMegabytes(total)} MB`;
}
