/** Where the files of a `.flow` directory lie, over all of its layouts. */
import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { FileReader, ListedFile } from './files.js';
import type { Findings } from './findings.js';
import { isMemoryFile } from './memory.js';

export interface FlowLayout {
  readonly configuration: ListedFile | null;
  readonly meta: ListedFile | null;
  /** JSON and Markdown of epics and tasks, the archived ones included. */
  readonly definitions: readonly ListedFile[];
  readonly memory: readonly ListedFile[];
  /** `*.state.json`, the place that counts most first. */
  readonly states: readonly ListedFile[];
  /** Side files: pipeline, phases and events of the file store, gaps of epics, outputs of tasks. */
  readonly companions: readonly ListedFile[];
}

/** Files beside the folders that say nothing about epics and tasks. */
const knownRootFiles = new Set([
  '.flow_version',
  '.gitattributes',
  '.gitignore',
  '.gitkeep',
  'criteria.md',
  'graph.bin',
  'invariants.md',
  'project-context.md',
  'usage.md',
]);

const definitionFolders = ['epics', 'specs', 'tasks'] as const;
const readable = /\.(json|md)$/;

/** Lists what is there; nothing is read yet. `stateDirectory` is the live state beside the repository, if any. */
export function listFlow(
  flowDirectory: string,
  stateDirectory: string | null,
  reader: FileReader,
  findings: Findings,
): FlowLayout {
  const root = reader.list(flowDirectory, '');
  for (const file of root) reportRootFile(file, findings);
  const folder = (name: string, recursive = false) =>
    reader.list(path.join(flowDirectory, name), `${name}/`, { recursive });
  const visible = (file: ListedFile) => !path.basename(file.path).startsWith('.');
  return {
    configuration: root.find((file) => file.path === 'config.json') ?? null,
    meta: root.find((file) => file.path === 'meta.json') ?? null,
    definitions: [
      ...definitionFolders.flatMap((name) => folder(name)).filter(visible),
      ...folder('.archive', true).filter((file) => readable.test(file.path)),
    ].filter((file) => readable.test(file.path) || reportStray(file, findings)),
    memory: folder('memory', true).filter((file) => visible(file) && isMemoryFile(file.path)),
    states: stateFolders(flowDirectory, stateDirectory).flatMap(({ directory, prefix }) =>
      reader
        .list(path.join(directory, 'tasks'), `${prefix}tasks/`)
        .filter((file) => file.path.endsWith('.state.json')),
    ),
    companions: [
      ...folder('.state').filter((file) =>
        /\/(pipeline\.json|phases\.json|events\.jsonl)$/.test(file.path),
      ),
      ...folder('gaps').filter((file) => file.path.endsWith('.json')),
      ...folder('outputs').filter((file) => file.path.endsWith('.md')),
    ],
  };
}

/** What the paths of files in the state directory begin with. */
export const statePrefix = 'state:';

/** The places of live state, each once, the one beside the repository first. */
export function stateFolders(
  flowDirectory: string,
  stateDirectory: string | null,
): readonly { readonly directory: string; readonly prefix: string }[] {
  const inside = ['.state', 'state'].map((name) => ({
    directory: path.join(flowDirectory, name),
    prefix: `${name}/`,
  }));
  if (stateDirectory === null) return inside;
  const real = realPath(stateDirectory);
  return [
    { directory: stateDirectory, prefix: statePrefix },
    ...inside.filter(({ directory }) => realPath(directory) !== real),
  ];
}

function reportRootFile(file: ListedFile, findings: Findings): void {
  if (file.path === 'config.json' || file.path === 'meta.json') return;
  if (/^\.checkpoint-.*\.json$/.test(file.path)) {
    findings.note('checkpoint', file.path, 'A checkpoint repeats an epic; it is not read.');
  } else if (!knownRootFiles.has(file.path) && readable.test(file.path)) {
    reportStray(file, findings);
  }
}

function reportStray(file: ListedFile, findings: Findings): false {
  findings.note('stray-file', file.path, 'It is neither an epic nor a task; it is not read.');
  return false;
}

function realPath(directory: string): string {
  try {
    return realpathSync(directory);
  } catch {
    return path.resolve(directory);
  }
}
