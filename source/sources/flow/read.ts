/** Reads a `.flow` directory, whatever its layout, with the live state beside it. Nothing is written. */
import { lstatSync } from 'node:fs';
import path from 'node:path';
import type {
  ImportedEpic,
  ImportedPlaceholder,
  ImportedTask,
  ImportSet,
} from '../../domain/contract/import.js';
import type { Progress } from '../../domain/contract/store-client.js';
import { messageOf } from '../../domain/errors.js';
import { readCompanions, type Companions } from './companions.js';
import {
  parseJson,
  readDocuments,
  type Definition,
  type Documents,
  type Text,
} from './documents.js';
import { buildEpic } from './epics.js';
import { FileReader, type ListedFile, type SourceFile } from './files.js';
import { Findings } from './findings.js';
import {
  readFlowctlDatabase,
  type DatabaseContents,
  type DatabaseRows,
} from './flowctl-database.js';
import { listFlow, stateFolders } from './layout.js';
import { readMemory } from './memory.js';
import { mergeTask, overlay } from './merge.js';
import { findOrphans, reportRelations, withoutDoubles } from './relations.js';
import { readStates, type TaskState } from './states.js';
import { buildTask } from './tasks.js';
import {
  isObject,
  optionalInteger,
  optionalLine,
  optionalText,
  storable,
  type JsonObject,
} from './values.js';

export interface FlowReading {
  readonly flowDirectory: string;
  readonly stateDirectory: string | null;
  /** What paths of texts are kept relative to: the flow directory as the project names it, such as `.flow`. */
  readonly pathPrefix: string;
  /** Reads the original's database; null where the file is not there. */
  readonly readDatabase?: (file: string) => Promise<DatabaseRows | null>;
  readonly onProgress?: (progress: Progress) => void;
}

export async function readFlowDirectory(reading: FlowReading): Promise<ImportSet> {
  const findings = new Findings();
  const reader = new FileReader(findings);
  reportLink(reading.flowDirectory, findings);
  const layout = listFlow(reading.flowDirectory, reading.stateDirectory, reader, findings);
  const groups = {
    configuration: listOf(layout.configuration),
    meta: listOf(layout.meta),
    definitions: layout.definitions,
    memory: layout.memory,
    states: layout.states,
    companions: layout.companions,
  };
  const files = await readGroups(groups, reader, reading.onProgress);
  const database = await readDatabases(reading, reader, findings);

  const total = files.definitions.length;
  reading.onProgress?.({ stage: 'parsing', done: 0, total });
  const documents = readDocuments(files.definitions, reader, findings);
  const companions = readCompanions(files.companions, reader, findings);
  const states = readStates(files.states, reader, findings);
  const meta = readObject(files.meta, reader, findings);
  const configuration = readObject(files.configuration, reader, findings);
  const schemaVersion = optionalInteger(meta['schema_version']) ?? 2;
  const texts = new Texts(documents.texts);
  const context: BuildContext = { reading, documents, companions, schemaVersion, texts, findings };
  const epics = overlay(buildEpics(context), database.epics, idOf, mergeEpic);
  const tasks = overlay(buildTasks(context, states), database.tasks, idOf, mergeTask);
  const orphaned = findOrphans(epics, tasks, documents.leftOut, findings);
  const placeholders = orphaned.map((id) => placeholder(id, texts));
  reportRelations(epics, tasks, orphaned, findings);
  texts.reportUnused(documents.leftOut, findings);
  for (const [task, state] of states) {
    if (documents.leftOut.has(task)) continue;
    findings.note('stray-state', state.path, `It is the state of ${task}, which does not exist.`);
  }
  const memory = overlay(
    readMemory(files.memory, findings),
    database.memory,
    ({ key }) => key,
    (file) => file,
  );
  reading.onProgress?.({ stage: 'parsing', done: total, total });
  return {
    kind: 'flow',
    epics,
    tasks,
    memory,
    configuration,
    placeholders,
    logs: [...companions.logs, ...database.logs],
    unreadable: reader.unreadable,
    findings: findings.list(),
  };
}

function reportLink(flowDirectory: string, findings: Findings): void {
  if (lstatSync(flowDirectory).isSymbolicLink()) {
    findings.note('linked-directory', null, 'The directory is a symbolic link and was followed.');
  }
}

type Groups<Item> = Readonly<
  Record<'configuration' | 'meta' | 'definitions' | 'memory' | 'states' | 'companions', Item>
>;

/** Reads all groups as one run of files, for one progress, and deals them out again. */
async function readGroups(
  groups: Groups<readonly ListedFile[]>,
  reader: FileReader,
  onProgress?: (progress: Progress) => void,
): Promise<Groups<readonly SourceFile[]>> {
  const all = Object.values(groups).flat();
  const read = await reader.readAll(all, (done, total) =>
    onProgress?.({ stage: 'reading', done, total }),
  );
  const byPath = new Map(read.map((file) => [file.path, file]));
  const dealt = Object.entries(groups).map(([name, listed]) => [
    name,
    listed.flatMap((file) => byPath.get(file.path) ?? []),
  ]);
  return Object.fromEntries(dealt) as Groups<readonly SourceFile[]>;
}

const databaseName = 'flowctl.db';

