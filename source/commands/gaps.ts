/** What epics still lack, from the command line. */
import type { GapRow } from '../domain/contract/coordination-calls.js';
import { gapRecord, isBlocking } from '../domain/gaps.js';
import type { GapPriority } from '../domain/vocabulary.js';
import type { CommandBody } from './definition.js';
import { resolveEpic } from './ids.js';
import type { Invocation } from './invocation.js';
import { oneLine, plural } from './text.js';
import { UsageError } from './usage-error.js';

export const gapAdd = (async ({ project, invocation }) => {
  const capability = capabilityOf(invocation);
  if (capability === undefined) throw new UsageError('gap add needs --capability.');
  const { service } = await project.open();
  const priority = invocation.text('priority') as GapPriority | undefined;
  const source = invocation.text('source');
  const taskId = invocation.text('task');
  const { gap, created, reopened } = await service.command('gap.add', {
    epicId: invocation.requiredText('epic'),
    capability,
    ...(priority !== undefined && { priority }),
    ...(source !== undefined && { source }),
    ...(taskId !== undefined && { taskId }),
  });
  const message = created
    ? `Gap ${gap.id} added`
    : `Gap ${gap.id} ${reopened ? 'is open again' : 'exists already'}`;
  return {
    json: { ...gapJson(gap), created, reopened, message },
    text: () => [message],
  };
}) satisfies CommandBody;

export const gapList = (async ({ project, invocation }) => {
  const { service } = await project.open();
  const epicId = await resolveEpic(service, invocation.text('epic'));
  const status = invocation.text('status') as GapRow['status'] | undefined;
  const gaps = await service.query('gaps.list', {
    ...(epicId !== undefined && { epicId }),
    ...(status !== undefined && { status }),
  });
  return {
    json: { epic: epicId ?? null, gaps: gaps.map(gapJson), count: gaps.length },
    text: () => (gaps.length > 0 ? gaps.map(gapLine) : ['There are no such gaps.']),
  };
}) satisfies CommandBody;

export const gapResolve = (async ({ project, invocation }) => {
  const id = invocation.text('id');
  const capability = capabilityOf(invocation);
  const epicId = invocation.text('epic');
  if (id === undefined && (capability === undefined || epicId === undefined)) {
    throw new UsageError('gap resolve needs --id, or --epic and --capability.');
  }
  const { service } = await project.open();
  const evidence = invocation.text('evidence');
  const { gap, changed } = await service.command('gap.resolve', {
    ...(epicId !== undefined && { epicId }),
    ...(id !== undefined && { id }),
    ...(capability !== undefined && { capability }),
    ...(evidence !== undefined && { evidence }),
  });
  const message = `Gap ${gap.id} ${changed ? 'resolved' : 'was resolved already'}`;
  return { json: { ...gapJson(gap), changed, message }, text: () => [message] };
}) satisfies CommandBody;

/** The gate before an epic is closed: it fails on open gaps that are more than nice to have. */
export const gapCheck = (async ({ project, invocation }) => {
  const { service } = await project.open();
  const epicId = await resolveEpic(service, invocation.requiredText('epic'));
  const gaps = await service.query('gaps.list', { epicId });
  const open = gaps.filter(({ status }) => status === 'open');
  const blocking = open.filter(isBlocking);
  const passes = blocking.length === 0;
  return {
    json: {
      epic: epicId,
      gate: passes ? 'pass' : 'fail',
      total: gaps.length,
      open_blocking: blocking.map(gapJson),
      open_non_blocking: open.filter((gap) => !isBlocking(gap)).map(gapJson),
      resolved: gaps.filter(({ status }) => status === 'resolved').map(gapJson),
    },
    text: () =>
      passes
        ? [`${epicId} passes: no gap is in the way (${plural(gaps.length, 'gap')} in all).`]
        : [
            `${epicId} fails: ${plural(blocking.length, 'gap')} in the way.`,
            ...blocking.map(gapLine),
          ],
    ...(!passes && { exitCode: 1 }),
  };
}) satisfies CommandBody;

/** Older scripts call it a title. */
function capabilityOf(invocation: Invocation): string | undefined {
  return invocation.text('capability') ?? invocation.text('title');
}

function gapJson(gap: GapRow) {
  return { epic: gap.epicId, ...gapRecord(gap) };
}

function gapLine(gap: GapRow): string {
  const task = gap.taskId === null ? '' : ` (${gap.taskId})`;
  return `[${gap.status}] ${gap.id} ${gap.epicId}: ${oneLine(gap.capability)} [${gap.priority}, ${gap.source}]${task}`;
}
