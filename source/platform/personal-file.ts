/** What one person keeps about one project: a small JSON file, replaced as a whole. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from './environment.js';
import { personalDirectory } from './xdg.js';

export interface PersonalFile {
  /** What was kept last, as parsed JSON; undefined where nothing was, or nothing that can be read. */
  read(): unknown;
  /** Replaces it; whoever reads meanwhile sees the old or the new one. @throws the file system's error */
  write(value: unknown): void;
}

/** @returns null without a home */
export function personalFile(environment: Environment, databaseId: string): PersonalFile | null {
  const directory = personalDirectory('XDG_STATE_HOME', environment);
  // The id names a file: nothing but the letters of a UUID may lead elsewhere.
  if (directory === null || !/^[\w-]+$/.test(databaseId)) return null;
  const file = path.join(directory, 'projects', `${databaseId}.json`);
  return {
    read() {
      try {
        return JSON.parse(readFileSync(file, 'utf8')) as unknown;
      } catch {
        // Nothing kept yet, or half a file of another version: one begins anew.
        return undefined;
      }
    },
    write(value) {
      mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
      const aside = `${file}.${process.pid}`;
      writeFileSync(aside, `${JSON.stringify(value)}\n`, { mode: 0o600 });
      renameSync(aside, file);
    },
  };
}
