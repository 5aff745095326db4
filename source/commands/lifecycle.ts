/** The commands by which workers move tasks. */
import type { ActionResult, EvidenceInput } from '../domain/contract/calls.js';
import { formatDuration } from '../domain/format.js';
import type { CommandBody, CommandContext } from './definition.js';
import type { Service } from './ids.js';
import { parseEvidence, readInput } from './input.js';
import { plural } from './text.js';
import { UsageError } from './usage-error.js';

export const start: CommandBody = (context) => {
  const note = context.invocation.text('note');
  return act(context, 'started', (service, target) =>
    service.command('task.start', { ...target, ...(note !== undefined && { note }) }),
  );
};

export const unblock: CommandBody = (context) =>
  act(context, 'unblocked', (service, target) => service.command('task.unblock', target));

export const skip: CommandBody = (context) => {
  const reason = context.invocation.text('reason');
  return act(
    context,
    'skipped',
    (service, target) =>
      service.command('task.skip', { ...target, ...(reason !== undefined && { reason }) }),
    () => ({ reason: reason ?? null }),
  );
};

export const block: CommandBody = async (context) => {
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

export const fail: CommandBody = (context) => {
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

export const done: CommandBody = async (context) => {
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

export const restart: CommandBody = async ({ project, invocation }) => {
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

interface Target {
  readonly id: string;
  readonly force?: boolean;
}

async function act<Result extends ActionResult>(
  { project, invocation }: CommandContext,
  verb: string,
  work: (service: Service, target: Target) => Promise<Result>,
  json: (result: Result) => Readonly<Record<string, unknown>> = () => ({}),
  text: (result: Result) => readonly string[] = () => [],
): ReturnType<CommandBody> {
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
