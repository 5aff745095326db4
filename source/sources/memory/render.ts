/** Entries of the memory as the texts of files, in the three shapes in which they are exchanged. */
import { stringify } from 'yaml';
import type { MemoryRecord } from '../../domain/contract/memory-calls.js';
import type { MemoryType } from '../../domain/vocabulary.js';
import { typeOfPlace } from '../flow/memory.js';

export const memoryFormats = ['jsonl', 'v1', 'v2'] as const;
export type MemoryFormat = (typeof memoryFormats)[number];

export type ExportedMemory = MemoryRecord & { readonly id: number };

/** Texts by path. */
export interface RenderedMemory {
  readonly files: ReadonlyMap<string, string>;
  /** Ids of entries of which the format cannot hold all. */
  readonly reduced: readonly number[];
}

/** One object a line; it holds everything. */
export function renderLines(entries: readonly ExportedMemory[]): string {
  return entries.map((entry) => `${JSON.stringify(lineOf(entry))}\n`).join('');
}

/** What an entry has, under the keys that other tools know; what is empty is left out. */
export function lineOf(entry: ExportedMemory): Readonly<Record<string, unknown>> {
  return compact({
    id: entry.id,
    key: entry.key,
    type: entry.type,
    track: entry.track,
    title: entry.title,
    content: entry.content,
    ...particulars(entry),
    created_at: entry.createdAt,
    extra: entry.extra,
  });
}

function particulars(entry: MemoryRecord): Readonly<Record<string, unknown>> {
  return {
    tags: entry.tags,
    module: entry.module,
    severity: entry.severity,
    problem_type: entry.problemType,
    component: entry.component,
    status: entry.status === 'active' ? null : entry.status,
    related_to: entry.related,
    last_verified: entry.lastVerified,
    refs: entry.references === 0 ? null : entry.references,
  };
}

const lists: Readonly<Record<MemoryType, { readonly file: string; readonly title: string }>> = {
  pitfall: { file: 'pitfalls.md', title: 'Pitfalls' },
  convention: { file: 'conventions.md', title: 'Conventions' },
  decision: { file: 'decisions.md', title: 'Decisions' },
};

