/** An epic as lines: its fields, its text and its history. */
import type { EpicDetail, EpicRow } from '../../../domain/contract/rows.js';
import { shortId } from '../../../domain/ids.js';
import { taskStatuses } from '../../../domain/vocabulary.js';
import type { Line } from '../../line.js';
import { clean, span } from '../../spans.js';
import { dateAndTime } from '../clock.js';
import { finishedCount, progressBar } from '../progress-bar.js';
import { statusMark, statusText } from '../task-marks.js';
import { field, fieldList, historyLines, markdownSection, type DocumentOptions } from './parts.js';
import { titleLines, tokensText } from './task-document.js';

export function* epicDocument(
  detail: EpicDetail,
  options: DocumentOptions,
): Iterable<readonly Line[]> {
  yield [
    ...titleLines(detail.row, options),
    ...stateLines(detail, options),
    ...relationLines(detail, options),
  ];
  yield* markdownSection(null, detail.body, options);
  yield historyLines(detail.history, options);
}

const barWidth = 20;

function stateLines(detail: EpicDetail, options: DocumentOptions): Line[] {
  const { row } = detail;
  const { glyphs, width } = options;
  const status = statusMark({ status: row.status === 'done' ? 'done' : 'todo' }, glyphs);
  const words = row.archived ? `${row.status}, archived` : row.status;
  const phase = detail.pipeline.find(({ id }) => id === row.pipelinePhase);
  const bar = progressBar(row.counts, Math.min(barWidth, Math.floor(width / 2)), glyphs);
  return [
    ...field('Status', [status, { ...status, text: ` ${words}` }], options),
    ...(row.placeholder ? field('File', [span('none: made for its tasks', 'stale')], options) : []),
    ...(row.vanished ? field('File', [span('is gone', 'stale')], options) : []),
    ...(row.counts.total > 0
      ? field(
          'Tasks',
          [...bar, span(` ${finishedCount(row.counts)} of ${row.counts.total}`)],
          options,
        )
      : []),
    ...fieldList('', countLines(row, options), options),
    ...field('Pipeline', phase?.title ?? row.pipelinePhase ?? '', options),
    ...field('Plan review', reviewText(row.planReview, detail.planReviewedAt), options),
    ...field('Completion', reviewText(row.completionReview, detail.completionReviewedAt), options),
    ...field('Branch', [span(clean(row.branchName ?? ''), 'code')], options),
    ...field('Created', dateAndTime(row.createdAt), options),
    ...field('Updated', dateAndTime(row.updatedAt), options),
    ...field('Tokens', tokensText(row), options),
  ];
}

/** How many tasks are in each state, with the mark that stands for it elsewhere. */
function countLines({ counts }: EpicRow, { glyphs }: DocumentOptions): Line[] {
  const parts = taskStatuses
    .filter((status) => counts.byStatus[status] > 0)
    .map((status) => ({
      mark: statusMark({ status }, glyphs),
      text: ` ${counts.byStatus[status]} ${statusText({ status })}  `,
    }));
  const hinted = { status: 'todo', finishedHint: true } as const;
  if (counts.hinted > 0) {
    parts.push({ mark: statusMark(hinted, glyphs), text: ` ${counts.hinted} finished?  ` });
  }
  if (counts.ready > 0) {
    parts.push({ mark: span(''), text: `${counts.ready} ready` });
  }
  return [parts.flatMap(({ mark, text }) => [mark, span(text, 'muted')])];
}

function reviewText(review: string, reviewedAt: string | null): string {
  if (review === 'unknown') return '';
  const time = dateAndTime(reviewedAt);
  return time === '' ? review : `${review}, ${time}`;
}

function relationLines(detail: EpicDetail, options: DocumentOptions): Line[] {
  const { row } = detail;
  const backends = [
    ['implement', detail.defaultImplementBackend],
    ['review', detail.defaultReviewBackend],
    ['sync', detail.defaultSyncBackend],
  ]
    .filter(([, backend]) => backend !== null)
    .map(([use, backend]) => `${use ?? ''} ${backend ?? ''}`);
  return [
    ...fieldList(
      'Waits for',
      [
        ...row.dependsOn.map((id): Line => [span(clean(shortId(id)), 'link')]),
        ...row.unresolved.map((id): Line => [
          span(`? ${clean(shortId(id))} does not exist`, 'levelWarning'),
        ]),
      ],
      options,
    ),
    ...field('Backends', backends.join(', '), options),
    ...field('Spec', detail.specPath ?? '', options),
  ];
}
