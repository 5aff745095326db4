/** A task as lines: its fields, what it waits for, its text, what was done, and its history. */
import type { Evidence, TaskDetail, TaskRow } from '../../../domain/contract/rows.js';
import { formatCost, formatDuration, formatTokens } from '../../../domain/format.js';
import { shortId } from '../../../domain/ids.js';
import type { Line } from '../../line.js';
import { clean, span, wrapSpans } from '../../spans.js';
import type { StyleRole } from '../../theme.js';
import { dateAndTime } from '../clock.js';
import { statusMark, statusRoles, statusText } from '../task-marks.js';
import {
  field,
  fieldList,
  heading,
  historyLines,
  markdownSection,
  reference,
  type DocumentOptions,
} from './parts.js';

export function* taskDocument(
  detail: TaskDetail,
  options: DocumentOptions,
): Iterable<readonly Line[]> {
  yield [...titleLines(detail.row, options), ...stateLines(detail, options)];
  yield relationLines(detail, options);
  yield* markdownSection(null, detail.body, options);
  yield* markdownSection('Done summary', detail.summary, options);
  yield evidenceLines(detail.evidence, options);
  yield historyLines(detail.history, options);
}

export function titleLines(
  row: { readonly id: string; readonly title: string },
  { width }: DocumentOptions,
): Line[] {
  const title = clean(row.title);
  return [
    ...wrapSpans([span(title === '' ? clean(row.id) : title, 'heading')], width),
    ...wrapSpans([span(clean(row.id), 'muted')], width),
    [],
  ];
}

function stateLines(detail: TaskDetail, options: DocumentOptions): Line[] {
  const { row } = detail;
  const mark = statusMark(row, options.glyphs);
  const remark = row.statusSource === 'database' ? '' : ` (${sourceWords(row)})`;
  const status: Line = [mark, { ...mark, text: ` ${statusText(row)}` }, span(remark, 'muted')];
  const reason = (text: string | null, role: StyleRole): Line => [span(clean(text ?? ''), role)];
  const showsReason = row.status === 'failed' || row.status === 'up_for_retry';
  return [
    ...field('Status', status, options),
    ...(row.status === 'blocked'
      ? field('Blocked', reason(row.blockedReason, statusRoles.blocked), options)
      : []),
    ...(showsReason ? field('Failed', reason(row.failedReason, statusRoles.failed), options) : []),
    ...field('Skipped', detail.skippedReason ?? '', options),
    ...field('Assignee', assigneeText(row), options),
    ...field('Note', detail.claimNote, options),
    ...field('Phase', phaseText(row), options),
    ...field('Retries', row.retryCount > 0 ? String(row.retryCount) : '', options),
    ...field('Finished', finishedText(row), options),
    ...field('Created', dateAndTime(row.createdAt), options),
    ...field('Updated', dateAndTime(row.updatedAt), options),
    ...field('Priority', row.priority === null ? '' : String(row.priority), options),
    ...field('Domain', row.domain === 'general' ? '' : row.domain, options),
    ...field('Tokens', tokensText(row), options),
    ...(row.vanished ? field('File', [span('is gone', 'stale')], options) : []),
  ];
}

function sourceWords({ statusSource }: TaskRow): string {
  return statusSource === 'live-state' ? 'from the live state' : 'as committed';
}

function assigneeText({ assignee, claimedAt }: TaskRow): string {
  if (assignee === null || assignee === '') return '';
  return claimedAt === null ? assignee : `${assignee}, since ${dateAndTime(claimedAt)}`;
}

function phaseText({ phase }: TaskRow): string {
  return phase === null ? '' : `${phase.title} (${phase.completed} of ${phase.total} done)`;
}

function finishedText({ completedAt, durationSeconds }: TaskRow): string {
  const duration = formatDuration(durationSeconds);
  const time = dateAndTime(completedAt);
  return time === '' || duration === '' ? time : `${time}, after ${duration}`;
}

export function tokensText({ tokens, costUsd }: { tokens: number; costUsd: number }): string {
  if (tokens <= 0) return '';
  return costUsd > 0 ? `${formatTokens(tokens)}, ${formatCost(costUsd)}` : formatTokens(tokens);
}

function relationLines(detail: TaskDetail, options: DocumentOptions): Line[] {
  const { row } = detail;
  const known = new Set(detail.dependencies.map(({ id }) => id));
  const unresolved = row.unresolved
    .filter((id) => !known.has(id))
    .map((id): Line => [span(`? ${clean(shortId(id))} does not exist`, 'levelWarning')]);
  const backends = [
    ['implement', detail.implementBackend],
    ['review', detail.reviewBackend],
    ['sync', detail.syncBackend],
  ]
    .filter(([, backend]) => backend !== null)
    .map(([use, backend]) => `${use ?? ''} ${backend ?? ''}`);
  const dependencies = detail.dependencies.map((each) => reference(each, options.glyphs));
  return [
    ...fieldList('Waits for', [...dependencies, ...unresolved], options),
    ...fieldList(
      'Needed by',
      detail.dependents.map((each) => reference(each, options.glyphs)),
      options,
    ),
    ...fieldList(
      'Files',
      detail.files.map((file): Line => [span(clean(file), 'code')]),
      options,
    ),
    ...field('Labels', row.labels.map((label) => `#${label}`).join(' '), options),
    ...field('Backends', backends.join(', '), options),
    ...field('Spec', detail.specPath ?? '', options),
  ];
}

const shortRevision = 7;
const revision = /^[0-9a-f]{8,40}$/i;

function evidenceLines(evidence: Evidence | null, options: DocumentOptions): Line[] {
  if (evidence === null) return [];
  const commits = evidence.commits.map(shorten);
  const revisions = [evidence.baselineRevision, evidence.finalRevision]
    .flatMap((each) => (each === null ? [] : [shorten(each)]))
    .join('..');
  const lines = [
    ...field('Commits', [span(commits.map(clean).join(' '), 'code')], options),
    ...field('Revisions', [span(clean(revisions), 'code')], options),
    ...fieldList(
      'Tests',
      evidence.tests.map((test): Line => [span(clean(test), 'code')]),
      options,
    ),
    ...fieldList(
      'Requests',
      evidence.prs.map((request): Line => [span(clean(request), 'link')]),
      options,
    ),
    ...field('Changes', changesText(evidence), options),
    ...field(
      'Reviews',
      evidence.reviewIterations === null ? '' : String(evidence.reviewIterations),
      options,
    ),
    ...field('Evidence', evidence.text, options),
  ];
  return lines.length === 0 ? [] : [[], ...heading('Evidence', options), [], ...lines];
}

function shorten(commit: string): string {
  return revision.test(commit) ? commit.slice(0, shortRevision) : commit;
}

function changesText({ filesChanged, insertions, deletions }: Evidence): string {
  const parts = [
    filesChanged === null ? '' : `${filesChanged} ${filesChanged === 1 ? 'file' : 'files'}`,
    insertions === null ? '' : `+${insertions}`,
    deletions === null ? '' : `-${deletions}`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}