/** The first shape: a list for each type, with a date, a type and a text an entry, and no more. */
export function renderV1(entries: readonly ExportedMemory[]): RenderedMemory {
  const files = new Map<string, string>();
  const reduced: number[] = [];
  for (const type of Object.keys(lists) as MemoryType[]) {
    const { file, title } = lists[type];
    const own = entries.filter((entry) => entry.type === type);
    if (own.length === 0) continue;
    const texts = own.map((entry) => {
      // Such a line would begin another entry.
      const content = entry.content.replace(/^##(?=[ \t]+\d{4}-\d{2}-\d{2}\b)/gm, ' ##');
      const date = (entry.createdAt ?? '1970-01-01').slice(0, 10);
      if (content !== entry.content || !isPlain(entry)) reduced.push(entry.id);
      return `## ${date} manual [${type}]\n${content}\n`;
    });
    files.set(file, [`# ${title}\n\nWhat was learnt, newest last.\n`, ...texts].join('\n'));
  }
  return { files, reduced };
}

/** True for an entry that has nothing besides its text, type and day. */
function isPlain(entry: ExportedMemory): boolean {
  const isDay = entry.createdAt?.endsWith('T00:00:00.000Z') ?? false;
  const rest = compact({ ...particulars(entry), extra: entry.extra });
  return isDay && Object.keys(rest).length === 0;
}

/** The second shape: a file an entry, filed by track and category, its fields in front of its text. */
export function renderV2(entries: readonly ExportedMemory[]): RenderedMemory {
  const keys = keysOf(entries);
  const names = new Map(
    entries.flatMap((entry) => {
      const key = keys.get(entry.id) ?? '';
      const olds = [`#${entry.id}`, String(entry.id), ...(entry.key === null ? [] : [entry.key])];
      return olds.map((old) => [old, key] as const);
    }),
  );
  const files = entries.map((entry) => {
    const key = keys.get(entry.id) ?? '';
    const related = entry.related.map((link) => names.get(link) ?? link);
    return [`${key}.md`, renderFile({ ...entry, key, related })] as const;
  });
  return { files: new Map(files), reduced: [] };
}

function renderFile(entry: ExportedMemory & { readonly key: string }): string {
  const [, category = ''] = entry.key.split('/');
  const date = entry.createdAt?.slice(0, 10) ?? null;
  const isDay = entry.createdAt === null || entry.createdAt === `${date ?? ''}T00:00:00.000Z`;
  const known = compact({
    title: entry.title,
    date,
    track: entry.track,
    type: entry.type === typeOfPlace(entry.track, category) ? null : entry.type,
    ...particulars(entry),
    created_at: isDay ? null : entry.createdAt,
  });
  const taken = Object.keys(entry.extra).filter((name) => name in known || reserved.has(name));
  const data = {
    ...known,
    category,
    ...Object.fromEntries(Object.entries(entry.extra).filter(([name]) => !taken.includes(name))),
    // A foreign field that is called like one of ours.
    ...(taken.length > 0 && {
      extra: Object.fromEntries(taken.map((name) => [name, entry.extra[name]])),
    }),
  };
  // Quoted, so that readers of other versions of YAML take a date or a "yes" for the text that it is.
  const yaml = stringify(data, {
    defaultStringType: 'QUOTE_DOUBLE',
    defaultKeyType: 'PLAIN',
    doubleQuotedAsJSON: true,
    lineWidth: 0,
    aliasDuplicateObjects: false,
  });
  return `---\n${yaml}---\n\n${entry.content}\n`;
}

/** Names that a reader takes for fields of its own. */
const reserved = new Set([
  ...['id', 'type', 'entry_type', 'content', 'created', 'created_at', 'last_audited', 'hash'],
  ...['last_updated', 'last_verified', 'summary', 'file', 'refs', 'key', 'extra', 'status'],
  ...['severity', 'module', 'component', 'problem_type', 'related_to', 'tags'],
]);

/** Where kinds of problem are filed that are not named like a category. */
const categoryOfProblem: Readonly<Record<string, string>> = {
  build_error: 'build-errors',
  test_failure: 'test-failures',
  runtime_error: 'runtime-errors',
  performance_issue: 'performance',
  database_issue: 'data',
  security_issue: 'security',
  logic_error: 'runtime-errors',
  best_practice: 'best-practices',
  documentation_gap: 'workflow',
  workflow_issue: 'workflow',
  developer_experience: 'workflow',
  convention: 'conventions',
  decision: 'decisions',
};
const categoryOfType = {
  bug: { pitfall: 'runtime-errors', convention: 'runtime-errors', decision: 'runtime-errors' },
  knowledge: { pitfall: 'best-practices', convention: 'conventions', decision: 'decisions' },
} as const;

/** A path is taken from a key only where it cannot lead anywhere else. */
const safeKey = /^(bug|knowledge)\/[a-z0-9][a-z0-9-]*\/[A-Za-z0-9_][A-Za-z0-9_.-]*$/;
const safeName = /^[a-z0-9][a-z0-9-]{0,60}$/;

/** By id; each is unique, also where a file system does not tell capitals from small letters. */
function keysOf(entries: readonly ExportedMemory[]): ReadonlyMap<number, string> {
  const taken = new Set<string>();
  const keys = new Map<number, string>();
  const assign = (entry: ExportedMemory, wanted: string): void => {
    let key = wanted;
    for (let number = 2; taken.has(key.toLowerCase()); number += 1) key = `${wanted}-${number}`;
    taken.add(key.toLowerCase());
    keys.set(entry.id, key);
  };
  const isFiled = ({ key, track }: ExportedMemory): boolean =>
    key !== null && safeKey.test(key) && key.startsWith(`${track}/`);
  // Those that have their place keep it.
  for (const entry of entries.filter(isFiled)) assign(entry, entry.key ?? '');
  for (const entry of entries.filter((each) => !isFiled(each))) {
    const date = entry.createdAt === null ? '' : `-${entry.createdAt.slice(0, 10)}`;
    assign(entry, `${entry.track}/${categoryOf(entry)}/${slugOf(entry.title)}${date}`);
  }
  return keys;
}

function categoryOf({ track, type, problemType, extra }: ExportedMemory): string {
  const named = extra['category'];
  if (typeof named === 'string' && safeName.test(named)) return named;
  const problem = problemType ?? '';
  const category = Object.hasOwn(categoryOfProblem, problem) ? categoryOfProblem[problem] : problem;
  return category && safeName.test(category) ? category : categoryOfType[track][type];
}

function slugOf(title: string): string {
  const slug = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  return slug || 'entry';
}

function compact(data: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(data).filter(([, value]) => {
      if (value === null || value === undefined) return false;
      if (Array.isArray(value)) return value.length > 0;
      return typeof value !== 'object' || Object.keys(value).length > 0;
    }),
  );
}
