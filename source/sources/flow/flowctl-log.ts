/** The log of the original's database: what happened and what was spent, with the times of then. */
import type { ImportedLog } from '../../domain/contract/import.js';
import { optionalInteger, optionalText, optionalTime, type JsonObject } from './values.js';

/** @param name what the position reached is remembered under */
export function readFlowctlLog(
  name: string,
  events: readonly JsonObject[],
  tokens: readonly JsonObject[],
): ImportedLog {
  return { name, events: readEvents(events), tokens: readTokens(tokens) };
}

function readEvents(rows: readonly JsonObject[]): ImportedLog['events'] {
  return rows.flatMap((row) => {
    const position = optionalInteger(row['id']);
    const timestamp = optionalTime(row['timestamp']);
    const type = optionalText(row['event_type']);
    if (position === null || timestamp === null || type === null) return [];
    return [
      {
        position,
        timestamp,
        type,
        epicId: optionalText(row['epic_id']),
        taskId: optionalText(row['task_id']),
        actor: optionalText(row['actor']),
        payload: optionalText(row['payload']),
        sessionId: optionalText(row['session_id']),
      },
    ];
  });
}

function readTokens(rows: readonly JsonObject[]): ImportedLog['tokens'] {
  const count = (value: unknown) => Math.max(0, optionalInteger(value) ?? 0);
  return rows.flatMap((row) => {
    const position = optionalInteger(row['id']);
    const timestamp = optionalTime(row['timestamp']);
    if (position === null || timestamp === null) return [];
    const cost = row['estimated_cost'];
    return [
      {
        position,
        timestamp,
        epicId: optionalText(row['epic_id']),
        taskId: optionalText(row['task_id']),
        phase: optionalText(row['phase']),
        model: optionalText(row['model']),
        inputTokens: count(row['input_tokens']),
        outputTokens: count(row['output_tokens']),
        cacheRead: count(row['cache_read']),
        cacheWrite: count(row['cache_write']),
        costUsd: typeof cost === 'number' ? cost : null,
      },
    ];
  });
}
