/** What an import has to do: worked out from the files and the database, before anything is written. */
import type { ImportedFile, ImportSet } from '../../domain/contract/import.js';
import {
  findSource,
  listBases,
  listFiles,
  listVanished,
  type FileOfEntity,
  type ImportedKind,
  type MarkedKind,
  type Source,
} from '../../store/repositories/import.js';
import { loadConfiguration } from '../../store/repositories/configuration.js';
import { loadEpics, resolvableEpics } from '../../store/repositories/import-epics.js';
import type { EntityFields, StoredEntity } from '../../store/repositories/import-fields.js';
import { loadMemory } from '../../store/repositories/import-memory.js';
import { resolvableTasks } from '../../store/repositories/import-task-lists.js';
import { loadTasks } from '../../store/repositories/import-tasks.js';
import type { Reader } from '../../store/types.js';
import {
  baseOf,
  configurationFieldsOf,
  digest,
  epicFieldsOf,
  memoryFieldsOf,
  normalised,
  taskFieldsOf,
  type Base,
} from './fields.js';
import { baseWithFreeGaps, withGaps } from './gaps.js';
import { mergeFields, mergeTaskFields, withoutSilence, type FieldConflict } from './three-way.js';

export const sourceKind = 'flow';
/** The one entity of its kind: the configuration file. */
export const configurationId = 'config.json';

export interface EntityConflict {
  readonly kind: ImportedKind;
  readonly id: string;
  readonly fields: readonly FieldConflict[];
}

/** What is to be done about the entities of one kind. */
export interface KindPlan {
  readonly inserted: readonly string[];
  readonly patched: ReadonlyMap<string, EntityFields>;
  readonly conflicts: readonly EntityConflict[];
  /** What to remember of those whose files changed. */
  readonly bases: ReadonlyMap<string, string>;
  readonly files: readonly FileOfEntity[];
  /** Remembered, but deleted here since, and gone from the files too. */
  readonly forgotten: readonly string[];
  readonly vanished: readonly string[];
  readonly returned: readonly string[];
  readonly unchanged: number;
}

export interface LogPosition {
  readonly event: number;
  readonly token: number;
}

export interface ImportPlan {
  readonly source: Source | null;
  readonly epics: KindPlan;
  readonly tasks: KindPlan;
  readonly memory: KindPlan;
  readonly configuration: KindPlan & { readonly deletedKeys: readonly string[] };
  /** How far each log was taken in before. */
  readonly logs: ReadonlyMap<string, LogPosition>;
  readonly resolvable: boolean;
}

interface Candidate {
  readonly id: string;
  readonly fields: EntityFields;
  readonly files: readonly ImportedFile[];
}

export async function planImport(reader: Reader, set: ImportSet): Promise<ImportPlan> {
  const source = await findSource(reader, sourceKind);
  const files = source ? await listFiles(reader, source.id) : [];
  const memory: Memory = { source, files: groupFiles(files), unreadable: set.unreadable ?? [] };
  const epics = set.epics.map((epic) => ({ ...epic, fields: epicFieldsOf(epic) }));
  const tasks = set.tasks.map((task) => ({ ...task, fields: taskFieldsOf(task) }));
  const entries = set.memory.map((entry) => ({
    id: entry.key,
    files: entry.files,
    fields: memoryFieldsOf(entry),
  }));
  return {
    source,
    epics: await planKind(reader, memory, 'epic', epics, async (source, ids) =>
      withGaps(source, await loadEpics(source, ids)),
    ),
    tasks: await planKind(reader, memory, 'task', tasks, loadTasks),
    memory: await planKind(reader, memory, 'memory', entries, loadMemory),
    ...(await planConfiguration(reader, memory, set)),
    resolvable:
      (await reader.get(resolvableTasks)) !== null || (await reader.get(resolvableEpics)) !== null,
  };
}

/** What was remembered of the source before, and what could not be read now. */
interface Memory {
  readonly source: Source | null;
  readonly files: ReadonlyMap<string, readonly FileOfEntity[]>;
  readonly unreadable: readonly string[];
}

