/** The entry that an action is about. */
import type { MemoryTarget } from '../domain/contract/memory-calls.js';
import { FlowdeckError } from '../domain/errors.js';
import { quoted } from '../domain/quote.js';
import { nearestIds } from '../search/nearest-ids.js';
import {
  findEntry,
  listIdsByKey,
  listNames,
  listLaterChanges,
  type StoredMemory,
} from '../store/repositories/memory-entries.js';
import type { Reader } from '../store/types.js';
import type { CommandScope } from './context.js';
import { requireMemory } from './memory-settings.js';
import { notFound } from './not-found.js';

/**
 * The entry as the caller believes it to be.
 * @throws FlowdeckError `memory.disabled`, `memory.not_found`, `store.conflict` where somebody changed it since
 */
export async function openEntry(scope: CommandScope, target: MemoryTarget): Promise<StoredMemory> {
  const { transaction } = scope;
  await requireMemory(transaction);
  const entry = await requireEntry(transaction, target.id);
  const expected = target.expectedVersion;
  if (expected !== undefined && expected !== entry.version) {
    throw await conflict(transaction, entry, expected);
  }
  return entry;
}

/** @throws FlowdeckError `memory.not_found` */
export async function requireEntry(reader: Reader, id: number): Promise<StoredMemory> {
  const entry = Number.isSafeInteger(id) ? await findEntry(reader, id) : null;
  if (entry !== null) return entry;
  throw await noEntry(reader, String(id));
}

/**
 * The id that a name stands for: `12`, `#12`, a key or the end of one behind a slash.
 * @throws FlowdeckError `memory.not_found`, `memory.ambiguous`
 */
export async function resolveEntry(reader: Reader, name: string): Promise<number> {
  const number = /^#?(\d{1,15})$/.exec(name.trim())?.[1];
  if (number !== undefined) return (await requireEntry(reader, Number(number))).id;
  const ids = name.trim() === '' ? [] : await listIdsByKey(reader, name.trim());
  const [id] = ids;
  if (id === undefined) {
    throw await noEntry(reader, name);
  }
  if (ids.length === 1) return id;
  throw new FlowdeckError(
    'memory.ambiguous',
    `Several entries are named ${quoted(name)}: ${ids.map((each) => `#${each}`).join(', ')}.`,
    { details: { ids } },
  );
}

/** The nearest of a number are the entries made about the same time. */
export async function noEntry(reader: Reader, name: string): Promise<FlowdeckError> {
  const names = await listNames(reader);
  const number = Number(name);
  const near = Number.isNaN(number)
    ? nearestIds(
        name,
        names.flatMap(({ key }) => key ?? []),
      )
    : names
        .map(({ id }) => id)
        .sort((left, right) => Math.abs(left - number) - Math.abs(right - number))
        .slice(0, 3)
        .map(String);
  return notFound(reader, 'memory', name, { near });
}

async function conflict(
  reader: Reader,
  entry: StoredMemory,
  expected: number,
): Promise<FlowdeckError> {
  const changes = await listLaterChanges(reader, entry.id, expected);
  const actors = [...new Set(changes.map(({ actor }) => actor ?? 'somebody'))];
  const fields = [...new Set(changes.flatMap((change) => change.fields))];
  const who = actors.join(' and ') || 'an import';
  const what = fields.length > 0 ? ` (${fields.join(', ')})` : '';
  return new FlowdeckError(
    'store.conflict',
    `Entry #${entry.id} was changed by ${who}${what}: it is at version ${entry.version}, not ${expected}.`,
    { details: { id: entry.id, expected, version: entry.version, changes } },
  );
}
