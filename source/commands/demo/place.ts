/** The throw-away directory of a demo. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ProjectLocation } from '../../platform/project.js';

const prefix = 'flowdeck-demo-';
/** What the header of the cockpit shows. */
const projectName = 'parcels';

export interface DemoPlace extends ProjectLocation {
  /** What is to be removed in the end. */
  readonly directory: string;
}

/** A fresh directory for the demo's project, and where in it everything lies. */
export function makeDemoPlace(): DemoPlace {
  const directory = realpathSync(mkdtempSync(path.join(tmpdir(), prefix)));
  const root = path.join(directory, projectName);
  mkdirSync(root);
  const flowDirectory = path.join(root, '.flow');
  return {
    directory,
    root,
    flowDirectory,
    gitCommonDirectory: null,
    gitDirectory: null,
    stateDirectory: null,
    databasePath: path.join(flowDirectory, '.state', 'flowdeck.db'),
    databaseExists: false,
  };
}

/** The demo's directory that a file lies in; null for any other file, which no demo may touch. */
export function demoDirectoryOf(file: string): string | null {
  const [first = '', ...rest] = path.relative(realpathSync(tmpdir()), file).split(path.sep);
  if (!first.startsWith(prefix) || rest.length === 0) return null;
  return path.join(realpathSync(tmpdir()), first);
}

/** Removes a demo's directory; done again it does nothing. */
export function removeDemoPlace(directory: string): void {
  rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
}
