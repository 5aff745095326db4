/** Side files of the file store: what it keeps apart from the definitions of epics and tasks. */
import path from 'node:path';
import type { ImportedFile, ImportedLog } from '../../domain/contract/import.js';
import { parseJson } from './documents.js';
import type { FileReader, SourceFile } from './files.js';
import type { Findings } from './findings.js';
import { readJsonLines } from './memory.js';
import { isObject, optionalText, optionalTime, storable, type JsonObject } from './values.js';

export interface Companions {
  readonly gaps: ReadonlyMap<string, { readonly path: string; readonly data: unknown }>;
  readonly outputs: ReadonlyMap<string, { readonly file: ImportedFile; readonly text: string }>;
  /** The pipeline phase of each epic. */
  readonly pipeline: JsonObject;
  /** The completed phases of each task. */
  readonly phases: JsonObject;
  readonly logs: readonly ImportedLog[];
}

export function readCompanions(
  files: readonly SourceFile[],
  reader: FileReader,
  findings: Findings,
): Companions {
  const gaps = new Map<string, { path: string; data: unknown }>();
  const outputs = new Map<string, { file: ImportedFile; text: string }>();
  const logs: ImportedLog[] = [];
  let pipeline: JsonObject = {};
  let phases: JsonObject = {};
  for (const file of files) {
    const stem = path.posix.basename(file.path).replace(/\.(json|jsonl|md)$/, '');
    if (file.path.startsWith('outputs/')) {
      outputs.set(stem, {
        file: { path: file.path, sha256: file.sha256 },
        text: storable(file.text),
      });
    } else if (file.path.endsWith('.jsonl')) {
      logs.push(readEventLog(file, findings));
    } else {
      const data = parseJson(file, reader, findings);
      if (file.path.startsWith('gaps/')) gaps.set(stem, { path: file.path, data });
      else if (stem === 'pipeline' && isObject(data)) pipeline = data;
      else if (stem === 'phases' && isObject(data)) phases = data;
    }
  }
  return { gaps, outputs, pipeline, phases, logs };
}

/** Lines with a time and a kind; the names of the keys changed over the versions. */
function readEventLog(file: SourceFile, findings: Findings): ImportedLog {
  const events = readJsonLines(file, findings).flatMap((line, index) => {
    const timestamp = optionalTime(line['timestamp'] ?? line['created_at'] ?? line['ts']);
    const type = optionalText(line['event_type'] ?? line['type'] ?? line['kind']);
    if (timestamp === null || type === null) return [];
    return [
      {
        position: index + 1,
        timestamp,
        type,
        epicId: optionalText(line['epic_id'] ?? line['epic']),
        taskId: optionalText(line['task_id'] ?? line['task']),
        actor: optionalText(line['actor']),
        payload: payloadText(line['payload']),
        sessionId: optionalText(line['session_id']),
      },
    ];
  });
  return { name: file.path, events, tokens: [] };
}

function payloadText(payload: unknown): string | null {
  if (payload === null || payload === undefined) return null;
  return typeof payload === 'string' ? storable(payload) : JSON.stringify(payload);
}
