/** The commands that say where a project is and how it does. */
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import {
  configurationKeys,
  isConfigurationKey,
  configurationValue,
  type StoredConfiguration,
} from '../domain/configuration.js';
import { serialiseError } from '../domain/errors.js';
import { hasProgram } from '../platform/programs.js';
import { isDirectory } from '../platform/files.js';
import { checkFlowDirectory } from '../sources/flow-check.js';
import type { CommandBody, CommandContext } from './definition.js';
import type { Opened } from './project.js';
import { reviewChoice } from './review-choice.js';
import { fields, plural } from './text.js';
import { validateProject } from './validate.js';

export interface DetectJson {
  readonly exists: boolean;
  readonly valid: boolean;
  readonly issues: readonly string[];
  readonly path: string;
  readonly schema_version: number | null;
  readonly database: string;
  readonly database_exists: boolean;
}

export interface StatePathJson {
  readonly state_dir: string;
  readonly database: string;
  readonly task_state_path?: string;
}

export interface DoctorJson {
  readonly checks: readonly Check[];
  readonly summary: { readonly pass: number; readonly warn: number; readonly fail: number };
  readonly healthy: boolean;
}

export const detect: CommandBody<DetectJson> = async ({ project }) => {
  const { flowDirectory, root, databasePath, databaseExists } = await project.location();
  const expected = flowDirectory ?? path.join(root, '.flow');
  const check = flowDirectory === null ? null : checkFlowDirectory(flowDirectory);
  const issues = check === null ? [] : [...check.errors, ...check.warnings];
  const exists = flowDirectory !== null;
  const valid = exists && check?.errors.length === 0;
  return {
    json: {
      exists,
      valid,
      issues,
      path: expected,
      schema_version: check?.schemaVersion ?? null,
      database: databasePath,
      database_exists: databaseExists,
    },
    text: () => [
      exists
        ? `${expected} is ${valid ? 'a flow directory' : 'a damaged flow directory'}.`
        : `There is no ${expected}.`,
      ...issues.map((issue) => `  ${issue}`),
      `The database is ${databaseExists ? '' : 'not there yet: '}${databasePath}`,
    ],
  };
};

export const statePath: CommandBody<StatePathJson> = async ({ project, invocation }) => {
  const { stateDirectory, databasePath } = await project.location();
  const directory = stateDirectory ?? path.dirname(databasePath);
  const typed = invocation.text('task');
  let taskFile: string | null = null;
  if (typed !== undefined) {
    const { service } = await project.open();
    const { row } = await service.query('task.detail', { id: typed });
    taskFile = path.join(directory, 'tasks', `${row.id}.state.json`);
  }
  return {
    json: {
      state_dir: directory,
      database: databasePath,
      ...(taskFile !== null && { task_state_path: taskFile }),
    },
    text: () => [taskFile ?? directory],
  };
};

interface Check {
  readonly name: string;
  readonly status: 'pass' | 'warn' | 'fail';
  readonly message: string;
}

export const doctor: CommandBody<DoctorJson> = async (context) => {
  const { project } = context;
  const checks: Check[] = [await storage(context), await git(context), await actor(context)];
  const opened = await open(context);
  if ('name' in opened) checks.unshift(opened);
  else {
    checks.unshift(await validity(context), await database(opened));
    const stored = await opened.service.query('configuration.stored', {});
    checks.push(settings(stored), await reviewer(context, opened));
  }
  const count = (status: Check['status']): number =>
    checks.filter((check) => check.status === status).length;
  const summary = { pass: count('pass'), warn: count('warn'), fail: count('fail') };
  const healthy = summary.fail === 0;
  const { root } = await project.location();
  return {
    json: { checks, summary, healthy },
    text: () => [
      ...fields(checks.map(({ name, status, message }) => [`[${status}] ${name}`, message])),
      `${root} is ${healthy ? 'well' : 'not well'}: ${summary.pass} passed, ${plural(summary.warn, 'warning')}, ${summary.fail} failed.`,
    ],
    exitCode: healthy ? 0 : 1,
  };
};

/** The project, or the check that failed for want of it. */
async function open({ project }: CommandContext): Promise<Opened | Check> {
  try {
    return await project.open();
  } catch (error) {
    const { message, hint } = serialiseError(error);
    return { name: 'database', status: 'fail', message: `${message} ${hint}` };
  }
}

