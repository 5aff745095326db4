/** The cursor of the memory pane: on the best hit of every new answer. The store searches, so no rows are hidden here. */
import type { PaneSize } from '../../line.js';
import { listBehaviour, type ListPaneState } from '../list-behaviour.js';
import type { MemoryModel } from './model.js';

export type { ListPaneState as MemoryState } from '../list-behaviour.js';

/** Lines below the list that show the selected entry. */
const previewLines = 4;
/** The preview and its empty line are shown once the list keeps as many lines as they take. */
const previewFrom = 2 * (previewLines + 1) + 1;

export interface MemoryLayout {
  /** Entries that fit. */
  readonly entries: number;
  /** Lines of one entry: a hit has its excerpt below the title. */
  readonly entryLines: 1 | 2;
  readonly preview: number;
}

export function layOutMemory(model: MemoryModel, { rows }: PaneSize): MemoryLayout {
  const preview = rows >= previewFrom ? previewLines : 0;
  const listRows = Math.max(0, rows - 1 - (preview === 0 ? 0 : preview + 1));
  const isAnswer = model.list.rows[0]?.hit != null;
  const entryLines = isAnswer && listRows >= 4 ? 2 : 1;
  return { entries: Math.floor(listRows / entryLines), entryLines, preview };
}

export const memoryBehaviour = {
  ...listBehaviour<MemoryModel>({
    keysOf: (model) => model.list.keys,
    rowsOf: (model, size) => layOutMemory(model, size).entries,
    linesOf: (model, size) => ({ first: 1, each: layOutMemory(model, size).entryLines }),
    markable: true,
    subjectOf: ({ query, scope, searching }) => {
      if (searching) return '';
      return scope === 'memory' ? query.trim() : `${scope} ${query.trim()}`;
    },
  }),
  searchOf: (_: ListPaneState, { query }: MemoryModel): string => query,
};
