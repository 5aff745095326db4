/** Writes the screens, or says which of those that are kept differ. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sceneFiles } from './render.js';
import { scenes } from './scenes.js';

/** @returns the files that are missing or differ; with `check` nothing is written */
export async function run({
  directory,
  check,
}: {
  readonly directory: string;
  readonly check: boolean;
}): Promise<readonly string[]> {
  if (!check) await rm(directory, { recursive: true, force: true });
  const differing: string[] = [];
  for (const scene of scenes) {
    for (const [name, text] of await sceneFiles(scene)) {
      const file = path.join(directory, name);
      const known = await readFile(file, 'utf8').catch(() => null);
      if (known === text) continue;
      differing.push(name);
      if (check) continue;
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  }
  return differing;
}
