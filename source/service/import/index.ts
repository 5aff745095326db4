/** Takes what a reader found into the database: one transaction, nothing lost that anybody changed here. */
import type { ImportFinding, ImportReport, ImportSet } from '../../domain/contract/import.js';
import type { Progress } from '../../domain/contract/store-client.js';
import { FlowdeckError } from '../../domain/errors.js';
import { insertEvent } from '../../store/repositories/events.js';
import { findSource, listFiles, type Source } from '../../store/repositories/import.js';
import type { Database, Reader, Transaction } from '../../store/types.js';
import type { ServiceContext } from '../context.js';
import { applyPlan, writeImportSource } from './apply.js';
import { conflictFindings, writeConflictEvents } from './conflicts.js';
import { applyLog, isEmptyLog, newEntries } from './logs.js';
import { planImport, sourceKind, type ImportPlan, type KindPlan } from './plan.js';
import { underCurrentIds } from './renamed.js';

export { readOriginalDatabase } from './foreign.js';
export type { Database } from '../../store/types.js';

export interface ImportSource {
  /** Relative to the git top level. */
  readonly path: string;
  /** Absolute, without links. */
  readonly directory: string;
  /**
   * Another directory that this one may stand for: its content is the same, or it is gone. With `adopt` the database
   * takes this one in its place.
   */
  readonly standsFor?: { readonly directory: string; readonly adopt: boolean } | null;
  /** Take this directory whatever the database knows. */
  readonly switchSource?: boolean;
}

/** What the database knows of its `.flow` directory; null before the first import. */
export interface KnownSource extends Source {
  /** SHA-256 by path, of what was read last. */
  readonly files: ReadonlyMap<string, string>;
}

export async function findKnownSource(database: Database): Promise<KnownSource | null> {
  return database.read(async (reader) => {
    const source = await findSource(reader, sourceKind);
    if (source === null) return null;
    const files = await listFiles(reader, source.id);
    return { ...source, files: new Map(files.map((file) => [file.path, file.sha256])) };
  });
}

/**
 * Compares, and writes what differs. Without any difference nothing is written.
 * @throws FlowdeckError `source.other_content` when the database belongs to another directory
 */
export async function importSet(
  database: Database,
  context: ServiceContext,
  read: ImportSet,
  source: ImportSource,
  onProgress?: (progress: Progress) => void,
): Promise<ImportReport> {
  const total = read.epics.length + read.tasks.length + read.memory.length;
  onProgress?.({ stage: 'applying', done: 0, total });
  const set = await database.read((reader) => underCurrentIds(reader, read));
  const work = { set, source, context };
  const foreseen = await database.read((reader) => foresee(reader, work));
  // Planned anew inside the transaction: others may have written since.
  const outcome = hasWork(foreseen)
    ? await database.write((transaction) => carryOut(transaction, work))
    : { plan: foreseen.plan, resolved: 0 };
  onProgress?.({ stage: 'applying', done: total, total });
  return reportOf(set, source, outcome);
}

interface Work {
  readonly set: ImportSet;
  readonly source: ImportSource;
  readonly context: ServiceContext;
}

interface Foreseen {
  readonly plan: ImportPlan;
  readonly logs: ReturnType<typeof newEntries>[];
  /** True when the database knows no directory, or another one that is to be replaced. */
  readonly moves: boolean;
}

async function foresee(reader: Reader, { set, source }: Work): Promise<Foreseen> {
  const plan = await planImport(reader, set);
  const known = plan.source;
  const isOther =
    known !== null && known.directory !== null && known.directory !== source.directory;
  const isAccepted = known?.directory === source.standsFor?.directory;
  if (known && isOther && !isAccepted && !source.switchSource) {
    throw otherContent(known, source);
  }
  const adopts = source.switchSource === true || source.standsFor?.adopt === true;
  return {
    plan,
    logs: (set.logs ?? [])
      .map((log) => newEntries(log, plan.logs.get(log.name)))
      .filter((log) => !isEmptyLog(log)),
    moves: known === null || known.directory === null || (isOther && adopts),
  };
}

function otherContent(known: Source, source: ImportSource): FlowdeckError {
  return new FlowdeckError(
    'source.other_content',
    `The database belongs to ${known.directory ?? known.path}; ${source.directory} has other content.`,
    { details: { known: known.directory ?? known.path, other: source.directory } },
  );
}

