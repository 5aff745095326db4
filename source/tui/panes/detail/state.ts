/** Where the detail view is scrolled to, for each entity; a search goes from match to match. */
import type { PaneSize } from '../../line.js';
import { lineText } from '../../spans.js';
import type { Movement, PaneAction } from '../pane.js';
import type { DetailModel } from './model.js';

export interface DetailState {
  readonly key: string | null;
  /** The first line shown. */
  readonly top: number;
  readonly search: string;
  /** The line of the match that was jumped to; null without one. */
  readonly match: number | null;
  /** Where other entities were left, the oldest first. */
  readonly tops: ReadonlyMap<string, number>;
}

export const initialDetail: DetailState = {
  key: null,
  top: 0,
  search: '',
  match: null,
  tops: new Map(),
};

const rememberedEntities = 200;

/** Turns to the model's entity, where it was left; never scrolls beyond the end. */
export function settleDetail(state: DetailState, model: DetailModel, size: PaneSize): DetailState {
  const turned = state.key === model.key ? state : turnTo(state, model.key);
  // While the text is being read nothing is known about its end.
  if (model.loading) return turned;
  const top = clampTop(turned.top, model, size);
  return top === turned.top ? turned : { ...turned, top };
}

export function reduceDetail(
  state: DetailState,
  action: PaneAction,
  model: DetailModel,
  size: PaneSize,
): DetailState {
  const settled = settleDetail(state, model, size);
  switch (action.type) {
    case 'move': {
      const top = clampTop(movedTop(settled.top, action.movement, model, size), model, size);
      return top === settled.top ? settled : { ...settled, top };
    }
    case 'scroll': {
      const top = clampTop(settled.top + action.by, model, size);
      return top === settled.top ? settled : { ...settled, top };
    }
    case 'search':
      return searchDetail(settled, action.text, model, size);
    case 'select':
    case 'mark':
    case 'fold':
      return settled;
  }
}

function turnTo(state: DetailState, key: string | null): DetailState {
  const tops = new Map(state.tops);
  if (state.key !== null) {
    tops.delete(state.key);
    tops.set(state.key, state.top);
  }
  const [oldest] = tops.keys();
  if (tops.size > rememberedEntities && oldest !== undefined) tops.delete(oldest);
  const top = key === null ? 0 : (tops.get(key) ?? 0);
  return { key, top, search: '', match: null, tops };
}

function movedTop(top: number, movement: Movement, model: DetailModel, size: PaneSize): number {
  const page = Math.max(1, size.rows - 1);
  switch (movement) {
    case 'up':
      return top - 1;
    case 'down':
      return top + 1;
    case 'pageUp':
      return top - page;
    case 'pageDown':
      return top + page;
    case 'top':
      return 0;
    case 'bottom':
      return model.lines(size.columns).length;
    case 'left':
    case 'right':
      return top;
  }
}

function clampTop(top: number, model: DetailModel, { columns, rows }: PaneSize): number {
  if (top <= 0) return 0;
  const height = Math.max(1, rows);
  const known = model.lines(columns).known(top + height);
  return Math.max(0, Math.min(top, known - height));
}

/** A new text looks from the first line shown on; the same text again goes on behind the last match. Both go round. */
function searchDetail(
  state: DetailState,
  text: string,
  model: DetailModel,
  size: PaneSize,
): DetailState {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return { ...state, search: '', match: null };
  const lines = model.lines(size.columns);
  const all = lines.slice(0, lines.length);
  const start = state.match ?? state.top;
  const again = text === state.search && state.match !== null;
  const from = again ? start + 1 : start;
  for (let step = 0; step < all.length; step += 1) {
    const at = (from + step) % all.length;
    if (
      !lineText(all[at] ?? [])
        .toLowerCase()
        .includes(wanted)
    )
      continue;
    const inSight = at >= state.top && at < state.top + size.rows;
    const top = inSight ? state.top : clampTop(at - Math.floor(size.rows / 3), model, size);
    return { ...state, search: text, match: at, top };
  }
  return { ...state, search: text, match: null };
}
