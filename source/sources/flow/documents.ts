/** The files of epics and tasks, parsed and told apart by what they hold, not by their names. */
import path from 'node:path';
import { messageOf } from '../../domain/errors.js';
import type { FileReader, SourceFile } from './files.js';
import type { Findings } from './findings.js';
import { splitFrontMatter } from './front-matter.js';
import { isObject, optionalLine, optionalText, type JsonObject } from './values.js';

/** Where a file lies: its folder decides nothing but which text belongs to what. */
interface Place {
  readonly path: string;
  readonly sha256: string;
  /** The file's name without its extension. */
  readonly stem: string;
  /** `epics`, `specs`, `tasks`, or whatever an archive calls it. */
  readonly folder: string;
  /** The archived epic's folder; empty for what is not archived. */
  readonly archive: string;
}

/** Says what an epic or a task is: a JSON object or the front matter of a Markdown file. */
export interface Definition extends Place {
  readonly id: string;
  readonly title: string;
  readonly data: JsonObject;
  /** The Markdown under the front matter; null for JSON. */
  readonly body: string | null;
  /** Null for an epic. */
  readonly parentKey: string | null;
}

/** Markdown that belongs to a definition elsewhere. */
export interface Text extends Place {
  readonly body: string;
  readonly data: JsonObject;
}

export interface Documents {
  readonly epics: readonly Definition[];
  readonly tasks: readonly Definition[];
  readonly texts: readonly Text[];
  /** `epics/<id>.gaps.json`, by epic. */
  readonly gaps: ReadonlyMap<string, { readonly path: string; readonly data: unknown }>;
  /** Names of definitions that were met and left out: what hangs on them needs no finding of its own. */
  readonly leftOut: ReadonlySet<string>;
}

/** The keys by which a task names its epic, over the versions of the format. */
export const parentKeys = ['epic', 'spec', 'epic_id', 'spec_id'] as const;

const gapsName = /^(.*)\.gaps$/;

export function readDocuments(
  files: readonly SourceFile[],
  reader: FileReader,
  findings: Findings,
): Documents {
  const epics: Definition[] = [];
  const tasks: Definition[] = [];
  const texts: Text[] = [];
  const gaps = new Map<string, { path: string; data: unknown }>();
  const leftOut = new Set(reader.unreadable.map(stemOf));
  const add = (definition: Definition) =>
    (definition.parentKey === null ? epics : tasks).push(definition);

  for (const file of files) {
    const place = placeOf(file);
    if (file.path.endsWith('.md')) {
      const { data, body, error } = splitFrontMatter(file.text);
      if (error !== null) {
        findings.warn('invalid-front-matter', file.path, `Its front matter is not YAML: ${error}`);
      }
      const definition = definitionOf(place, data, body);
      // Only a Markdown epic in `epics/` defines; `specs/` holds the text of an epic.
      if (definition && (definition.parentKey !== null || place.folder !== 'specs'))
        add(definition);
      else texts.push({ ...place, body, data: data ?? {} });
      continue;
    }
    const data = parseJson(file, reader, findings);
    if (data === undefined) {
      leftOut.add(place.stem);
      continue;
    }
    const gapsOf = gapsName.exec(place.stem)?.[1];
    if (gapsOf !== undefined && place.folder === 'epics') {
      gaps.set(gapsOf, { path: file.path, data });
      continue;
    }
    const definition = isObject(data) ? definitionOf(place, data, null) : null;
    if (definition && belongs(definition)) add(definition);
    else if (reportStray(place, data, findings)) leftOut.add(place.stem);
  }
  return { epics, tasks, texts, gaps, leftOut };
}

/** The JSON of a file; undefined, with a finding, where it is none. */
export function parseJson(file: SourceFile, reader: FileReader, findings: Findings): unknown {
  try {
    return JSON.parse(file.text) as unknown;
  } catch (error) {
    reader.unreadable.push(file.path);
    findings.warn('invalid-json', file.path, `It is not JSON: ${firstLine(messageOf(error))}`);
    return undefined;
  }
}

function definitionOf(
  place: Place,
  data: JsonObject | null,
  body: string | null,
): Definition | null {
  if (!data) return null;
  const id = optionalLine(data['id']);
  const title = optionalLine(data['title']);
  if (id === null || title === null) return null;
  const parentKey = parentKeys.find((key) => key in data) ?? null;
  return { ...place, id, title, data, body, parentKey };
}

/** A file in `tasks/` without a parent is no epic. */
function belongs({ parentKey, folder, archive }: Definition): boolean {
  return parentKey !== null || folder !== 'tasks' || archive !== '';
}

/** Whether it looks like a definition that lacks something. */
function reportStray(place: Place, data: unknown, findings: Findings): boolean {
  if (place.archive !== '') return false;
  if (isObject(data) && optionalText(data['id']) === place.stem) {
    const missing = ['id', 'title', ...(place.folder === 'tasks' ? ['epic'] : [])].filter(
      (key) => optionalText(data[key]) === null,
    );
    findings.warn(
      'missing-field',
      place.path,
      `It lacks ${missing.join(' and ')} and is left out.`,
    );
    return true;
  }
  const kind = place.folder === 'tasks' ? 'a task' : 'an epic';
  findings.note('stray-file', place.path, `It is not ${kind}; it is left out.`);
  return false;
}

function placeOf(file: SourceFile): Place {
  const parts = file.path.split('/');
  const archived = parts[0] === '.archive';
  return {
    path: file.path,
    sha256: file.sha256,
    stem: stemOf(file.path),
    folder: parts.at(-2) ?? '',
    archive: archived ? (parts[1] ?? '') : '',
  };
}

function stemOf(filePath: string): string {
  return path.posix.basename(filePath).replace(/\.(json|md)$/, '');
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
