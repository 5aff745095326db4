/** The command that says whether the project's epics and tasks make sense. */
import type { ImportFinding } from '../domain/contract/import.js';
import { epicIdOfTask } from '../domain/ids.js';
import type { EpicValidation } from '../domain/validation.js';
import { checkFlowDirectory } from '../sources/flow-check.js';
import type { Answer, CommandBody, CommandContext } from './definition.js';
import { plural } from './text.js';
import { UsageError } from './usage-error.js';

export interface EpicValidationJson {
  readonly epic: string;
  readonly valid: boolean;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly task_count: number;
}

export interface ValidationJson {
  readonly valid: boolean;
  readonly root_errors: readonly string[];
  readonly root_warnings: readonly string[];
  readonly epics: readonly EpicValidationJson[];
  readonly total_epics: number;
  readonly total_tasks: number;
  readonly total_errors: number;
  readonly total_warnings: number;
}

export type ValidateJson = EpicValidationJson | ValidationJson;

export const validate: CommandBody<ValidateJson> = async (context) => {
  const { invocation } = context;
  const epic = invocation.text('epic');
  const all = invocation.switch('all');
  if (all === (epic !== undefined))
    throw new UsageError('Name an epic with --epic, or give --all.');
  const report = await validateProject(context, epic);
  return epic === undefined ? wholeAnswer(report) : epicAnswer(report);
};

export interface ValidationReport {
  readonly epics: readonly EpicValidation[];
  readonly rootErrors: readonly string[];
  readonly rootWarnings: readonly string[];
}

/** The rows, and what the files behind them say that no row can hold. */
export async function validateProject(
  { project }: Pick<CommandContext, 'project'>,
  epicId?: string,
): Promise<ValidationReport> {
  const { service } = await project.open();
  const rows = await service.query('health.validate', epicId === undefined ? {} : { epicId });
  const { flowDirectory, stateDirectory } = await project.location();
  if (flowDirectory === null) return { epics: rows, rootErrors: [], rootWarnings: [] };
  const root = checkFlowDirectory(flowDirectory);
  const { readFlowDirectory } = await import('../sources/flow/read.js');
  const { findings } = await readFlowDirectory({
    flowDirectory,
    stateDirectory,
    pathPrefix: '.flow',
  });
  // The check of the directory has told of `meta.json` already, the rows of what waits for what.
  const found = findings.filter(
    ({ severity, path, kind }) =>
      severity === 'warning' && path !== 'meta.json' && !toldByRows.has(kind),
  );
  const about = (id: string): readonly ImportFinding[] =>
    found.filter((finding) => epicOf(finding) === id);
  const known = new Set(rows.map(({ epic }) => epic));
  const rest = found.filter((finding) => !known.has(epicOf(finding) ?? ''));
  return {
    epics: rows.map((row) => withFindings(row, about(row.epic))),
    rootErrors: [...root.errors, ...sentences(rest, true)],
    rootWarnings: [...root.warnings, ...sentences(rest, false)],
  };
}

const toldByRows = new Set(['unresolved-dependency', 'dependency-cycle', 'orphan-task']);

/** What makes a file say something else than its writer meant. */
const errorKinds = new Set([
  'invalid-json',
  'invalid-front-matter',
  'missing-field',
  'unknown-status',
  'self-dependency',
  'unreadable-database',
]);

function sentences(findings: readonly ImportFinding[], errors: boolean): readonly string[] {
  return findings
    .filter(({ kind }) => errorKinds.has(kind) === errors)
    .map(({ path, message }) => (path === null ? message : `${path}: ${message}`));
}

/** By the name of the file, which is its id where all is well. */
function epicOf({ path }: ImportFinding): string | null {
  const stem =
    path
      ?.split('/')
      .at(-1)
      ?.replace(/(?:\.state|\.gaps)?\.(?:json|md)$/, '') ?? null;
  return stem === null ? null : (epicIdOfTask(stem) ?? stem);
}

function withFindings(row: EpicValidation, findings: readonly ImportFinding[]): EpicValidation {
  const errors = [...row.errors, ...sentences(findings, true)];
  return {
    ...row,
    errors,
    warnings: [...row.warnings, ...sentences(findings, false)],
    valid: errors.length === 0,
  };
}

function epicJson({
  epic,
  valid,
  errors,
  warnings,
  taskCount,
}: EpicValidation): EpicValidationJson {
  return { epic, valid, errors, warnings, task_count: taskCount };
}

/** What is wrong with the directory concerns every epic of it. */
function epicAnswer({ epics, rootErrors, rootWarnings }: ValidationReport): Answer<ValidateJson> {
  const [only] = epics;
  const errors = [...rootErrors, ...(only?.errors ?? [])];
  const shown = {
    epic: only?.epic ?? '',
    valid: errors.length === 0,
    placeholder: only?.placeholder ?? false,
    errors,
    warnings: [...rootWarnings, ...(only?.warnings ?? [])],
    taskCount: only?.taskCount ?? 0,
  };
  return {
    json: epicJson(shown),
    text: () => epicLines(shown),
    exitCode: shown.valid ? 0 : 1,
  };
}

function epicLines({
  epic,
  valid,
  errors,
  warnings,
  taskCount,
}: EpicValidation): readonly string[] {
  return [
    `[${valid ? 'valid' : 'invalid'}] ${epic} (${plural(taskCount, 'task')})`,
    ...errors.map((error) => `  error: ${error}`),
    ...warnings.map((warning) => `  warning: ${warning}`),
  ];
}

function wholeAnswer({ epics, rootErrors, rootWarnings }: ValidationReport): Answer<ValidateJson> {
  const count = (part: 'errors' | 'warnings'): number =>
    epics.reduce((sum, epic) => sum + epic[part].length, 0);
  const errors = rootErrors.length + count('errors');
  const warnings = rootWarnings.length + count('warnings');
  const tasks = epics.reduce((sum, { taskCount }) => sum + taskCount, 0);
  const valid = errors === 0;
  const counted = epics.filter(({ placeholder }) => !placeholder).length;
  const told = epics.filter((epic) => epic.errors.length + epic.warnings.length > 0);
  return {
    json: {
      valid,
      root_errors: rootErrors,
      root_warnings: rootWarnings,
      epics: epics.map(epicJson),
      total_epics: counted,
      total_tasks: tasks,
      total_errors: errors,
      total_warnings: warnings,
    },
    text: () => [
      ...rootErrors.map((error) => `error: ${error}`),
      ...rootWarnings.map((warning) => `warning: ${warning}`),
      ...told.flatMap(epicLines),
      `${plural(counted, 'epic')}, ${plural(tasks, 'task')}: ${plural(errors, 'error')}, ${plural(warnings, 'warning')}`,
    ],
    exitCode: valid ? 0 : 1,
  };
}
