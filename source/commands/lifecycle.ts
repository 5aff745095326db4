/** The commands by which workers move tasks. */
import type { ActionResult, EvidenceInput } from '../domain/contract/calls.js';
import { formatDuration } from '../domain/format.js';
import type { TaskStatus } from '../domain/vocabulary.js';
import type { Answer, CommandBody, CommandContext } from './definition.js';
import type { Service } from './ids.js';
import { parseEvidence, readInput } from './input.js';
import { plural } from './text.js';
import { UsageError } from './usage-error.js';

export interface ActionJson {
  readonly id: string;
  readonly status: TaskStatus;
  readonly message: string;
}

export interface SkippedJson extends ActionJson {
  readonly reason: string | null;
}

export interface BlockedJson extends ActionJson {
  readonly reason: string;
}

export interface FailedJson extends ActionJson {
  readonly reason: string;
  /** Tasks that can no longer be done because they wait for this one. */
  readonly upstream_failed: readonly string[];
}

export interface DoneJson extends ActionJson {
  /** Null when it was never started. */
  readonly duration_seconds: number | null;
  readonly warning?: string;
}

export type RestartJson =
  | {
      /** Put back to todo. */
      readonly reset: readonly string[];
      /** Already todo. */
      readonly skipped: readonly string[];
      readonly cascade_from: string;
    }
  | {
      readonly dry_run: true;
      readonly would_reset: readonly string[];
      readonly already_todo: readonly string[];
      readonly in_progress_overridden: readonly string[];
    };

export const start: CommandBody<ActionJson> = (context) => {
  const note = context.invocation.text('note');
  return act(
    context,
    'started',
    (service, target) =>
      service.command('task.start', { ...target, ...(note !== undefined && { note }) }),
    nothingMore,
  );
};

export const unblock: CommandBody<ActionJson> = (context) =>
  act(
    context,
    'unblocked',
    (service, target) => service.command('task.unblock', target),
    nothingMore,
  );

export const skip: CommandBody<SkippedJson> = (context) => {
  const reason = context.invocation.text('reason');
  return act(
    context,
    'skipped',
    (service, target) =>
      service.command('task.skip', { ...target, ...(reason !== undefined && { reason }) }),
    () => ({ reason: reason ?? null }),
  );
};

export const block: CommandBody<BlockedJson> = async (context) => {
  const { invocation, io } = context;
  const file = invocation.text('reason-file');
  const reason =
    file === undefined
      ? (invocation.text('reason') ?? '')
      : await readInput(io, file, '--reason-file');
  return act(
    context,
    'blocked',
    (service, target) => service.command('task.block', { ...target, reason }),
    () => ({ reason: reason.trim() }),
  );
};

export const fail: CommandBody<FailedJson> = (context) => {
  const reason = context.invocation.text('reason');
  return act(
    context,
    'failed',
    (service, target) =>
      service.command('task.fail', { ...target, ...(reason !== undefined && { reason }) }),
    ({ alsoChanged }) => ({
      reason: reason ?? 'Task failed',
      upstream_failed: alsoChanged
        .filter(({ status }) => status === 'upstream_failed')
        .map(({ id }) => id),
    }),
  );
};

export const done: CommandBody<DoneJson> = async (context) => {
  const [summary, evidence] = await summaryAndEvidence(context);
  return act(
    context,
    'finished',
    (service, target) =>
      service.command('task.done', {
        ...target,
        ...(summary !== undefined && { summary }),
        ...(evidence && { evidence }),
      }),
    ({ durationSeconds, warning }) => ({
      duration_seconds: durationSeconds,
      ...(warning !== null && { warning }),
    }),
    ({ durationSeconds, warning }) => [
      ...(durationSeconds === null ? [] : [`It took ${formatDuration(durationSeconds)}.`]),
      ...(warning === null ? [] : [`Warning: ${warning}`]),
    ],
  );
};

export const restart: CommandBody<RestartJson> = async ({ project, invocation }) => {
  const { service } = await project.open();
  const dryRun = invocation.switch('dry-run');
  const id = invocation.requiredArgument('TASK');
  const force = invocation.switch('force');
  const result = await service.command('task.restart', {
    id,
    dryRun,
    ...(force && { force }),
  });
  const { reset, untouched, running } = result;
  return {
    json: dryRun
      ? {
          dry_run: true,
          would_reset: reset,
          already_todo: untouched,
          in_progress_overridden: running,
        }
      : { reset, skipped: untouched, cascade_from: result.id },
    text: () => [
      `${dryRun ? 'Would reset' : 'Reset'} ${plural(reset.length, 'task')}${reset.length > 0 ? `: ${reset.join(', ')}` : ''}`,
      ...(untouched.length > 0 ? [`Already todo: ${untouched.join(', ')}`] : []),
      ...(dryRun && running.length > 0 ? [`Running now: ${running.join(', ')}`] : []),
    ],
  };
};

/** File before text, as the more deliberate one; an object in place of the file's name is taken as it stands. */
async function summaryAndEvidence({
  invocation,
  io,
}: CommandContext): Promise<readonly [string | undefined, EvidenceInput | undefined]> {
  const summaryFile = invocation.text('summary-file');
  const evidenceFile = invocation.text('evidence-json');
  const inline = invocation.text('evidence');
  if (summaryFile === '-' && evidenceFile === '-') {
    throw new UsageError('Only one of --summary-file and --evidence-json can read standard input.');
  }
  const summary =
    summaryFile === undefined
      ? invocation.text('summary')
      : (await readInput(io, summaryFile, '--summary-file')).trim();
  if (evidenceFile !== undefined) {
    const text = evidenceFile.trimStart().startsWith('{')
      ? evidenceFile
      : await readInput(io, evidenceFile, '--evidence-json');
    return [summary, parseEvidence(text, '--evidence-json')];
  }
  return [summary, inline === undefined ? undefined : parseEvidence(inline, '--evidence')];
}

const nothingMore = (): object => ({});

interface Target {
  readonly id: string;
  readonly force?: boolean;
}

async function act<Result extends ActionResult, More extends object>(
  { project, invocation }: CommandContext,
  verb: string,
  work: (service: Service, target: Target) => Promise<Result>,
  json: (result: Result) => More,
  text: (result: Result) => readonly string[] = () => [],
): Promise<Answer<ActionJson & More>> {
  const { service } = await project.open();
  const id = invocation.requiredArgument('TASK');
  const target = { id, ...(invocation.switch('force') && { force: true }) };
  const result = await work(service, target);
  const message = `Task ${result.id} ${verb}`;
  return {
    json: { id: result.id, status: result.status, message, ...json(result) },
    text: () => [
      result.status === 'up_for_retry' ? `${message}, up for retry` : message,
      ...text(result),
      ...result.alsoChanged.map((other) => `  ${other.id} is now ${other.status}`),
    ],
  };
}
