/** The search box, the entries (hits with why and where they were found), and the selected one's summary. */
import type { MemoryRow, SearchHit } from '../../../domain/contract/rows.js';
import type { MemoryType } from '../../../domain/vocabulary.js';
import { displayWidth, truncate } from '../../../platform/terminal-text.js';
import type { Glyphs } from '../../glyphs.js';
import type { Line, PaneView, Span } from '../../line.js';
import { applyRanges, clean, lineWidth, span, wrapSpans } from '../../spans.js';
import type { StyleRole } from '../../theme.js';
import { marksText, moveEdges, visibleRows } from '../list-behaviour.js';
import type { ViewContext } from '../pane.js';
import { invitation, loading, messageLines, paneView } from '../view-parts.js';
import type { MemoryItem, MemoryModel } from './model.js';
import { layOutMemory, type MemoryState } from './state.js';

const typeMarks: Readonly<Record<MemoryType, { text: string; role: StyleRole }>> = {
  pitfall: { text: 'P', role: 'levelWarning' },
  convention: { text: 'C', role: 'levelInfo' },
  decision: { text: 'D', role: 'emphasis' },
};
const projectMarks: Readonly<Record<'epic' | 'task', { text: string; role: StyleRole }>> = {
  epic: { text: 'E', role: 'heading' },
  task: { text: 'T', role: 'levelInfo' },
};

export function viewMemory(model: MemoryModel, state: MemoryState, context: ViewContext): PaneView {
  const { size, glyphs } = context;
  const items = model.list.rows;
  const { list } = model;
  const badge = [marksText(state, list), badgeOf(model, state)].filter((each) => each !== '');
  const parts = { title: 'Memory', badge: badge.join('  ') };
  const box = boxLine(model, context);
  if (items.length === 0) {
    const lines = [box, ...messageLines(emptyMessage(model, glyphs), size)];
    return paneView({ ...parts, lines }, size, glyphs);
  }
  const layout = layOutMemory(model, size);
  const { rows, selectedLine, edges } = visibleRows(state, list, layout.entries);
  const lines: Line[] = [box];
  for (const item of rows) {
    lines.push(titleLine(item, context));
    if (layout.entryLines === 2) lines.push(excerptLine(item.hit, context));
  }
  const selected = selectedLine === null ? undefined : rows[selectedLine];
  if (layout.preview > 0 && selected !== undefined) {
    lines.push([], ...previewLines(selected, layout.preview, context));
  }
  const cursor = selectedLine === null ? null : 1 + selectedLine * layout.entryLines;
  return paneView(
    { ...parts, lines, selectedLine: cursor, edges: moveEdges(edges, 1, layout.entryLines) },
    size,
    glyphs,
  );
}

function badgeOf(model: MemoryModel, state: MemoryState): string {
  const shown = model.list.rows.length;
  if (model.searching) return '';
  if (model.query.trim() !== '') return `${shown} ${armsOf(model)}`;
  if (shown === 0) return '';
  const all = model.scope === 'project' ? shown : model.total;
  return `${Math.min(state.position, shown - 1) + 1}/${all}`;
}

/** Which ways of searching have answered so far. */
function armsOf({ scope, meaning }: MemoryModel): string {
  if (scope === 'project' || meaning === null) return 'by words';
  return meaning.state === 'on' ? 'words+meaning' : 'words only';
}

function boxLine(model: MemoryModel, { size, glyphs }: ViewContext): Line {
  const { query, total, scope, meaning } = model;
  const shown = clean(query);
  const place = scope === 'project' ? [span('project ', 'muted')] : [];
  const room = size.columns - 1 - (scope === 'project' ? 8 : 0);
  if (shown === '') {
    const plural = scope === 'project' ? 'epics and tasks' : total === 1 ? 'entry' : 'entries';
    return [...place, span('/', 'key'), span(` searches ${total} ${plural}`, 'muted')];
  }
  const typed = truncate(shown, room, glyphs.ellipsis);
  const why = meaning === null ? '' : whyNoMeaning(meaning);
  const fits = why !== '' && displayWidth(typed) + displayWidth(why) + 2 <= room;
  return [
    ...place,
    span('/', 'key'),
    span(typed, 'emphasis'),
    ...(fits ? [span(`  ${why}`, 'muted')] : []),
  ];
}