function hasWork({ plan, logs, moves }: Foreseen): boolean {
  const kinds = [plan.epics, plan.tasks, plan.memory, plan.configuration];
  return (
    moves ||
    logs.length > 0 ||
    plan.resolvable ||
    plan.configuration.deletedKeys.length > 0 ||
    kinds.some((kind) => changesRows(kind) || kind.bases.size > 0 || kind.files.length > 0)
  );
}

function changesRows(plan: KindPlan): boolean {
  return (
    plan.patched.size +
      plan.inserted.length +
      plan.conflicts.length +
      plan.vanished.length +
      plan.returned.length +
      plan.forgotten.length >
    0
  );
}

interface Outcome {
  readonly plan: ImportPlan;
  /** Rows whose loose ends found their target. */
  readonly resolved: number;
}

async function carryOut(transaction: Transaction, work: Work): Promise<Outcome> {
  const { set, source, context } = work;
  const foreseen = await foresee(transaction, work);
  const { plan, logs, moves } = foreseen;
  const now = context.now();
  const sourceId = await writeImportSource(transaction, plan, {
    path: moves ? source.path : (plan.source?.path ?? source.path),
    directory: moves ? source.directory : (plan.source?.directory ?? source.directory),
    now,
  });
  const resolved = await applyPlan({ transaction, set, plan, now, sourceId });
  for (const log of logs) {
    await applyLog(transaction, sourceId, log, plan.logs.get(log.name), () => context.newId());
  }
  const particulars = {
    timestamp: now,
    commandId: context.newId(),
    actor: context.actor,
    sessionId: context.sessionId,
    origin: 'import',
  } as const;
  await writeConflictEvents(transaction, plan, set, particulars);
  const outcome = { plan, resolved: resolved.length };
  if (tellsSomething(foreseen, outcome)) {
    const { added, changed, vanished, conflicts } = figuresOf(outcome);
    await insertEvent(transaction, {
      ...particulars,
      kind: 'import_completed',
      entityKind: 'source',
      entityId: source.path,
      epicId: null,
      taskId: null,
      version: null,
      before: {},
      after: {},
      payload: { added, changed, vanished, conflicts, counts: countsOf(set) },
    });
  }
  return outcome;
}

/** Hashes and bases may change without anything that anybody sees. */
function tellsSomething({ plan, logs, moves }: Foreseen, { resolved }: Outcome): boolean {
  const kinds = [plan.epics, plan.tasks, plan.memory, plan.configuration];
  return (
    moves ||
    logs.length > 0 ||
    resolved > 0 ||
    plan.configuration.deletedKeys.length > 0 ||
    kinds.some(changesRows)
  );
}

function figuresOf({ plan, resolved }: Outcome) {
  const kinds = [plan.epics, plan.tasks, plan.memory];
  const sum = (figure: (kind: KindPlan) => number) =>
    kinds.reduce((total, kind) => total + figure(kind), 0);
  return {
    added: sum(({ inserted }) => inserted.length),
    changed:
      sum(({ patched, returned }) => new Set([...patched.keys(), ...returned]).size) + resolved,
    unchanged: sum(({ unchanged }) => unchanged),
    vanished: sum(({ vanished }) => vanished.length),
    conflicts: sum(({ conflicts }) => conflicts.length) + plan.configuration.conflicts.length,
  };
}

function countsOf(set: ImportSet): ImportReport['counts'] {
  const epics = new Set([...set.epics, ...(set.placeholders ?? [])].map(({ id }) => id));
  const tasks = new Set(set.tasks.map(({ id }) => id));
  const taskTargets = set.tasks.flatMap(({ dependsOn }) => dependsOn.map(({ id }) => id));
  const epicTargets = set.epics.flatMap(({ dependsOn }) => dependsOn);
  const missing = [
    ...taskTargets.filter((id) => !tasks.has(id)),
    ...epicTargets.filter((id) => !epics.has(id)),
  ];
  return {
    epics: set.epics.length,
    tasks: set.tasks.length,
    taskDependencies: taskTargets.length,
    epicDependencies: epicTargets.length,
    memory: set.memory.length,
    placeholders: set.placeholders?.length ?? 0,
    unresolved: missing.length,
    hinted: set.tasks.filter(({ status, summary }) => status === 'todo' && summary !== '').length,
  };
}

function reportOf(set: ImportSet, source: ImportSource, outcome: Outcome): ImportReport {
  const findings: readonly ImportFinding[] = [
    ...set.findings,
    ...conflictFindings(outcome.plan, set),
  ];
  return { source: source.path, counts: countsOf(set), ...figuresOf(outcome), findings };
}
