/** Changes to an entry of the memory: what was given, and what follows from it. */
import { quoted } from './quote.js';
import type { MemoryPatch } from './contract/memory-calls.js';
import { FlowdeckError } from './errors.js';
import {
  automaticTags,
  memoryHash,
  memorySummary,
  normaliseTags,
  requireProblemType,
  requireSeverity,
  requireType,
  trackOfType,
} from './memory-entry.js';
import {
  memoryStatuses,
  type MemoryStatus,
  type MemoryTrack,
  type MemoryType,
} from './vocabulary.js';

/** The fields of an entry that people change, and those that are made from them. */
export interface EditableMemory {
  readonly type: MemoryType;
  readonly track: MemoryTrack;
  readonly title: string;
  readonly content: string;
  readonly summary: string;
  readonly hash: string | null;
  readonly module: string | null;
  readonly severity: string | null;
  readonly problemType: string | null;
  readonly component: string | null;
  readonly tags: readonly string[];
  readonly status: MemoryStatus;
  readonly related: readonly string[];
}

/**
 * The fields that differ afterwards. A title that was the summary follows it; tags that the old text had earned go with
 * it, unless tags are given; the track follows the kind of problem, else the type.
 * @throws FlowdeckError `memory.empty`, `usage.invalid` as for a new entry
 */
export function editMemory(entry: EditableMemory, patch: MemoryPatch): Partial<EditableMemory> {
  const text = textFields(entry, patch);
  const title = patch.title === undefined ? undefined : oneLine(patch.title);
  const type = patch.type === undefined ? entry.type : requireType(patch.type);
  const problem = words(patch.problemType);
  const kind = problem === null || problem === undefined ? problem : requireProblemType(problem);
  const severity = words(patch.severity);
  const next: EditableMemory = {
    ...entry,
    ...text,
    type,
    ...(title !== undefined && { title: title ?? text.summary }),
    ...(kind !== undefined && { problemType: kind?.name ?? null }),
    ...(severity !== undefined && { severity: severity && requireSeverity(severity) }),
    ...optional('module', patch.module),
    ...optional('component', patch.component),
    ...(patch.tags && { tags: normaliseTags(patch.tags) }),
    ...(patch.related && { related: [...new Set(patch.related.map(trimmed).filter(Boolean))] }),
    ...(patch.status !== undefined && { status: requireStatus(patch.status) }),
    track: kind ? kind.track : followsType(entry, patch) ? trackOfType(type) : entry.track,
  };
  const changed = Object.entries(next).filter(
    ([name, value]) => !same(value, entry[name as keyof EditableMemory]),
  );
  return Object.fromEntries(changed);
}

function textFields(
  entry: EditableMemory,
  { content: given }: MemoryPatch,
): Pick<EditableMemory, 'content' | 'summary' | 'hash' | 'title' | 'tags'> {
  if (given === undefined || given.trim() === entry.content) return entry;
  const content = given.trim();
  if (content === '') throw new FlowdeckError('memory.empty', 'The entry has no text.');
  const summary = memorySummary(withoutHeadings(content));
  const earned = new Set(automaticTags(entry.content));
  const chosen = entry.tags.filter((tag) => !earned.has(tag));
  return {
    content,
    summary,
    hash: memoryHash(content),
    title: entry.title === entry.summary ? summary : entry.title,
    tags: normaliseTags([...chosen, ...automaticTags(content)]),
  };
}

/** A text that begins with headings is summed up by what follows them. */
function withoutHeadings(content: string): string {
  return content.replace(/^(?:\s*#{1,6}[ \t][^\n]*(?:\n|$))+\s*/, '').trim() || content;
}

/** A kind of problem that stays keeps the track. */
function followsType(entry: EditableMemory, patch: MemoryPatch): boolean {
  const keepsProblem = patch.problemType === undefined && entry.problemType !== null;
  return !keepsProblem && (patch.type !== undefined || patch.problemType !== undefined);
}

function requireStatus(text: string): MemoryStatus {
  const status = memoryStatuses.find((each) => each === text.trim().toLowerCase());
  if (status !== undefined) return status;
  throw new FlowdeckError(
    'usage.invalid',
    `There is no memory status ${quoted(text)}; known are ${memoryStatuses.join(', ')}.`,
  );
}

function optional(name: 'module' | 'component', text: string | null | undefined) {
  const value = words(text);
  return value === undefined ? {} : { [name]: value };
}

/** Null for an emptied field, undefined for one that was not given. */
function words(text: string | null | undefined): string | null | undefined {
  return text === undefined ? undefined : (text?.trim() ?? '') || null;
}

function oneLine(text: string | null): string | null {
  return text?.replace(/\s+/g, ' ').trim() || null;
}

function trimmed(text: string): string {
  return text.trim();
}

function same(left: unknown, right: unknown): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}
