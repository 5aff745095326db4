/** What a project is called: the directory that its database serves. */
import path from 'node:path';

/** Directories between a project and its database. */
const inner = new Set(['flow-state', '.git', '.flow', '.state']);
const usualName = 'flowdeck.db';

/** `<project>/.git/flow-state/flowdeck.db` and its like give the project's directory, any other file its own name. */
export function projectName(databasePath: string): string {
  const file = path.basename(databasePath);
  if (file !== usualName) return path.parse(file).name;
  let directory = path.dirname(databasePath);
  while (inner.has(path.basename(directory))) directory = path.dirname(directory);
  return path.basename(directory) || directory;
}
