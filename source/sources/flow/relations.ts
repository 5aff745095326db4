/** What can only be seen with all epics and tasks at hand: doubles, orphans, loose ends and cycles. */
import { buildGraph } from '../../domain/graph.js';
import { compareIds, parseId } from '../../domain/ids.js';
import type { ImportedEpic, ImportedTask } from '../../domain/contract/import.js';
import type { Definition } from './documents.js';
import type { Findings } from './findings.js';
import { optionalTime } from './values.js';

/**
 * One definition for each id. A file named after its id wins, then the one changed last, then what is not archived,
 * then the one in the folder of the schema in use, then Markdown, the newer form of a definition.
 */
export function withoutDoubles(
  definitions: readonly Definition[],
  schemaVersion: number,
  findings: Findings,
): readonly Definition[] {
  const chosen = new Map<string, Definition>();
  for (const candidate of definitions) {
    const known = chosen.get(candidate.id);
    if (!known) {
      chosen.set(candidate.id, candidate);
      continue;
    }
    const better = prefers(candidate, known, schemaVersion);
    const [kept, dropped] = better ? [candidate, known] : [known, candidate];
    chosen.set(candidate.id, kept);
    findings.warn(
      'duplicate-id',
      dropped.path,
      `${candidate.id} is defined by ${kept.path} too; this file is left out.`,
    );
  }
  return [...chosen.values()];
}

function prefers(candidate: Definition, known: Definition, schemaVersion: number): boolean {
  const home = schemaVersion >= 3 ? 'specs' : 'epics';
  const ranks = (definition: Definition): readonly string[] => [
    rank(definition.archive === ''),
    rank(definition.stem === definition.id),
    optionalTime(definition.data['updated_at']) ?? '',
    rank(definition.folder === home),
    rank(definition.body !== null),
  ];
  const [left, right] = [ranks(candidate), ranks(known)];
  const position = left.findIndex((value, index) => value !== right[index]);
  return position >= 0 && (left[position] ?? '') > (right[position] ?? '');
}

function rank(holds: boolean): string {
  return holds ? '1' : '0';
}

/**
 * The ids of epics that tasks name and nothing defines, in natural order; each such task is reported, unless it was
 * told already why the epic is missing.
 */
export function findOrphans(
  epics: readonly ImportedEpic[],
  tasks: readonly ImportedTask[],
  leftOut: ReadonlySet<string>,
  findings: Findings,
): readonly string[] {
  const known = new Set(epics.map(({ id }) => id));
  const missing = new Set<string>();
  for (const { id, epicId, files } of tasks) {
    if (epicId === null || known.has(epicId)) continue;
    missing.add(epicId);
    if (leftOut.has(epicId)) continue;
    findings.warn(
      'orphan-task',
      files[0]?.path ?? null,
      `${id} belongs to ${epicId}, which has no file; a placeholder stands for it.`,
    );
  }
  return [...missing].sort(compareIds);
}

export function reportRelations(
  epics: readonly ImportedEpic[],
  tasks: readonly ImportedTask[],
  placeholders: readonly string[],
  findings: Findings,
): void {
  reportDuplicateNumbers(epics, findings);
  reportDependencies(
    [
      ...epics.map((epic) => ({ id: epic.id, dependsOn: epic.dependsOn, files: epic.files })),
      ...placeholders.map((id) => ({ id, dependsOn: [], files: [] })),
    ],
    findings,
  );
  reportDependencies(
    tasks.map(({ id, dependsOn, files }) => ({
      id,
      files,
      dependsOn: dependsOn.filter(({ kind }) => kind === 'blocks').map((target) => target.id),
    })),
    findings,
  );
}

/** Numbers that several epics have: their short ids name none of them. */
function reportDuplicateNumbers(epics: readonly ImportedEpic[], findings: Findings): void {
  const byNumber = new Map<string, string[]>();
  for (const { id } of epics) {
    const parsed = parseId(id);
    if (parsed === null) continue;
    const number = `${parsed.prefix}-${parsed.number}`;
    byNumber.set(number, [...(byNumber.get(number) ?? []), id]);
  }
  for (const [number, ids] of byNumber) {
    if (ids.length === 1) continue;
    findings.note(
      'duplicate-number',
      null,
      `${number} is the number of ${ids.sort(compareIds).join(', ')}; name them in full.`,
    );
  }
}

interface Waiting {
  readonly id: string;
  readonly dependsOn: readonly string[];
  readonly files: ImportedTask['files'];
}

function reportDependencies(nodes: readonly Waiting[], findings: Findings): void {
  const graph = buildGraph(nodes);
  const paths = new Map(nodes.map(({ id, files }) => [id, files[0]?.path ?? null]));
  for (const { id, dependsOn } of graph.unresolved) {
    findings.warn(
      'unresolved-dependency',
      paths.get(id) ?? null,
      `${id} waits for ${dependsOn}, which does not exist.`,
    );
  }
  for (const cycle of graph.cycles) {
    findings.warn(
      'dependency-cycle',
      paths.get(cycle[0] ?? '') ?? null,
      `These wait for each other: ${cycle.join(' → ')}.`,
    );
  }
}
