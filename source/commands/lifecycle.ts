/** The commands by which workers move tasks. */
import {
  actionAnswer,
  blockedAnswer,
  doneAnswer,
  failedAnswer,
  type ActionJson,
  type BlockedJson,
  type DoneJson,
  type FailedJson,
} from '../domain/answers.js';
import type { ActionResult, EvidenceInput } from '../domain/contract/calls.js';
import { formatDuration } from '../domain/format.js';
import type { Answer, CommandBody, CommandContext } from './definition.js';
import type { Service } from './ids.js';
import { parseEvidence, readInput, textOf } from './input.js';
import { plural } from './text.js';

export interface SkippedJson extends ActionJson {
  readonly reason: string | null;
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

export const start: CommandBody<ActionJson> = async (context) => {
  const note = await textOf(context, 'note');
  return act(
    context,
    (service, target) =>
      service.command('task.start', { ...target, ...(note !== undefined && { note }) }),
    (result) => actionAnswer('started', result),
  );
};

export const unblock: CommandBody<ActionJson> = (context) =>
  act(
    context,
    (service, target) => service.command('task.unblock', target),
    (result) => actionAnswer('unblocked', result),
  );

export const skip: CommandBody<SkippedJson> = async (context) => {
  const reason = await reasonOf(context);
  return act(
    context,
    (service, target) =>
      service.command('task.skip', { ...target, ...(reason !== undefined && { reason }) }),
    (result) => ({ ...actionAnswer('skipped', result), reason: reason ?? null }),
  );
};

export const block: CommandBody<BlockedJson> = async (context) => {
  const reason = (await reasonOf(context)) ?? '';
  return act(
    context,
    (service, target) => service.command('task.block', { ...target, reason }),
    (result) => blockedAnswer(result, reason),
  );
};

export const fail: CommandBody<FailedJson> = async (context) => {
  const reason = await reasonOf(context);
  return act(
    context,
    (service, target) =>
      service.command('task.fail', { ...target, ...(reason !== undefined && { reason }) }),
    (result) => failedAnswer(result, reason),
  );
};

export const done: CommandBody<DoneJson> = async (context) => {
  const summary = await textOf(context, 'summary');
  const evidence = await evidenceOf(context);
  return act(
    context,
    (service, target) =>
      service.command('task.done', {
        ...target,
        ...(summary !== undefined && { summary }),
        ...(evidence && { evidence }),
      }),
    doneAnswer,
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

async function reasonOf(context: CommandContext): Promise<string | undefined> {
  return (await textOf(context, 'reason')) ?? context.invocation.argument('REASON');
}

/** A file before a text, as the more deliberate one; an object in place of a file's name is taken as it stands. */
async function evidenceOf({ invocation, io }: CommandContext): Promise<EvidenceInput | undefined> {
  const flag = invocation.text('evidence-json') === undefined ? 'evidence' : 'evidence-json';
  const given = invocation.text(flag);
  if (given === undefined) return undefined;
  const isText = flag === 'evidence' ? given !== '-' : given.trimStart().startsWith('{');
  return parseEvidence(isText ? given : await readInput(io, given, `--${flag}`), `--${flag}`);
}

interface Target {
  readonly id: string;
  readonly force?: boolean;
}

async function act<Result extends ActionResult, Json extends ActionJson>(
  { project, invocation }: CommandContext,
  work: (service: Service, target: Target) => Promise<Result>,
  answer: (result: Result) => Json,
  text: (result: Result) => readonly string[] = () => [],
): Promise<Answer<Json>> {
  const { service } = await project.open();
  const id = invocation.requiredArgument('TASK');
  const target = { id, ...(invocation.switch('force') && { force: true }) };
  const result = await work(service, target);
  const json = answer(result);
  return {
    json,
    text: () => [
      result.status === 'up_for_retry' ? `${json.message}, up for retry` : json.message,
      ...text(result),
      ...result.alsoChanged.map((other) => `  ${other.id} is now ${other.status}`),
    ],
  };
}
