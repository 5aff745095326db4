/**
 * What needs a person, one matter a row: mark, kind, task or epic, title with the reason, who, since when; and the whole
 * of the one under the cursor below. For a readable title go who, the kind and the id, in this order.
 */
import type { InboxItem } from '../../../domain/contract/coordination-calls.js';
import { formatAge } from '../../../domain/format.js';
import type { InboxKind } from '../../../domain/vocabulary.js';
import { displayWidth, truncate } from '../../../platform/terminal-text.js';
import type { Line, PaneView, Span } from '../../line.js';
import { clean, highlight, searchWords, span, wrapSpans } from '../../spans.js';
import type { StyleRole } from '../../theme.js';
import { chooseColumns, joinCells, type Cell, type ColumnLayout } from '../columns.js';
import { listBadge, queryOf, visibleRows } from '../list-behaviour.js';
import type { ViewContext } from '../pane.js';
import { listRows, withPreview } from '../preview.js';
import { loading, messageLines, noneFound, paneView, titleFloor } from '../view-parts.js';
import { kindWords, subjectText, titleText, type InboxModel } from './model.js';
import { inboxBehaviour, type InboxState } from './state.js';

const kindRoles: Readonly<Record<InboxKind, StyleRole>> = {
  failed: 'statusFailed',
  blocked: 'statusBlocked',
  stale: 'stale',
  conflict: 'levelError',
  finding: 'levelWarning',
  approval: 'statusInProgress',
  hint: 'statusHinted',
  closable: 'statusDone',
};

type ColumnName = 'actor' | 'kind' | 'id' | 'age';

const kindWidth = 9;
const actorWidth = 10;
const ageWidth = 4;
/** What a title should have before columns go for it. */
const readableTitle = 24;
const shortestDetail = 8;

export function viewInbox(known: InboxModel, state: InboxState, context: ViewContext): PaneView {
  const { size, glyphs } = context;
  const model = inboxBehaviour.shown(known, state);
  const found = model.list.found(queryOf(state));
  const { rows, selectedLine } = visibleRows(state, found, listRows(size));
  const waiting = known.list.rows.length;
  const parts = { title: 'Inbox', badge: listBadge(state, found, waiting) };
  if (rows.length === 0) {
    return paneView(
      { ...parts, lines: messageLines(emptyMessage(model, context), size) },
      size,
      glyphs,
    );
  }
  const layout = layOutColumns(model, size.columns - 2);
  const words = searchWords(state.search);
  const gone = state.gone?.row ?? null;
  const lines = rows.map((item) =>
    itemLine(item, { model, layout, words, context, gone: item === gone }),
  );
  const selected = selectedLine === null ? undefined : rows[selectedLine];
  const preview = selected === undefined ? [] : previewLines(selected, selected === gone, context);
  const all = withPreview(lines, preview, size, glyphs.ellipsis);
  return paneView({ ...parts, lines: all, selectedLine }, size, glyphs);
}

function emptyMessage(model: InboxModel, { glyphs }: ViewContext): Line {
  if (model.failure !== null)
    return [span(`The inbox could not be read: ${clean(model.failure)}`, 'levelError')];
  if (!model.read) return loading('the inbox', glyphs);
  if (model.list.rows.length > 0) return noneFound('matter');
  return [
    span(`${glyphs.status.done} `, 'statusDone'),
    span('Nothing to do: nothing waits for you.', 'muted'),
  ];
}

function layOutColumns(model: InboxModel, room: number): ColumnLayout<ColumnName> {
  const columns = [
    { name: 'actor', width: actorWidth },
    { name: 'kind', width: kindWidth },
    { name: 'id', width: model.idWidth },
    { name: 'age', width: ageWidth },
  ] as const;
  const readable = chooseColumns<ColumnName>(columns, room, readableTitle);
  return readable.titleWidth >= readableTitle
    ? readable
    : chooseColumns<ColumnName>(columns, room, titleFloor);
}

interface RowContext {
  readonly model: InboxModel;
  readonly layout: ColumnLayout<ColumnName>;
  readonly words: readonly string[];
  readonly context: ViewContext;
  /** It is settled, and shown only because the cursor is on it. */
  readonly gone: boolean;
}

function itemLine(item: InboxItem, row: RowContext): Line {
  const { layout, model, gone } = row;
  const { glyphs, now } = row.context;
  const role = gone ? 'muted' : kindRoles[item.kind];
  const mark = gone ? glyphs.status.done : glyphs.inbox[item.kind];
  const cells: Cell[] = [{ spans: [span(mark, role)], width: 1 }];
  const add = (name: ColumnName, cell: Cell): void => {
    if (layout.shown.has(name)) cells.push(cell);
  };
  const word = gone ? 'settled' : kindWords[item.kind];
  add('kind', { spans: [span(word, role)], width: kindWidth });
  add('id', { spans: [span(subjectText(item), 'muted')], width: model.idWidth });
  cells.push({ spans: titleSpans(item, row), width: layout.titleWidth });
  const actor = truncate(actorName(item), actorWidth, glyphs.ellipsis);
  add('actor', { spans: [span(actor, 'muted')], width: actorWidth });
  const age = formatAge(item.since, now);
  add('age', { spans: [span(age, 'muted')], width: ageWidth, align: 'right' });
  return joinCells(cells);
}

/** The title, and the reason as far as there is room. */
function titleSpans(
  item: InboxItem,
  { layout, words, gone, context }: RowContext,
): readonly Span[] {
  const { ellipsis } = context.glyphs;
  const room = layout.titleWidth;
  const detail = clean(item.detail);
  const reserved = detail === '' ? 0 : Math.min(displayWidth(detail) + 2, Math.floor(room / 2));
  const whole = titleText(item);
  const title = truncate(whole, Math.max(room - reserved, titleFloor), ellipsis);
  const spans = highlight(title, words, gone ? 'muted' : undefined);
  const left = room - displayWidth(title) - 2;
  if (detail === '' || left < Math.min(shortestDetail, displayWidth(detail))) return spans;
  const shown = truncate(detail, left, ellipsis);
  return [...spans, span('  '), ...highlight(shown, words, 'muted')];
}

function actorName({ actor }: InboxItem): string {
  return clean(actor ?? '').replace(/@\S*/g, '');
}

function previewLines(item: InboxItem, gone: boolean, { size, now }: ViewContext): Line[] {
  const age = formatAge(item.since, now);
  const since = age === '' ? '' : age === 'now' ? 'just now' : `for ${age}`;
  const facts = [kindWords[item.kind], subjectText(item), actorName(item), since]
    .filter((each) => each !== '')
    .join('  ');
  const detail = clean(item.detail);
  return [
    ...(gone ? [[span('This is settled by now.', 'emphasis')]] : []),
    ...wrapSpans([span(titleText(item), 'emphasis')], size.columns),
    ...(detail === '' ? [] : wrapSpans([span(detail)], size.columns)),
    ...wrapSpans([span(facts, 'muted')], size.columns),
  ];
}
