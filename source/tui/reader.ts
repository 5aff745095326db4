/** Texts to scroll through over the panes: a memory entry, a report, the figures; laid out for a width. */
import type { MemoryDetail } from '../domain/contract/rows.js';
import { debugLines, type DebugFigures } from './debug-text.js';
import type { Line } from './line.js';
import { renderMarkdown } from './markdown.js';
import { field, fieldList, type DocumentOptions } from './panes/detail/parts.js';
import { dateAndTime } from './panes/clock.js';
import { clean, span, wrapSpans } from './spans.js';

export type ReaderText =
  | { readonly type: 'debug'; readonly figures: DebugFigures }
  | { readonly type: 'memory'; readonly detail: MemoryDetail }
  /** Lines of Markdown about something that was done. */
  | { readonly type: 'report'; readonly title: string; readonly lines: readonly string[] };

const laidOut = new WeakMap<ReaderText, { options: DocumentOptions; lines: readonly Line[] }>();

/** All lines of a text, kept for the last width and glyphs it was asked for. */
export function readerLines(text: ReaderText, options: DocumentOptions): readonly Line[] {
  const known = laidOut.get(text);
  if (known?.options.width === options.width && known.options.glyphs === options.glyphs) {
    return known.lines;
  }
  const lines = linesOf(text, options);
  laidOut.set(text, { options, lines });
  return lines;
}

function linesOf(text: ReaderText, options: DocumentOptions): readonly Line[] {
  switch (text.type) {
    case 'debug':
      return debugLines(text.figures, options);
    case 'memory':
      return memoryLines(text.detail, options);
    case 'report':
      return renderMarkdown(text.lines.join('\n'), options);
  }
}

function memoryLines(detail: MemoryDetail, options: DocumentOptions): Line[] {
  const { row, content, related } = detail;
  const title = clean(row.title);
  // Many entries are one sentence, which is their title as well.
  const repeated = clean(content).startsWith(title.replace(/(…|\.\.\.)$/, ''));
  const about = [row.type, row.status, row.severity ?? '', row.problemType ?? ''].filter(Boolean);
  return [
    ...(repeated ? [] : [...wrapSpans([span(title, 'heading')], options.width), []]),
    ...renderMarkdown(content, options),
    [],
    ...field('Kind', about.join(', '), options),
    ...field('Module', row.module ?? '', options),
    ...field('Component', row.component ?? '', options),
    ...field('Tags', row.tags.map((tag) => `#${tag}`).join(' '), options),
    ...fieldList(
      'Related',
      related.map((each): Line => [span(clean(each), 'link')]),
      options,
    ),
    ...field('Created', dateAndTime(row.createdAt), options),
    ...field('Verified', dateAndTime(row.lastVerified), options),
  ];
}

/** What a reader's frame says at its top. */
export function readerTitle(text: ReaderText): string {
  switch (text.type) {
    case 'debug':
      return 'Figures';
    case 'memory':
      return `Memory ${text.detail.row.id}`;
    case 'report':
      return text.title;
  }
}