async function readDatabases(
  { flowDirectory, stateDirectory, readDatabase }: FlowReading,
  reader: FileReader,
  findings: Findings,
): Promise<DatabaseContents> {
  const empty: DatabaseContents = { epics: [], tasks: [], memory: [], logs: [] };
  if (!readDatabase) return empty;
  for (const { directory, prefix } of stateFolders(flowDirectory, stateDirectory)) {
    const name = `${prefix}${databaseName}`;
    try {
      const rows = await readDatabase(path.join(directory, databaseName));
      if (rows) return readFlowctlDatabase(rows, name, findings);
    } catch (error) {
      reader.unreadable.push(name);
      findings.warn('unreadable-database', name, messageOf(error));
    }
  }
  return empty;
}

interface BuildContext {
  readonly reading: FlowReading;
  readonly documents: Documents;
  readonly companions: Companions;
  readonly schemaVersion: number;
  readonly texts: Texts;
  readonly findings: Findings;
}

function buildEpics(context: BuildContext): ImportedEpic[] {
  const { documents, companions, schemaVersion, texts, findings } = context;
  return withoutDoubles(documents.epics, schemaVersion, findings).map((definition) =>
    buildEpic(
      {
        definition,
        text: texts.take(definition, ['specs', 'epics']),
        gaps: documents.gaps.get(definition.id) ?? companions.gaps.get(definition.id),
        pipelinePhase: pipelinePhase(companions.pipeline[definition.id]),
        specPath: (file) => path.posix.join(context.reading.pathPrefix, file),
      },
      findings,
    ),
  );
}

/** Takes the states it uses out of the map. */
function buildTasks(context: BuildContext, states: Map<string, TaskState>): ImportedTask[] {
  const { documents, companions, schemaVersion, texts, findings } = context;
  return withoutDoubles(documents.tasks, schemaVersion, findings).map((definition) => {
    const state = states.get(definition.id) ?? null;
    states.delete(definition.id);
    return buildTask(
      {
        definition,
        text: texts.take(definition, ['tasks']),
        state,
        phases: companions.phases[definition.id],
        output: companions.outputs.get(definition.id) ?? null,
        specPath: (file) => path.posix.join(context.reading.pathPrefix, file),
      },
      findings,
    );
  });
}

function pipelinePhase(value: unknown): string | null {
  return optionalLine(isObject(value) ? value['phase'] : value);
}

/** The Markdown that belongs to definitions; what nobody takes is reported. */
class Texts {
  readonly #all: readonly Text[];
  readonly #byName = new Map<string, Text[]>();
  readonly #taken = new Set<Text>();

  constructor(texts: readonly Text[]) {
    this.#all = texts;
    for (const text of texts) {
      const name = `${text.archive}/${text.stem}`;
      this.#byName.set(name, [...(this.#byName.get(name) ?? []), text]);
    }
  }

  /** The text named after the id, else after the file of the definition, else as `spec_path` says. */
  take(definition: Definition, folders: readonly string[]): Text | null {
    if (definition.body !== null && !folders.includes('specs')) return null;
    const specPath = optionalText(definition.data['spec_path']);
    const names = [
      definition.id,
      definition.stem,
      ...(specPath === null ? [] : [path.posix.basename(specPath, '.md')]),
    ];
    for (const name of names) {
      const text = this.takeNamed(name, folders, definition.archive);
      if (text) return text;
    }
    return null;
  }

  takeNamed(name: string, folders: readonly string[], archive = ''): Text | null {
    const candidates = this.#byName.get(`${archive}/${name}`) ?? [];
    const inFolder = folders.flatMap((folder) =>
      candidates.filter((text) => text.folder === folder),
    );
    const text = inFolder[0] ?? (archive === '' ? undefined : candidates[0]);
    if (!text) return null;
    this.#taken.add(text);
    return text;
  }

  reportUnused(leftOut: ReadonlySet<string>, findings: Findings): void {
    for (const text of this.#all) {
      if (this.#taken.has(text) || leftOut.has(text.stem) || text.archive !== '') continue;
      const kind = text.folder === 'tasks' ? 'task' : 'epic';
      findings.note('stray-file', text.path, `No ${kind} is defined that it belongs to.`);
    }
  }
}

function placeholder(id: string, texts: Texts): ImportedPlaceholder {
  const text = texts.takeNamed(id, ['specs', 'epics']);
  const heading = /^#[ \t]+(.+)$/m.exec(text?.body ?? '')?.[1];
  return { id, title: optionalLine(heading) ?? id, body: storable(text?.body ?? '') };
}

/** A JSON file that ought to hold an object; anything else is reported and read as empty. */
function readObject(
  files: readonly SourceFile[],
  reader: FileReader,
  findings: Findings,
): JsonObject {
  const [file] = files;
  if (!file) return {};
  const data = parseJson(file, reader, findings);
  if (data === undefined || isObject(data)) return data ?? {};
  findings.warn('invalid-json', file.path, 'It does not hold an object.');
  return {};
}

/** An epic's file says more than the database, which lost columns of it. */
function mergeEpic(file: ImportedEpic, row: ImportedEpic): ImportedEpic {
  const newer = (row.updatedAt ?? '') > (file.updatedAt ?? '');
  return {
    ...file,
    files: [...file.files, ...row.files],
    status: newer ? row.status : file.status,
    archived: file.archived || row.archived,
    pipelinePhase: row.pipelinePhase ?? file.pipelinePhase ?? null,
  };
}

function idOf({ id }: { readonly id: string }): string {
  return id;
}

function listOf<Item>(item: Item | null): readonly Item[] {
  return item === null ? [] : [item];
}
