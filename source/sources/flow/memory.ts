/** Memory entries, over the four shapes in which they are kept. */
import path from 'node:path';
import { sha256 } from '../../domain/digest.js';
import type { ImportedFile, ImportedMemory } from '../../domain/contract/import.js';
import {
  memoryStatuses,
  memoryTracks,
  type MemoryTrack,
  type MemoryType,
} from '../../domain/vocabulary.js';
import { memorySummary, parseMemoryType, trackOfType } from '../../domain/memory-entry.js';
import type { SourceFile } from './files.js';
import type { Findings } from './findings.js';
import { splitFrontMatter } from './front-matter.js';
import {
  isObject,
  optionalInteger,
  optionalLine,
  optionalText,
  optionalTime,
  storable,
  textList,
  unique,
  withoutKeys,
  type JsonObject,
} from './values.js';

/** Files of the first shape: many dated entries in one file. */
const listFiles: Readonly<Record<string, MemoryType>> = {
  'pitfalls.md': 'pitfall',
  'conventions.md': 'convention',
  'decisions.md': 'decision',
};

/** What entries filed by category are; others of the knowledge track are conventions. */
const typeOfCategory: Readonly<Record<string, MemoryType>> = {
  decisions: 'decision',
  'tooling-decisions': 'decision',
  'architecture-patterns': 'decision',
};

const knownKeys = new Set([
  ...['id', 'type', 'entry_type', 'track', 'title', 'content', 'date', 'created', 'created_at'],
  ...['tags', 'module', 'severity', 'problem_type', 'component', 'status', 'related_to'],
  ...['last_verified', 'last_audited', 'last_updated', 'summary', 'hash', 'file', 'refs'],
  ...['key', 'extra'],
]);

/** How often the numbered entries were referred to: no entry itself. */
const countersFile = 'memory/stats.json';

/** True for the files of the memory's folder that say something about entries; paths begin with `memory/`. */
export function isMemoryFile(name: string): boolean {
  return name === countersFile || /\.(md|jsonl)$/.test(name);
}

export function readMemory(
  files: readonly SourceFile[],
  findings: Findings,
): readonly ImportedMemory[] {
  const index = readIndex(files, findings);
  const counters = readCounters(files);
  const entries = files.flatMap((file) => {
    const name = file.path.slice('memory/'.length);
    if (
      file.path === countersFile ||
      name === 'README.md' ||
      name.startsWith('declined/') ||
      name === 'index.jsonl'
    )
      return [];
    if (name.endsWith('.jsonl')) return readLines(name, file, findings);
    const type = Object.hasOwn(listFiles, name) ? listFiles[name] : undefined;
    if (type) return readList(name, type, file);
    const refs = counters.get(/^(?:entries\/)?0*(\d+)-\w+\.md$/.exec(name)?.[1] ?? '');
    const indexed = index.get(path.posix.basename(name)) ?? null;
    return [readEntry(name, file, refs === undefined ? indexed : { ...indexed, refs }, findings)];
  });
  return withUniqueKeys(entries.filter((entry) => entry.content.trim() !== ''));
}

/** One file with entries `## 2026-01-31 manual [pitfall]`, or bullets where a hook has written them. */
function readList(name: string, type: MemoryType, file: SourceFile): ImportedMemory[] {
  const text = storable(file.text);
  const heading = /^##[ \t]+(\d{4}-\d{2}-\d{2})\b[^\n]*$/gm;
  const starts = [...text.matchAll(heading)];
  const preamble = text.slice(0, starts[0]?.index);
  const bullets = [...preamble.matchAll(/^[-*][ \t]+(.+)$/gm)].map((match) => ({
    date: null,
    marked: null,
    content: match[1] ?? '',
  }));
  const dated = starts.map((start, position) => ({
    date: start[1] ?? null,
    marked: /\[(pitfall|convention|decision)s?\]/.exec(start[0])?.[1] ?? null,
    content: text.slice(start.index + start[0].length, starts[position + 1]?.index).trim(),
  }));
  return [...bullets, ...dated].map(({ date, marked, content }) =>
    memoryEntry({
      key: `${name}#${date === null ? '' : `${date}-`}${shortHash(content)}`,
      file,
      type: memoryType(marked) ?? type,
      content,
      createdAt: optionalTime(date),
    }),
  );
}

/** One Markdown file an entry: filed by category, numbered with a line in the index, or free. */
function readEntry(
  name: string,
  file: SourceFile,
  indexed: JsonObject | null,
  findings: Findings,
): ImportedMemory {
  const { data: frontMatter, body, error } = splitFrontMatter(file.text);
  if (error !== null) {
    findings.warn('invalid-front-matter', file.path, `Its front matter is not YAML: ${error}`);
  }
  const data = { ...indexed, ...frontMatter };
  const [folder = '', category = ''] = name.split('/');
  const track = trackOf(data['track']) ?? trackOf(folder);
  const type =
    memoryType(data['type']) ??
    memoryType(/^\d+-(\w+)\.md$/.exec(path.posix.basename(name))?.[1]) ??
    typeOfPlace(track, category);
  const stem = name.replace(/\.md$/, '');
  return memoryEntry({
    key: stem,
    file,
    type,
    data,
    content: storable(body).trim(),
    fallbackTitle: path.posix.basename(stem),
  });
}

