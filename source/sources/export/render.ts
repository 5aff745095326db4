/** What the files of an epic and of a task are to hold. Whatever a file says already is left as it stands there. */
import type { ImportedEpic, ImportedTask } from '../../domain/contract/import.js';
import type {
  ExportedEpic,
  ExportedTask,
  RecordedFields,
} from '../../domain/contract/recovery-calls.js';
import { canonical } from '../../service/import/fields.js';
import { composeTaskText } from '../../domain/task-text.js';
import type { JsonObject } from '../flow/values.js';
import { openDocument } from './document.js';
import {
  epicFileFields,
  evidenceJson,
  needsEvidenceKey,
  taskFileFields,
  type FieldOfFile,
} from './fields.js';
import { jsonText, newGaps, newGapsFile, renderGaps } from './gaps.js';

/** By path within the `.flow` directory. */
export type FileTexts = ReadonlyMap<string, string>;
export type ReadFile = (path: string) => string | null;

/** 1: Markdown with front matter; 2: JSON in `epics/`; 3: JSON in `specs/`. */
export type SchemaVersion = 1 | 2 | 3;

/** The keys whose values differ from what the file was understood to say. */
function changedKeys<View>(
  fields: readonly FieldOfFile<View>[],
  view: View,
  wanted: RecordedFields,
  data: JsonObject,
): Record<string, unknown> {
  const changes: Record<string, unknown> = {};
  for (const { keys, read, value, encode } of fields) {
    const next = value(wanted);
    if (canonical(read(view)) === canonical(next)) continue;
    const key = keys.find((each) => each in data) ?? keys[0] ?? '';
    changes[key] = encode ? encode(next, key) : next;
  }
  return changes;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** @returns a sentence where the definition cannot be written */
export function renderEpic(
  epic: ExportedEpic,
  view: ImportedEpic,
  readFile: ReadFile,
): FileTexts | string {
  const [definition, ...others] = view.files.map(({ path }) => path);
  const current = definition === undefined ? null : readFile(definition);
  const document = current === null ? null : openDocument(current, definition ?? '');
  if (definition === undefined || document === null) return 'its file cannot be read';
  const changes = changedKeys(epicFileFields, view, epic.fields, document.data);
  const isArchived = definition.startsWith('.archive/');
  if (epic.fields['archived'] !== view.archived && !isArchived) {
    changes['archived'] = epic.fields['archived'] === true ? true : null;
  }
  const gaps = renderGaps(epic, view, { path: definition, data: document.data }, readFile);
  if (gaps !== null && 'list' in gaps) changes['gaps'] = gaps.list;
  const body = text(epic.fields['body']);
  const isTextChanged = body !== view.body;
  const plan = others.find((path) => path.endsWith('.md'));
  const files = new Map<string, string>();
  if (gaps !== null && 'path' in gaps) files.set(gaps.path, gaps.text);
  if (isTextChanged && plan !== undefined) files.set(plan, body);
  const ownBody = isTextChanged && plan === undefined && document.body !== null ? body : undefined;
  if (isTextChanged && plan === undefined && document.body === null) {
    files.set(`specs/${epic.id}.md`, body);
  }
  if (Object.keys(changes).length > 0 || ownBody !== undefined) {
    const stamped = Object.keys(changes).length > 0 ? stamp(changes, epic.fields) : changes;
    files.set(definition, document.write(stamped, ownBody));
  }
  return files;
}

export function renderTask(
  task: ExportedTask,
  view: ImportedTask,
  readFile: ReadFile,
): FileTexts | string {
  const [definition, ...others] = view.files.map(({ path }) => path);
  const current = definition === undefined ? null : readFile(definition);
  const document = current === null ? null : openDocument(current, definition ?? '');
  if (definition === undefined || document === null) return 'its file cannot be read';
  const changes = changedKeys(taskFileFields, view, task.fields, document.data);
  const isEvidenceChanged = canonical(view.evidence) !== canonical(task.evidence);
  if (isEvidenceChanged && needsEvidenceKey(task, document.data)) {
    changes['evidence'] = task.evidence && evidenceJson(task.evidence);
  }
  const isTextChanged =
    isEvidenceChanged ||
    text(task.fields['body']) !== view.body ||
    text(task.fields['summary']) !== view.summary ||
    text(task.fields['title']) !== view.title ||
    text(task.fields['blockedReason']) !== (view.blockedReason ?? '') ||
    text(task.fields['failedReason']) !== (view.failedReason ?? '');
  const files = new Map<string, string>();
  const isOwnText = document.body !== null;
  const textFile = others.find(
    (path) => /(?:^|\/)tasks\/|^\.archive\//.test(path) && path.endsWith('.md'),
  );
  if (isTextChanged && !isOwnText) {
    const path = textFile ?? `tasks/${task.id}.md`;
    files.set(path, withFrontMatterOf(readFile(path) ?? '', taskText(task)));
  }
  const ownBody = isTextChanged && isOwnText ? taskText(task) : undefined;
  if (Object.keys(changes).length > 0 || ownBody !== undefined) {
    const stamped = Object.keys(changes).length > 0 ? stamp(changes, task.fields) : changes;
    files.set(definition, document.write(stamped, ownBody));
  }
  return files;
}

function stamp(changes: JsonObject, { updatedAt }: RecordedFields): JsonObject {
  return typeof updatedAt === 'string' ? { ...changes, updated_at: updatedAt } : changes;
}

/** Front matter that only accompanies a text, such as `satisfies`, stays before it. */
function withFrontMatterOf(before: string, after: string): string {
  const document = openDocument(before, 'text.md');
  return document === null ? after : document.write({}, after);
}

export function taskText({ id, fields, evidence }: ExportedTask): string {
  const failed = text(fields['failedReason']).trim();
  const summary = [text(fields['summary']), ...(failed === '' ? [] : [`Failed:\n${failed}`])];
  return composeTaskText({
    id,
    title: text(fields['title']),
    body: text(fields['body']),
    summary: summary.filter(Boolean).join('\n\n'),
    evidence,
    blockedReason: text(fields['blockedReason']) || null,
  });
}

/** Files for what no file defines yet, in the layout that the project has. */
export function newEpicFiles({ id, fields, gaps }: ExportedEpic, schema: SchemaVersion): FileTexts {
  const data = { id, ...definition(epicFileFields, fields, schema), ...times(fields) };
  const plan: readonly [string, string] = [`specs/${id}.md`, text(fields['body'])];
  const lacks = newGaps(gaps);
  if (schema === 1) {
    const beside: readonly [string, string][] = lacks ? [[newGapsFile(id), jsonText(lacks)]] : [];
    return new Map([[`epics/${id}.md`, markdown(data, '')], plan, ...beside]);
  }
  const folder = schema === 2 ? 'epics' : 'specs';
  const json = {
    ...{ ...data, next_task: 1, spec_path: `.flow/specs/${id}.md` },
    ...(lacks && { gaps: lacks }),
  };
  return new Map([[`${folder}/${id}.json`, jsonOf(json)], plan]);
}

export function newTaskFiles(task: ExportedTask, schema: SchemaVersion): FileTexts {
  const { id, fields, evidence } = task;
  const data = {
    id,
    [schema === 3 ? 'spec' : 'epic']: fields['epicId'],
    ...definition(taskFileFields, fields, schema),
    ...(evidence && needsEvidenceKey(task, {}) && { evidence: evidenceJson(evidence) }),
    ...times(fields),
  };
  if (schema === 1) return new Map([[`tasks/${id}.md`, markdown(data, taskText(task))]]);
  return new Map([
    [`tasks/${id}.json`, jsonOf({ ...data, spec_path: `.flow/tasks/${id}.md` })],
    [`tasks/${id}.md`, taskText(task)],
  ]);
}

/** Keys that other readers expect even where they say nothing. */
const expectedKeys = new Set([
  ...['title', 'status', 'branch_name', 'plan_review_status', 'plan_reviewed_at'],
  ...['completion_review_status', 'completion_reviewed_at', 'depends_on_epics', 'depends_on'],
  ...['priority', 'assignee', 'claimed_at', 'claim_note', 'default_impl', 'default_review'],
  'default_sync',
]);

function definition(
  fields: readonly FieldOfFile<never>[],
  values: RecordedFields,
  schema: SchemaVersion,
): JsonObject {
  return Object.fromEntries(
    fields.flatMap(({ keys, value, encode }) => {
      const key = (schema === 1 ? keys.at(-1) : keys[0]) ?? '';
      const wanted = value(values);
      const isEmpty =
        wanted === null ||
        wanted === '' ||
        (key === 'retry_count' && wanted === 0) ||
        (Array.isArray(wanted) && wanted.length === 0);
      if (isEmpty && (schema === 1 || !expectedKeys.has(key))) return [];
      return [[key, encode ? encode(wanted, key) : wanted]];
    }),
  );
}

function times({ createdAt, updatedAt }: RecordedFields): JsonObject {
  return { created_at: createdAt, updated_at: updatedAt ?? createdAt };
}

function jsonOf(data: JsonObject): string {
  const sorted = Object.entries(data).sort(([left], [right]) => (left < right ? -1 : 1));
  return jsonText(Object.fromEntries(sorted));
}

function markdown(data: JsonObject, body: string): string {
  const document = openDocument('---\nschema_version: 1\n---\n', 'new.md');
  return document?.write(data, body) ?? body;
}