async function planKind(
  reader: Reader,
  memory: Memory,
  kind: MarkedKind,
  candidates: readonly Candidate[],
  load: (reader: Reader, ids: readonly string[]) => Promise<Map<string, StoredEntity>>,
): Promise<KindPlan> {
  const { source } = memory;
  const bases = source ? await listBases(reader, source.id, kind) : new Map<string, string>();
  const marked = source ? await listVanished(reader, source.id, kind) : new Set<string>();
  const filesOf = (id: string) => memory.files.get(`${kind}:${id}`) ?? [];
  const isHeld = (id: string) =>
    bases.has(id) && filesOf(id).some((file) => isUnreadable(memory, file.path));

  const readable = candidates.filter(({ id }) => !isHeld(id));
  const compared = readable.map((candidate) => {
    const base = parseBase(bases.get(candidate.id));
    const spoken = withoutSilence(candidate.fields, baseOf(candidate.fields), base);
    return { ...candidate, fields: spoken.fields, base, next: JSON.stringify(spoken.base) };
  });
  const differing = compared.filter(({ id, next }) => next !== bases.get(id) || marked.has(id));
  const present = new Set(candidates.map(({ id }) => id));
  const gone = [...bases.keys()].filter((id) => !present.has(id) && !marked.has(id) && !isHeld(id));
  const stored = await load(reader, [...differing.map(({ id }) => id), ...gone]);

  const inserted: string[] = [];
  const patched = new Map<string, EntityFields>();
  const conflicts: EntityConflict[] = [];
  const returned: string[] = [];
  for (const { id, fields, base } of differing) {
    const row = stored.get(id);
    if (!row && base) {
      conflicts.push({ kind, id, fields: [{ field: 'deleted', database: true, file: false }] });
    } else if (!row) {
      inserted.push(id);
    } else {
      const merge = mergeRow(kind, fields, base, row);
      if (Object.keys(merge.apply).length > 0 || row.placeholder) patched.set(id, merge.apply);
      if (merge.conflicts.length > 0) conflicts.push({ kind, id, fields: merge.conflicts });
      if (marked.has(id)) returned.push(id);
    }
  }
  const touched = new Set([...inserted, ...patched.keys(), ...returned]);
  return {
    inserted,
    patched,
    conflicts,
    bases: new Map(
      compared.flatMap(({ id, next }) => (next === bases.get(id) ? [] : [[id, next]])),
    ),
    files: compared.flatMap(({ id, files }) => changedFiles(kind, id, files, filesOf(id))),
    forgotten: gone.filter((id) => !stored.has(id)),
    vanished: gone.filter((id) => stored.has(id)),
    returned,
    unchanged: candidates.length - touched.size,
  };
}

function mergeRow(kind: MarkedKind, file: EntityFields, base: Base | null, row: StoredEntity) {
  // Nobody wrote what a placeholder holds.
  if (row.placeholder) return { apply: file, conflicts: [] };
  const database = normalised(row.fields);
  return kind === 'task'
    ? mergeTaskFields(file, base, database)
    : mergeFields(file, baseWithFreeGaps(file, base, database), database);
}

async function planConfiguration(
  reader: Reader,
  memory: Memory,
  set: ImportSet,
): Promise<Pick<ImportPlan, 'configuration' | 'logs'>> {
  const bases = memory.source
    ? await listBases(reader, memory.source.id, 'configuration')
    : new Map<string, string>();
  const fields = configurationFieldsOf(set.configuration);
  const base = parseBase(bases.get(configurationId));
  const next = JSON.stringify(baseOf(fields));
  const logs = new Map(
    [...bases].flatMap(([id, text]): [string, LogPosition][] =>
      id.startsWith(logPrefix)
        ? [[id.slice(logPrefix.length), JSON.parse(text) as LogPosition]]
        : [],
    ),
  );
  // An empty configuration is one that is missing or cannot be read.
  const silent = Object.keys(fields).length === 0 || next === bases.get(configurationId);
  const stored = silent ? {} : await loadConfiguration(reader);
  const changed = Object.entries(fields).filter(([key, value]) => digest(value) !== base?.[key]);
  // A key that is not set here is free to be set.
  const before = changed.flatMap(([key]) => {
    if (!(key in stored)) return [[key, digest(null)]];
    const value = base?.[key];
    return value === undefined ? [] : [[key, value]];
  });
  const merge = silent
    ? { apply: {}, conflicts: [] }
    : mergeFields(Object.fromEntries(changed), Object.fromEntries(before) as Base, stored);
  const deletedKeys = silent
    ? []
    : Object.keys(base ?? {}).filter(
        (key) => !(key in fields) && key in stored && digest(stored[key]) === base?.[key],
      );
  return {
    logs,
    configuration: {
      inserted: [],
      patched: new Map(Object.keys(merge.apply).length > 0 ? [[configurationId, merge.apply]] : []),
      conflicts:
        merge.conflicts.length > 0
          ? [{ kind: 'configuration', id: configurationId, fields: merge.conflicts }]
          : [],
      bases: new Map(silent ? [] : [[configurationId, next]]),
      files: [],
      forgotten: [],
      vanished: [],
      returned: [],
      unchanged: 0,
      deletedKeys,
    },
  };
}

export const logPrefix = 'log:';

function groupFiles(files: readonly FileOfEntity[]): Map<string, FileOfEntity[]> {
  const groups = new Map<string, FileOfEntity[]>();
  for (const file of files) {
    const key = `${file.kind}:${file.id}`;
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  return groups;
}

function isUnreadable({ unreadable }: Memory, path: string): boolean {
  return unreadable.some((name) => (name.endsWith('/') ? path.startsWith(name) : path === name));
}

function changedFiles(
  kind: ImportedKind,
  id: string,
  files: readonly ImportedFile[],
  known: readonly FileOfEntity[],
): readonly FileOfEntity[] {
  const text = (list: readonly ImportedFile[]) =>
    list
      .map((file) => `${file.sha256} ${file.path}`)
      .sort()
      .join('\n');
  return text(files) === text(known) ? [] : files.map((file) => ({ ...file, kind, id }));
}

function parseBase(text: string | undefined): Base | null {
  return text === undefined ? null : (JSON.parse(text) as Base);
}
