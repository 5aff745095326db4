/** Entries of the memory from files: a tree of Markdown, the lists of the first shape, JSON lines. */
import { statSync } from 'node:fs';
import path from 'node:path';
import type { ImportedMemory, ImportFinding } from '../../domain/contract/import.js';
import type { MemoryRecord } from '../../domain/contract/memory-calls.js';
import { FlowdeckError } from '../../domain/errors.js';
import { whyNot } from '../../domain/file-reasons.js';
import { parseMemoryType } from '../../domain/memory-entry.js';
import { FileReader, type ListedFile, type SourceFile } from '../flow/files.js';
import { Findings } from '../flow/findings.js';
import {
  contentOfLine,
  isMemoryFile,
  memoryEntry,
  readJsonLines,
  readMemory,
} from '../flow/memory.js';
import { optionalLine, type JsonObject } from '../flow/values.js';

export interface MemoryReading {
  readonly records: readonly MemoryRecord[];
  readonly findings: readonly ImportFinding[];
}

const folder = 'memory/';

/**
 * Reads a file or a directory: one of entries, a `.flow` directory or a project that holds one.
 * @param target absolute
 * @throws FlowdeckError `memory.import_unreadable`
 */
export async function readMemoryPath(target: string): Promise<MemoryReading> {
  const findings = new Findings();
  const reader = new FileReader(findings);
  const place = placeOf(target);
  const listed =
    place.kind === 'file'
      ? [{ path: folder + path.basename(place.path), absolute: place.path }]
      : reader.list(place.path, folder, { recursive: true }).filter(isEntryFile);
  const files = await reader.readAll(listed, () => undefined);
  if (place.kind === 'file' && files.length === 0) {
    const [why] = findings.list();
    throw unreadable(place.path, why?.message ?? 'it holds nothing that can be read.');
  }
  const isLines = (file: SourceFile): boolean => file.path.endsWith('.jsonl');
  const isIndex = (file: SourceFile): boolean => path.posix.basename(file.path) === 'index.jsonl';
  const fromFiles = readMemory(
    files.filter((file) => !isLines(file) || isIndex(file)),
    findings,
  );
  const fromLines = files
    .filter((file) => isLines(file) && !isIndex(file))
    .flatMap((file) => readLines(file, findings));
  return {
    records: [...fromFiles.map((entry) => recordOf(entry, entry.key)), ...fromLines],
    findings: findings.list(),
  };
}

/** Reads JSON lines that came on standard input. */
export function readMemoryLines(text: string): MemoryReading {
  const findings = new Findings();
  const plain = text.replace(/^\ufeff/, '');
  const records = readLines({ path: 'standard input', sha256: '', text: plain }, findings);
  return { records, findings: findings.list() };
}

function placeOf(target: string): { readonly kind: 'file' | 'folder'; readonly path: string } {
  const inner = [path.join(target, '.flow', 'memory'), path.join(target, 'memory')];
  try {
    if (statSync(target).isFile()) return { kind: 'file', path: target };
  } catch (error) {
    throw unreadable(target, `${whyNot(error, target)}.`);
  }
  const held = inner.find((name) => statSync(name, { throwIfNoEntry: false })?.isDirectory());
  return { kind: 'folder', path: held ?? target };
}

function unreadable(target: string, why: string): FlowdeckError {
  return new FlowdeckError('memory.import_unreadable', `The memory cannot be read: ${why}`);
}

function isEntryFile({ path: name }: ListedFile): boolean {
  const isHidden = name.split('/').some((part) => part.startsWith('.'));
  return !isHidden && isMemoryFile(name);
}

/** One entry a line. Only a key or an id in words identifies it elsewhere; numbers are another database's. */
function readLines(file: SourceFile, findings: Findings): MemoryRecord[] {
  return readJsonLines(file, findings).flatMap((data) => {
    const content = contentOfLine(data);
    if (content === '') {
      findings.warn('empty-entry', file.path, 'An entry without a text was left out.');
      return [];
    }
    const key = keyOf(data);
    const entry = memoryEntry({ key: key ?? '', file, type: typeOf(data), data, content });
    return [recordOf(entry, key)];
  });
}

function keyOf({ key, id }: JsonObject): string | null {
  return (
    optionalLine(key) ?? (typeof id === 'string' && !/^\d+$/.test(id) ? optionalLine(id) : null)
  );
}

function typeOf(data: JsonObject): ImportedMemory['type'] {
  const type = data['type'] ?? data['entry_type'];
  const known = typeof type === 'string' ? parseMemoryType(type) : null;
  return known ?? (data['track'] === 'bug' ? 'pitfall' : 'convention');
}

function recordOf(entry: ImportedMemory, key: string | null): MemoryRecord {
  return {
    key,
    type: entry.type,
    track: entry.track,
    title: entry.title,
    content: entry.content,
    tags: entry.tags,
    module: entry.module,
    severity: entry.severity,
    problemType: entry.problemType,
    component: entry.component,
    status: entry.status,
    related: entry.related,
    createdAt: entry.createdAt,
    lastVerified: entry.lastVerified,
    references: entry.references ?? 0,
    extra: entry.extra,
  };
}
