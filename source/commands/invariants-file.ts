/** Where a project keeps its invariants. */
import path from 'node:path';
import { parseInvariants, type Invariant } from '../domain/invariants.js';
import { readText } from '../platform/files.js';
import type { Project } from './project.js';

const fileName = 'invariants.md';

export interface InvariantsFile {
  /** Where the file is, or would be made. */
  readonly path: string;
  /** Null where there is none. */
  readonly text: string | null;
  readonly invariants: readonly Invariant[];
}

/** In `.flow`, else in `.flow-config` beside it, where some versions keep what is committed. */
export async function readInvariants(project: Project): Promise<InvariantsFile> {
  const { root, flowDirectory } = await project.location();
  const home = flowDirectory ?? path.join(root, '.flow');
  const places = [home, path.join(path.dirname(home), '.flow-config')].map((folder) =>
    path.join(folder, fileName),
  );
  const found = places.find((place) => readText(place) !== null) ?? path.join(home, fileName);
  const text = readText(found);
  return { path: found, text, invariants: parseInvariants(text ?? '') };
}
