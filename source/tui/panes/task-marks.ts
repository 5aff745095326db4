/** How the states of tasks and phases look: a character, a role and words for each. */
import type { PhaseStatus, TaskStatus } from '../../domain/vocabulary.js';
import type { Glyphs } from '../glyphs.js';
import type { Span } from '../line.js';
import type { StyleRole } from '../theme.js';

export const statusRoles: Readonly<Record<TaskStatus, StyleRole>> = {
  todo: 'statusTodo',
  in_progress: 'statusInProgress',
  done: 'statusDone',
  blocked: 'statusBlocked',
  skipped: 'statusSkipped',
  failed: 'statusFailed',
  up_for_retry: 'statusRetry',
  upstream_failed: 'statusUpstream',
};

const statusWords: Readonly<Record<TaskStatus, string>> = {
  todo: 'to do',
  in_progress: 'in progress',
  done: 'done',
  blocked: 'blocked',
  skipped: 'skipped',
  failed: 'failed',
  up_for_retry: 'up for retry',
  upstream_failed: 'stopped by a failed dependency',
};

/** A phase looks like a task in the same state. */
export const phaseAsTask: Readonly<Record<PhaseStatus, TaskStatus>> = {
  pending: 'todo',
  active: 'in_progress',
  done: 'done',
  skipped: 'skipped',
};

interface Marked {
  readonly status: TaskStatus;
  readonly finishedHint?: boolean;
}

export function statusMark({ status, finishedHint }: Marked, glyphs: Glyphs): Span {
  return status === 'todo' && finishedHint === true
    ? { text: glyphs.hinted, role: 'statusHinted' }
    : { text: glyphs.status[status], role: statusRoles[status] };
}

export function statusText({ status, finishedHint }: Marked): string {
  return status === 'todo' && finishedHint === true
    ? 'to do, with a filled summary: finished?'
    : statusWords[status];
}
