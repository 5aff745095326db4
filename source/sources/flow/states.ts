/** The live state of tasks, which tools keep outside the committed files. */
import path from 'node:path';
import type { ImportedTask } from '../../domain/contract/import.js';
import { parseJson } from './documents.js';
import type { FileReader, SourceFile } from './files.js';
import type { Findings } from './findings.js';
import { isObject, optionalText, optionalTime, type JsonObject } from './values.js';

export interface TaskState {
  readonly path: string;
  readonly sha256: string;
  readonly data: JsonObject;
}

export type ImportedPhases = NonNullable<ImportedTask['phases']>;

/** The states by task. Where a task has several the one written last counts, else the one met first. */
export function readStates(
  files: readonly SourceFile[],
  reader: FileReader,
  findings: Findings,
): Map<string, TaskState> {
  const states = new Map<string, TaskState>();
  for (const file of files) {
    const data = parseJson(file, reader, findings);
    if (data === undefined) continue;
    if (!isObject(data)) {
      findings.warn('stray-file', file.path, 'It is not the state of a task; it is left out.');
      continue;
    }
    const task = path.posix.basename(file.path, '.state.json');
    const known = states.get(task);
    const state = { path: file.path, sha256: file.sha256, data };
    if (!known || updated(state) > updated(known)) states.set(task, state);
  }
  return states;
}

function updated({ data }: TaskState): string {
  return optionalTime(data['updated_at']) ?? '';
}

/** The phases that a state records; null where it records none. */
export function readPhases(value: unknown): ImportedPhases | null {
  const progress = Array.isArray(value) ? { completed_phases: value as unknown[] } : value;
  if (!isObject(progress)) return null;
  const listed = progress['completed_phases'];
  const completed = (Array.isArray(listed) ? listed : []).flatMap((id) => optionalText(id) ?? []);
  const current = optionalText(progress['current_phase']);
  if (completed.length === 0 && current === null) return null;
  return {
    scheme: schemeOf(completed, current),
    completed: [...new Set(completed)].filter((id) => id !== current),
    current,
    startedAt: optionalTime(progress['started_at']),
  };
}

/**
 * Both numberings use the numbers 1 to 6. Only the first has 0, its first phase, and ids that are no whole numbers; as
 * no phase is skipped, progress without 0 is of the second, which begins with 1.
 */
function schemeOf(completed: readonly string[], current: string | null): 1 | 2 {
  const ids = current === null ? completed : [...completed, current];
  const numbered = ids.every((id) => /^\d+$/.test(id) && Number(id) >= 1 && Number(id) <= 12);
  return numbered ? 2 : 1;
}