function whyNoMeaning({ state, reason }: NonNullable<MemoryModel['meaning']>): string {
  switch (state) {
    case 'on':
      return '';
    case 'loading':
      return 'the model is loading';
    case 'failed':
      return clean(reason ?? 'the model failed');
    case 'off':
      return 'no model: flowdeck model install';
  }
}

function emptyMessage(model: MemoryModel, glyphs: Glyphs): Line {
  if (model.searching || model.unread) return loading(model.scope, glyphs);
  if (model.query.trim() !== '') {
    return invitation('Nothing was found. Press', 'Esc', 'to see everything.');
  }
  if (model.scope === 'project') return [span('There are no epics and no tasks.', 'muted')];
  return [
    span('Nothing is remembered yet. Agents add what they learn, and so can you: ', 'muted'),
    span('flowdeck memory add', 'code'),
  ];
}

function titleLine({ key, row, hit }: MemoryItem, { size, glyphs }: ViewContext): Line {
  const arms = hit === null ? '' : hit.arms.join(' ');
  const why = arms === '' || size.columns < 40 ? '' : `  ${arms}`;
  const width = Math.max(0, size.columns - 2 - why.length);
  const whole = row === null ? (hit?.title ?? key) : row.title.trim() || row.summary;
  const pieces = hit === null ? [span(whole)] : applyRanges(whole, hit.titleMatches);
  const mark =
    row !== null ? typeMarks[row.type] : projectMarks[hit?.kind === 'epic' ? 'epic' : 'task'];
  const role = row?.status === 'stale' ? 'stale' : undefined;
  const title = fitPieces(pieces, width, glyphs.ellipsis, role);
  const room = width - lineWidth(title);
  const about = row === null ? clean(key) : tagText(row);
  const shownAbout = room > 6 && about !== '' ? truncate(`  ${about}`, room, glyphs.ellipsis) : '';
  return [
    span(`${mark.text} `, mark.role),
    ...title,
    span(shownAbout, 'muted'),
    span(why, 'levelDebug'),
  ].filter((each) => each.text !== '');
}

function tagText({ tags }: MemoryRow): string {
  return tags.map((tag) => `#${clean(tag)}`).join(' ');
}

/** The line around the match. */
function excerptLine(hit: SearchHit | null, { size, glyphs }: ViewContext): Line {
  if (hit === null) return [];
  const pieces = applyRanges(hit.excerpt, hit.matches, 'muted');
  return [span('  '), ...fitPieces(pieces, Math.max(0, size.columns - 2), glyphs.ellipsis)];
}

/** Pieces of a text from outside, cleaned and cut. Cleaning moves places, so it is done piece by piece. */
function fitPieces(
  pieces: readonly Span[],
  width: number,
  ellipsis: string,
  role?: StyleRole,
): Span[] {
  const spans: Span[] = [];
  let room = width;
  for (const piece of pieces) {
    if (room <= 0) break;
    const cleaned = cleanPiece(piece.text);
    const text = truncate(spans.length === 0 ? cleaned.trimStart() : cleaned, room, ellipsis);
    const own = piece.role ?? role;
    spans.push(own === undefined ? { text } : { text, role: own });
    room -= displayWidth(text);
  }
  return spans;
}

/** As `clean`, but spaces at the ends belong to the words beside them. */
function cleanPiece(text: string): string {
  const before = /^\s/.test(text) ? ' ' : '';
  const after = /\s$/.test(text) && text.trim() !== '' ? ' ' : '';
  return before + clean(text) + after;
}

function previewLines(
  { row, hit }: MemoryItem,
  count: number,
  { size, glyphs }: ViewContext,
): Line[] {
  if (row === null)
    return wrapSpans([span(clean(hit?.excerpt ?? ''))], size.columns).slice(0, count);
  const facts = [row.type, row.module ?? '', row.severity ?? '', row.status, tagText(row)]
    .map(clean)
    .filter((each) => each !== '')
    .join('  ');
  const summary = wrapSpans([span(clean(row.summary) || clean(row.title))], size.columns);
  const shown = summary.slice(0, count - 1);
  const lastLine = shown.at(-1);
  if (summary.length > shown.length && lastLine !== undefined) {
    shown[shown.length - 1] = [...lastLine, span(` ${glyphs.ellipsis}`, 'muted')];
  }
  return [...shown, [span(truncate(facts, size.columns, glyphs.ellipsis), 'muted')]];
}