/** One JSON object a line. */
function readLines(name: string, file: SourceFile, findings: Findings): ImportedMemory[] {
  return readJsonLines(file, findings).map((data) => {
    const content = contentOfLine(data);
    const id = optionalText(data['id']);
    return memoryEntry({
      key: optionalLine(data['key']) ?? `${name}#${id ?? shortHash(content)}`,
      file,
      type: memoryType(data['type'] ?? data['entry_type']) ?? 'convention',
      data,
      content,
    });
  });
}

/** By the number of the entry. */
function readCounters(files: readonly SourceFile[]): ReadonlyMap<string, unknown> {
  const text = files.find((file) => file.path === countersFile)?.text ?? '{}';
  try {
    const value: unknown = JSON.parse(text);
    return new Map(
      Object.entries(isObject(value) ? value : {}).flatMap(([id, counter]) =>
        isObject(counter) ? [[id, counter['refs']] as const] : [],
      ),
    );
  } catch {
    // Counters are a help and no entries: without them every entry begins anew.
    return new Map();
  }
}

/** The text of an entry that is one JSON object. */
export function contentOfLine(data: JsonObject): string {
  return storable(optionalText(data['content'] ?? data['summary']) ?? '');
}

/** The lines of `index.jsonl`, by the file that each speaks of. */
function readIndex(files: readonly SourceFile[], findings: Findings): Map<string, JsonObject> {
  const file = files.find(({ path: filePath }) => filePath === 'memory/index.jsonl');
  if (!file) return new Map();
  return new Map(
    readJsonLines(file, findings).flatMap((line) => {
      const name = optionalText(line['file']);
      return name === null ? [] : [[path.posix.basename(name), line]];
    }),
  );
}

/** The objects of a file with one JSON value a line; a line that is none is reported and left out. */
export function readJsonLines(file: SourceFile, findings: Findings): JsonObject[] {
  return file.text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      const value: unknown = JSON.parse(line);
      if (isObject(value)) return [value];
    } catch {
      // Reported below, like a line that holds another value.
    }
    findings.warn('invalid-json', file.path, `Line ${index + 1} is not a JSON object.`);
    return [];
  });
}

export interface EntryParts {
  readonly key: string;
  readonly file: SourceFile;
  readonly type: MemoryType;
  readonly content: string;
  readonly data?: JsonObject;
  readonly createdAt?: string | null;
  readonly fallbackTitle?: string;
}

/** The type of an entry that says none, by where it is filed. */
export function typeOfPlace(track: MemoryTrack | null, category: string): MemoryType {
  if (track === 'bug') return 'pitfall';
  return Object.hasOwn(typeOfCategory, category)
    ? (typeOfCategory[category] ?? 'convention')
    : 'convention';
}

/** An entry from the keys under which files hold its fields; those that are not known are kept as they are. */
export function memoryEntry(parts: EntryParts): ImportedMemory {
  const { key, file, type, content, data = {} } = parts;
  const files: readonly ImportedFile[] = [{ path: file.path, sha256: file.sha256 }];
  const heading = /^#[ \t]+(.+)$/m.exec(content)?.[1];
  const references = optionalInteger(data['refs']) ?? 0;
  return {
    key,
    files,
    type,
    track: trackOf(data['track']) ?? trackOf(key.split('/')[0]) ?? trackOfType(type),
    title:
      optionalLine(data['title']) ??
      optionalLine(heading) ??
      parts.fallbackTitle ??
      memorySummary(content),
    content,
    tags: unique(textList(data['tags'])),
    module: optionalLine(data['module']),
    severity: optionalLine(data['severity']),
    problemType: optionalLine(data['problem_type']),
    component: optionalLine(data['component']),
    status: memoryStatuses.find((status) => status === data['status']) ?? 'active',
    related: unique(textList(data['related_to'])),
    // A date alone says less than a time.
    createdAt:
      parts.createdAt ?? optionalTime(data['created_at'] ?? data['created'] ?? data['date']),
    lastVerified: optionalTime(
      data['last_verified'] ?? data['last_audited'] ?? data['last_updated'],
    ),
    ...(references > 0 && { references }),
    extra: { ...withoutKeys(data, knownKeys), ...(isObject(data['extra']) && data['extra']) },
  };
}

/** Equal entries of one file get numbers behind their keys. */
function withUniqueKeys(entries: readonly ImportedMemory[]): readonly ImportedMemory[] {
  const seen = new Map<string, number>();
  return entries.map((item) => {
    const times = (seen.get(item.key) ?? 0) + 1;
    seen.set(item.key, times);
    return times === 1 ? item : { ...item, key: `${item.key}-${times}` };
  });
}

function memoryType(word: unknown): MemoryType | null {
  return typeof word === 'string' ? parseMemoryType(word) : null;
}

export function trackOf(word: unknown): MemoryTrack | null {
  return memoryTracks.find((track) => track === word) ?? null;
}

function shortHash(content: string): string {
  return sha256(content).slice(0, 8);
}