async function validity(context: CommandContext): Promise<Check> {
  const { epics, rootErrors, rootWarnings } = await validateProject(context);
  const errors = rootErrors.length + epics.reduce((sum, epic) => sum + epic.errors.length, 0);
  const warnings = rootWarnings.length + epics.reduce((sum, epic) => sum + epic.warnings.length, 0);
  const counted = epics.filter(({ placeholder }) => !placeholder).length;
  const found = `${plural(errors, 'error')}, ${plural(warnings, 'warning')} in ${plural(counted, 'epic')}`;
  return {
    name: 'validate',
    status: errors > 0 ? 'fail' : warnings > 0 ? 'warn' : 'pass',
    message: errors + warnings > 0 ? `${found}; see flowdeck validate --all` : found,
  };
}

async function database({ check, database: { path: file } }: Opened): Promise<Check> {
  const problems = await check();
  const [first] = problems;
  return {
    name: 'database',
    status: first === undefined ? 'pass' : 'fail',
    message: first === undefined ? file : `${first} (${plural(problems.length, 'problem')})`,
  };
}

/** Asked of the system, not tried: a probe would wake everybody who watches the directory. */
async function storage({ project }: CommandContext): Promise<Check> {
  const directory = path.dirname((await project.location()).databasePath);
  const name = 'state_dir_access';
  const nearest = existing(directory);
  try {
    accessSync(nearest, constants.R_OK | constants.W_OK | constants.X_OK);
    return { name, status: 'pass', message: directory };
  } catch {
    return { name, status: 'fail', message: `${nearest} cannot be written.` };
  }
}

function existing(directory: string): string {
  const parent = path.dirname(directory);
  return isDirectory(directory) || parent === directory ? directory : existing(parent);
}

async function git({ project, io }: CommandContext): Promise<Check> {
  const { gitCommonDirectory, root } = await project.location();
  const name = 'git_common_dir';
  if (gitCommonDirectory === null) {
    return { name, status: 'warn', message: `${root} is not in a git repository.` };
  }
  if (!hasProgram('git', { directory: root, environment: io.environment })) {
    return { name, status: 'warn', message: 'git is not installed; recover and diff need it.' };
  }
  return { name, status: 'pass', message: gitCommonDirectory };
}

async function actor({ project }: CommandContext): Promise<Check> {
  const found = await project.actor();
  return found === 'unknown'
    ? { name: 'actor', status: 'warn', message: 'Nobody is named: set FLOW_ACTOR or user.email.' }
    : { name: 'actor', status: 'pass', message: found };
}

/** Keys of other tools, by their first word; what else nobody knows is most often misspelt. */
const foreignKeys = new Set([
  ...['$schema', 'artifacts', 'chart', 'land', 'models', 'pilot', 'pipeline', 'review-backend'],
  ...['stack', 'tracker', 'work'],
]);

function settings(stored: StoredConfiguration): Check {
  const known = new Set(Object.keys(configurationKeys).map((key) => key.split('.')[0]));
  const strange = Object.keys(stored).filter((key) => {
    const first = key.split('.')[0] ?? '';
    return !known.has(first) && !foreignKeys.has(first);
  });
  const unreadable = Object.entries(stored).flatMap(([key, value]) =>
    isConfigurationKey(key) &&
    value !== null &&
    configurationValue(stored, key) !== value &&
    typeof value !== 'string'
      ? [key]
      : [],
  );
  const problems = [
    ...(strange.length > 0 ? [`Nobody knows ${strange.slice(0, 5).join(', ')}.`] : []),
    ...(unreadable.length > 0 ? [`Not of its type: ${unreadable.slice(0, 5).join(', ')}.`] : []),
  ];
  return {
    name: 'config',
    status: problems.length > 0 ? 'warn' : 'pass',
    message: problems.join(' ') || plural(Object.keys(stored).length, 'setting'),
  };
}

async function reviewer(context: CommandContext, { service }: Opened): Promise<Check> {
  const { backend, warning } = await reviewChoice(context, service);
  return {
    name: 'review_backend',
    status: warning === null ? 'pass' : 'warn',
    message: warning ?? (backend === 'ASK' ? 'not decided' : backend),
  };
}
