/** Memory entries, over the four shapes in which they are kept. */
import { createHash } from 'node:crypto';
import path from 'node:path';
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
]);

export function readMemory(
  files: readonly SourceFile[],
  findings: Findings,
): readonly ImportedMemory[] {
  const index = readIndex(files, findings);
  const entries = files.flatMap((file) => {
    const name = file.path.slice('memory/'.length);
    if (name === 'README.md' || name.startsWith('declined/') || name === 'index.jsonl') return [];
    if (name.endsWith('.jsonl')) return readLines(name, file, findings);
    const type = Object.hasOwn(listFiles, name) ? listFiles[name] : undefined;
    if (type) return readList(name, type, file);
    return [readEntry(name, file, index.get(path.posix.basename(name)) ?? null, findings)];
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
    entry({
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
    (track === 'bug' ? 'pitfall' : (typeOfCategory[category] ?? 'convention'));
  const stem = name.replace(/\.md$/, '');
  return entry({
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
    const content = storable(optionalText(data['content'] ?? data['summary']) ?? '');
    const id = optionalText(data['id']);
    return entry({
      key: `${name}#${id ?? shortHash(content)}`,
      file,
      type: memoryType(data['type'] ?? data['entry_type']) ?? 'convention',
      data,
      content,
    });
  });
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

interface EntryParts {
  readonly key: string;
  readonly file: SourceFile;
  readonly type: MemoryType;
  readonly content: string;
  readonly data?: JsonObject;
  readonly createdAt?: string | null;
  readonly fallbackTitle?: string;
}

function entry(parts: EntryParts): ImportedMemory {
  const { key, file, type, content, data = {} } = parts;
  const files: readonly ImportedFile[] = [{ path: file.path, sha256: file.sha256 }];
  const heading = /^#[ \t]+(.+)$/m.exec(content)?.[1];
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
    createdAt:
      parts.createdAt ?? optionalTime(data['date'] ?? data['created'] ?? data['created_at']),
    lastVerified: optionalTime(
      data['last_verified'] ?? data['last_audited'] ?? data['last_updated'],
    ),
    extra: withoutKeys(data, knownKeys),
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
  return createHash('sha256').update(content).digest('hex').slice(0, 8);
}
