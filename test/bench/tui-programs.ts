/** The programs that are measured beside each other, each in a pseudo-terminal of its own. */
import path from 'node:path';
import { PseudoTerminal } from '../support/pseudo-terminal.js';
import { openCockpit, type Bench } from './bench.js';

export interface Screen {
  readonly columns: number;
  readonly rows: number;
}

export interface Program {
  readonly name: string;
  /** Resolves once its first tasks are on the screen. */
  open(databasePath: string, screen: Screen): Promise<PseudoTerminal>;
}

export const firstTask = /Step 1 of capability 1\b/;

export const cockpit: Program = { name: 'flowdeck', open: openCockpit };

export function bareScreen({ directory }: Bench): Program {
  return {
    name: 'bare screen',
    async open(databasePath, screen) {
      const program = path.join(directory, 'bare-screen.mjs');
      const terminal = new PseudoTerminal(process.execPath, [program, databasePath], {
        ...screen,
        // Where CI is set to anything, its colours would be off, the cursor's among them.
        environment: { FORCE_COLOR: '3' },
      });
      await terminal.until(firstTask);
      return terminal;
    },
  };
}

export function sizeText({ columns, rows }: Screen): string {
  return `${columns}x${rows}`;
}
