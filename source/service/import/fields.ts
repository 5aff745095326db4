/** Imported entities as flat fields, in a form in which equal things look equal, whichever side they come from. */
import { createHash } from 'node:crypto';
import type { ImportedEpic, ImportedMemory, ImportedTask } from '../../domain/contract/import.js';
import { gapFieldsOf } from './gap-fields.js';
import type { EntityFields } from '../../store/repositories/import-fields.js';

/** What identifies, dates or counts an entity is no field of it. */
const noFields = new Set(['id', 'key', 'files', 'createdAt', 'updatedAt', 'references']);

export function epicFieldsOf(epic: ImportedEpic): EntityFields {
  const { pipelinePhase, ...rest } = fieldsOf({ ...epic, gaps: undefined });
  // A phase is only compared where a file speaks of one.
  return normalised({
    ...rest,
    ...(Boolean(pipelinePhase) && { pipelinePhase }),
    ...gapFieldsOf(epic.gaps ?? []),
  });
}

export function taskFieldsOf(task: ImportedTask): EntityFields {
  const { phases } = task;
  const rest = fieldsOf({ ...task, phases: undefined });
  return normalised({
    ...rest,
    failedReason: task.failedReason ?? null,
    finishedHint: hasFinishedHint(task.status, task.summary),
    ...(phases && {
      phases: {
        scheme: phases.scheme,
        completed: phases.completed,
        current: phases.current,
        startedAt: phases.current === null ? null : phases.startedAt,
      },
    }),
  });
}

export function memoryFieldsOf(entry: ImportedMemory): EntityFields {
  return normalised(fieldsOf(entry));
}

function fieldsOf(entity: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(entity).filter(([name, value]) => !noFields.has(name) && value !== undefined),
  );
}

/** A nested configuration by dotted keys; an empty object is a value of its own. */
export function configurationFieldsOf(
  configuration: Readonly<Record<string, unknown>>,
  prefix = '',
): EntityFields {
  return Object.fromEntries(
    Object.entries(configuration).flatMap(([key, value]) =>
      isObject(value) && Object.keys(value).length > 0
        ? Object.entries(configurationFieldsOf(value, `${prefix}${key}.`))
        : [[`${prefix}${key}`, value]],
    ),
  );
}

/** A filled summary beside `todo`: the files of many projects never learn that a task is done. */
export function hasFinishedHint(status: unknown, summary: unknown): boolean {
  return status === 'todo' && typeof summary === 'string' && summary !== '';
}

/** Fields that are sets get one order. */
export function normalised(fields: EntityFields): EntityFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if (setFields.has(name) && Array.isArray(value)) return [name, inOrder(value)];
      if (name === 'phases' && isObject(value) && Array.isArray(value['completed'])) {
        return [name, { ...value, completed: inOrder(value['completed']) }];
      }
      return [name, value];
    }),
  );
}

const setFields = new Set(['dependsOn', 'ownedFiles', 'labels']);

function inOrder(items: readonly unknown[]): readonly unknown[] {
  return items
    .map((item) => [canonical(item), item] as const)
    .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
    .map(([, item]) => item);
}

/** Longer values are remembered by their hash: a base need not repeat every text. */
const longestKept = 200;

/** A value as a base remembers it, comparable as text. */
export function digest(value: unknown): string {
  const text = canonical(value);
  if (text.length <= longestKept) return text;
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

export type Base = Readonly<Record<string, string>>;

export function baseOf(fields: EntityFields): Base {
  const names = Object.keys(fields).sort();
  return Object.fromEntries(names.map((name) => [name, digest(fields[name])]));
}

/** JSON with sorted keys; what JSON leaves out is null. */
export function canonical(value: unknown): string {
  return JSON.stringify(value ?? null, (_key, inner: unknown) =>
    isObject(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
      : inner,
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
