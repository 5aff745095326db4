/** Gaps as files hold them: beside their epic where there is such a file, else among its own keys. */
import type { ImportedEpic, ImportedGap } from '../../domain/contract/import.js';
import type { GapRow } from '../../domain/contract/coordination-calls.js';
import { gapKey, gapRecord } from '../../domain/gaps.js';
import { canonical } from '../../service/import/fields.js';
import { isObject, optionalText, type JsonObject } from '../flow/values.js';

/** Where gaps stand that no epic's own file holds, in the order in which they are looked for. */
const besideEpic = (id: string): readonly string[] => [`epics/${id}.gaps.json`, `gaps/${id}.json`];

/** Nothing where the files say it already; else a file of its own, or the value of the epic's key `gaps`. */
export type RenderedGaps =
  | null
  | { readonly path: string; readonly text: string }
  | { readonly list: readonly JsonObject[] };

export function renderGaps(
  epic: { readonly id: string; readonly gaps: readonly GapRow[] },
  view: Pick<ImportedEpic, 'id' | 'gaps'>,
  own: { readonly path: string; readonly data: JsonObject },
  readFile: (path: string) => string | null,
): RenderedGaps {
  const said = new Map((view.gaps ?? []).map((gap) => [gapKey(gap.capability), gap]));
  const isSame = epic.gaps.every((gap) => isSaid(gap, said.get(gapKey(gap.capability))));
  if (isSame && said.size === epic.gaps.length) return null;
  const [beside] = gapsFilesOf(view.id, readFile);
  if (beside !== undefined) {
    const data = parsed(readFile(beside) ?? '');
    const list = merged(epic.gaps, said, itemsOf(data));
    return { path: beside, text: jsonText(isObject(data) ? { ...data, gaps: list } : list) };
  }
  const list = merged(epic.gaps, said, itemsOf(own.data['gaps']));
  const isKey = own.path.endsWith('.json') || own.path.startsWith('.archive/');
  return isKey ? { list } : { path: newGapsFile(epic.id), text: jsonText(list) };
}

/** The files of gaps that stand beside an epic. */
export function gapsFilesOf(
  epicId: string,
  readFile: (path: string) => string | null,
): readonly string[] {
  return besideEpic(epicId).filter((path) => readFile(path) !== null);
}

/** Of an epic that no file defines yet; null where it lacks nothing. */
export function newGaps(gaps: readonly GapRow[]): readonly JsonObject[] | null {
  return gaps.length === 0 ? null : gaps.map(gapRecord);
}

export function newGapsFile(epicId: string): string {
  return `epics/${epicId}.gaps.json`;
}

export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function isSaid(gap: GapRow, view: ImportedGap | undefined): boolean {
  if (view === undefined) return false;
  const { capability, priority, status, source, evidence, resolvedAt } = gap;
  // A task that does not exist is none here, and stays in the file.
  const ours = { capability, priority, status, source, evidence, resolvedAt };
  const theirs = Object.fromEntries(
    Object.keys(ours).map((key) => [key, view[key as keyof typeof ours]]),
  );
  const isOfTask = gap.taskId === null || gap.taskId === view.taskId;
  return isOfTask && canonical(ours) === canonical(theirs);
}

/** The items as they stand, those that differ renewed, those that are gone left out, new ones at the end. */
function merged(
  gaps: readonly GapRow[],
  said: ReadonlyMap<string, ImportedGap>,
  items: readonly unknown[],
): readonly JsonObject[] {
  const left = new Map(gaps.map((gap) => [gapKey(gap.capability), gap]));
  const kept = items.flatMap((item): JsonObject[] => {
    const data = isObject(item) ? item : { capability: item };
    const key = gapKey(optionalText(data['capability'] ?? data['title']) ?? '');
    const gap = left.get(key);
    left.delete(key);
    if (gap === undefined) return said.has(key) ? [] : [data];
    return [isSaid(gap, said.get(key)) ? data : { ...data, ...gapRecord(gap) }];
  });
  return [...kept, ...[...left.values()].map(gapRecord)];
}

function itemsOf(data: unknown): readonly unknown[] {
  const list: unknown = isObject(data) ? data['gaps'] : data;
  return Array.isArray(list) ? list : [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
