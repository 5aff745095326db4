/** Parts of a detail: fields with their labels, references with their states, sections, history. */
import type { Dependency, EventRow } from '../../../domain/contract/rows.js';
import { shortId } from '../../../domain/ids.js';
import { truncate } from '../../../platform/terminal-text.js';
import type { Glyphs } from '../../glyphs.js';
import type { Line, Span } from '../../line.js';
import { openMarkdown } from '../../markdown.js';
import { clean, span, wrapSpans } from '../../spans.js';
import { dateAndTime } from '../clock.js';
import { actorText, kindOf, levelRoles, particularsText, sentenceText } from '../event-text.js';
import { statusMark } from '../task-marks.js';

export interface DocumentOptions {
  readonly width: number;
  readonly glyphs: Glyphs;
}

const labelWidth = 12;
/** With less room than this a value starts behind its label instead of in a column. */
const columnFrom = 36;

/** `label value`, the value wrapped in its column; nothing for an empty value. */
export function field(label: string, value: Line | string, { width }: DocumentOptions): Line[] {
  const spans = typeof value === 'string' ? [span(clean(value))] : value;
  if (spans.every((each) => each.text.trim() === '')) return [];
  if (width < columnFrom) {
    const shown = label === '' ? '' : `${label}: `;
    return wrapSpans([span(shown, 'muted'), ...spans], width);
  }
  const indent = span(' '.repeat(labelWidth));
  return wrapSpans(spans, width - labelWidth).map((line, index) =>
    index === 0 ? [span(label.padEnd(labelWidth), 'muted'), ...line] : [indent, ...line],
  );
}

/** Several values of one field, one a line. */
export function fieldList(
  label: string,
  values: readonly Line[],
  options: DocumentOptions,
): Line[] {
  return values.flatMap((value, index) => field(index === 0 ? label : '', value, options));
}

export function reference(dependency: Dependency, glyphs: Glyphs): Line {
  const { id, kind, status, title } = dependency;
  const spans: Span[] = [
    status === null ? span('?', 'levelWarning') : statusMark({ status }, glyphs),
    span(` ${clean(shortId(id))}`, 'link'),
  ];
  if (title !== null) spans.push(span(` ${clean(title)}`));
  if (status === null) spans.push(span(' does not exist', 'levelWarning'));
  if (kind !== 'blocks') spans.push(span(` (${kind})`, 'muted'));
  return spans;
}

export function heading(text: string, { width }: DocumentOptions): Line[] {
  return wrapSpans([span('## ', 'muted'), span(text, 'heading')], width);
}

/** A section with Markdown in it, empty line first; nothing for an empty text. */
export function* markdownSection(
  title: string | null,
  text: string,
  options: DocumentOptions,
): Iterable<readonly Line[]> {
  const document = openMarkdown(text, options);
  if (document.known(1) === 0) return;
  yield title === null ? [[]] : [[], ...heading(title, options), []];
  yield* document.batches();
}

/** The history as it came (newest first), each event with its particulars and what it changed. */
export function historyLines(history: readonly EventRow[], options: DocumentOptions): Line[] {
  if (history.length === 0) return [];
  return [
    [],
    ...heading('History', options),
    [],
    ...history.flatMap((event) => eventLines(event, options)),
  ];
}

function eventLines(event: EventRow, options: DocumentOptions): Line[] {
  const particulars = particularsText(event);
  const head: Span[] = [
    span(`${dateAndTime(event.timestamp)} `, 'muted'),
    span(`${actorText(event)} `, 'muted'),
    span(sentenceText(event), levelRoles[kindOf(event).level]),
  ];
  if (particulars !== '') head.push(span(`: ${particulars}`));
  if (event.undoes !== null) head.push(span(` (undoes ${event.undoes})`, 'muted'));
  return [...wrapSpans(head, options.width), ...changeLines(event, options)];
}

/** Contents of the changed fields where the event has them, and the names of the others. */
function changeLines(event: EventRow, { glyphs, width }: DocumentOptions): Line[] {
  const { before = {}, after = {} } = event;
  // What happened to a phase is the event's sentence already.
  const fields = event.fields.filter((name) => !name.startsWith('phase:'));
  const told = fields.filter((name) => name in before && name in after);
  const named = fields.filter((name) => !told.includes(name)).map(fieldWords);
  const changes = told.map((name) => {
    const [from, to] = [before[name], after[name]].map((value) => valueText(value, glyphs));
    return `${fieldWords(name)}: ${from ?? ''} ${glyphs.arrow} ${to ?? ''}`;
  });
  if (named.length > 0) changes.push(`changed ${named.join(', ')}`);
  return changes.flatMap((change) => indent(wrapSpans([span(change, 'muted')], width - 2)));
}

/** `claimedAt` as people say it: claimed at. */
function fieldWords(name: string): string {
  return clean(name).replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function indent(lines: readonly Line[]): Line[] {
  return lines.map((line) => [span('  '), ...line]);
}

const longestValue = 120;
const timestamp = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)$/;

function valueText(value: unknown, glyphs: Glyphs): string {
  if (value === undefined || value === null || value === '') return '(nothing)';
  if (Array.isArray(value)) {
    return value.length === 0
      ? '(nothing)'
      : value.map((each) => valueText(each, glyphs)).join(', ');
  }
  const text = clean(typeof value === 'string' ? value : JSON.stringify(value));
  return timestamp.test(text) ? dateAndTime(text) : truncate(text, longestValue, glyphs.ellipsis);
}
