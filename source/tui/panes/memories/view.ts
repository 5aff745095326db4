/** The search box, the entries (hits with why and where they were found), and the selected one's summary. */
import type { MemoryHit, MemoryRow } from '../../../domain/contract/rows.js';
import type { MemoryType } from '../../../domain/vocabulary.js';
import { displayWidth, truncate } from '../../../platform/terminal-text.js';
import type { Glyphs } from '../../glyphs.js';
import type { Line, PaneView, Span } from '../../line.js';
import { applyRanges, clean, highlight, searchWords, span, wrapSpans } from '../../spans.js';
import type { StyleRole } from '../../theme.js';
import { visibleRows } from '../list-behaviour.js';
import type { ViewContext } from '../pane.js';
import { invitation, loading, messageLines, paneView } from '../view-parts.js';
import type { MemoryItem, MemoryModel } from './model.js';
import { layOutMemory, type MemoryState } from './state.js';

const typeMarks: Readonly<Record<MemoryType, { text: string; role: StyleRole }>> = {
  pitfall: { text: 'P', role: 'levelWarning' },
  convention: { text: 'C', role: 'levelInfo' },
  decision: { text: 'D', role: 'emphasis' },
};

export function viewMemory(model: MemoryModel, state: MemoryState, context: ViewContext): PaneView {
  const { size, glyphs } = context;
  const items = model.list.rows;
  const parts = { title: 'Memory', badge: badgeOf(model, state) };
  const box = boxLine(model, context);
  if (items.length === 0) {
    const lines = [box, ...messageLines(emptyMessage(model, glyphs), size)];
    return paneView({ ...parts, lines }, size, glyphs);
  }
  const layout = layOutMemory(model, size);
  const { rows, selectedLine } = visibleRows(state, model.list, layout.entries);
  const words = searchWords(model.query);
  const lines: Line[] = [box];
  for (const item of rows) {
    lines.push(titleLine(item, words, context));
    if (layout.entryLines === 2) lines.push(excerptLine(item.hit, context));
  }
  const selected = selectedLine === null ? undefined : rows[selectedLine];
  if (layout.preview > 0 && selected !== undefined) {
    lines.push([], ...previewLines(selected, layout.preview, context));
  }
  const cursor = selectedLine === null ? null : 1 + selectedLine * layout.entryLines;
  return paneView({ ...parts, lines, selectedLine: cursor }, size, glyphs);
}

function badgeOf(model: MemoryModel, state: MemoryState): string {
  const shown = model.list.rows.length;
  if (model.query.trim() !== '') return model.searching ? '' : `${shown} found`;
  if (model.total === 0 || shown === 0) return '';
  return `${Math.min(state.position, Math.max(0, shown - 1)) + 1}/${model.total}`;
}

function boxLine({ query, total }: MemoryModel, { size, glyphs }: ViewContext): Line {
  const shown = clean(query);
  if (shown !== '') {
    return [span('/', 'key'), span(truncate(shown, size.columns - 1, glyphs.ellipsis), 'emphasis')];
  }
  const what = total === 1 ? '1 entry' : `${total} entries`;
  return [span('/', 'key'), span(` searches ${what}`, 'muted')];
}

function emptyMessage(model: MemoryModel, glyphs: Glyphs): Line {
  if (model.searching || model.unread) return loading('memory', glyphs);
  if (model.query.trim() !== '') {
    return invitation('Nothing was found. Press', 'Esc', 'to see everything.');
  }
  return [
    span('Nothing is remembered yet. Agents add what they learn, and so can you: ', 'muted'),
    span('flowdeck memory add', 'code'),
  ];
}

function titleLine({ row, hit }: MemoryItem, words: readonly string[], context: ViewContext): Line {
  const { size, glyphs } = context;
  const why = hit === null || size.columns < 40 ? '' : `  ${hit.arm}`;
  const width = Math.max(0, size.columns - 2 - why.length);
  const title = truncate(clean(row.title) || clean(row.summary), width, glyphs.ellipsis);
  const mark = typeMarks[row.type];
  const role = row.status === 'stale' ? 'stale' : undefined;
  const room = width - displayWidth(title);
  const tags = tagText(row);
  const shownTags = room > 6 && tags !== '' ? truncate(`  ${tags}`, room, glyphs.ellipsis) : '';
  return [
    span(`${mark.text} `, mark.role),
    ...highlight(title, words, role),
    span(shownTags, 'muted'),
    span(why, 'levelDebug'),
  ].filter((each) => each.text !== '');
}

function tagText({ tags }: MemoryRow): string {
  return tags.map((tag) => `#${clean(tag)}`).join(' ');
}

/** The line around the match. Cleaning may move the matched ranges, so it is done piece by piece. */
function excerptLine(hit: MemoryHit | null, { size, glyphs }: ViewContext): Line {
  if (hit === null) return [];
  const width = Math.max(0, size.columns - 2);
  const pieces = applyRanges(hit.excerpt, sorted(hit.matches), 'muted');
  const spans: Span[] = [span('  ')];
  let room = width;
  for (const piece of pieces) {
    const text = truncate(cleanPiece(piece.text), room, glyphs.ellipsis);
    spans.push({ ...piece, text });
    room -= displayWidth(text);
    if (room <= 0) break;
  }
  return spans;
}

function sorted(
  ranges: readonly (readonly [number, number])[],
): readonly (readonly [number, number])[] {
  return [...ranges].sort((left, right) => left[0] - right[0]);
}

/** As `clean`, but spaces at the ends belong to the words beside them. */
function cleanPiece(text: string): string {
  const before = /^\s/.test(text) ? ' ' : '';
  const after = /\s$/.test(text) && text.trim() !== '' ? ' ' : '';
  return before + clean(text) + after;
}

function previewLines({ row }: MemoryItem, count: number, { size, glyphs }: ViewContext): Line[] {
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
