/** Texts to scroll through over the panes: the help, a memory entry, a report, laid out for a width. */
import type { MemoryDetail } from '../domain/contract/rows.js';
import { helpSections } from './keys.js';
import type { Line } from './line.js';
import { renderMarkdown } from './markdown.js';
import { field, fieldList, type DocumentOptions } from './panes/detail/parts.js';
import { dateAndTime } from './panes/clock.js';
import { clean, span, wrapSpans } from './spans.js';

export type ReaderText =
  | { readonly type: 'help'; readonly ascii: boolean }
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

function linesOf(text: ReaderText, options: DocumentOptions): Line[] {
  switch (text.type) {
    case 'help':
      return helpLines(text.ascii, options.width);
    case 'memory':
      return memoryLines(text.detail, options);
    case 'report':
      return renderMarkdown(text.lines.join('\n'), options);
  }
}

const keysWidth = 19;

function helpLines(ascii: boolean, width: number): Line[] {
  return helpSections(ascii).flatMap(({ title, entries }, index): Line[] => [
    ...(index === 0 ? [] : [[]]),
    [span(title, 'heading')],
    ...entries.flatMap(({ keys, help }) =>
      wrapSpans([span(help)], width - keysWidth).map((line, place): Line => [
        span((place === 0 ? `  ${keys}` : '').padEnd(keysWidth), 'key'),
        ...line,
      ]),
    ),
  ]);
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
    case 'help':
      return 'Keys';
    case 'memory':
      return `Memory ${text.detail.row.id}`;
    case 'report':
      return text.title;
  }
}
