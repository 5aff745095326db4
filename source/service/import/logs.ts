/** The logs of other tools, continued from where the last import left off. */
import type { ImportedEvent, ImportedLog } from '../../domain/contract/import.js';
import { eventKinds, type EventKind } from '../../domain/vocabulary.js';
import { writeBases } from '../../store/repositories/import.js';
import { insertPastEvents, insertPastTokens } from '../../store/repositories/import-log.js';
import type { Transaction } from '../../store/types.js';
import { logPrefix, type LogPosition } from './plan.js';

/** What a log has beyond the position reached before. */
export function newEntries(log: ImportedLog, reached: LogPosition | undefined): ImportedLog {
  return {
    name: log.name,
    events: log.events.filter(({ position }) => position > (reached?.event ?? 0)),
    tokens: log.tokens.filter(({ position }) => position > (reached?.token ?? 0)),
  };
}

export function isEmptyLog({ events, tokens }: ImportedLog): boolean {
  return events.length === 0 && tokens.length === 0;
}

/** @param newId gives each event a command of its own: they were made one by one */
export async function applyLog(
  transaction: Transaction,
  sourceId: number,
  log: ImportedLog,
  reached: LogPosition | undefined,
  newId: () => string,
): Promise<void> {
  await insertPastEvents(
    transaction,
    log.events.map((event) => ({ ...pastEvent(event), commandId: newId() })),
  );
  await insertPastTokens(transaction, log.tokens);
  const position: LogPosition = {
    event: highest(log.events, reached?.event),
    token: highest(log.tokens, reached?.token),
  };
  await writeBases(transaction, sourceId, [
    { kind: 'configuration', id: `${logPrefix}${log.name}`, fields: JSON.stringify(position) },
  ]);
}

function pastEvent(event: ImportedEvent) {
  const { timestamp, epicId, taskId, actor, sessionId } = event;
  const kind = isKind(event.type) ? event.type : 'note_logged';
  const entityKind = taskId !== null ? 'task' : epicId !== null ? 'epic' : 'source';
  return {
    timestamp,
    kind,
    entityKind,
    entityId: taskId ?? epicId ?? '',
    epicId,
    taskId,
    actor,
    sessionId,
    origin: 'import',
    payload: {
      ...payloadOf(event.payload),
      ...(kind !== event.type && { originalType: event.type }),
    },
  } as const;
}

function isKind(type: string): type is EventKind {
  return Object.hasOwn(eventKinds, type);
}

function payloadOf(payload: string | null): Readonly<Record<string, unknown>> {
  if (payload === null) return {};
  try {
    const parsed: unknown = JSON.parse(payload);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
      return parsed as Readonly<Record<string, unknown>>;
    }
  } catch {
    // Not JSON: kept as the text it is.
  }
  return { text: payload };
}

function highest(entries: readonly { readonly position: number }[], reached = 0): number {
  return entries.reduce((highest, { position }) => Math.max(highest, position), reached);
}
