/** What the detail view shows: everything about the selected task, else about the selected epic. */
import type { EpicDetail, TaskDetail } from '../../../domain/contract/rows.js';
import { shortId } from '../../../domain/ids.js';
import { unicodeGlyphs, type Glyphs } from '../../glyphs.js';
import { LazyLines } from '../../lazy-lines.js';
import type { Line } from '../../line.js';
import { clean } from '../../spans.js';
import type { ProjectData } from '../../state/project-data.js';
import type { Selection } from '../pane.js';
import { epicDocument } from './epic-document.js';
import type { DocumentOptions } from './parts.js';
import { taskDocument } from './task-document.js';

type Source = (options: DocumentOptions) => Iterable<readonly Line[]>;

/** A text that is laid out for one width at a time, as far as it is looked at. */
export class DetailModel {
  /** The entity's id; null when nothing is selected. */
  readonly key: string | null;
  readonly title: string;
  /** Null while there is nothing to show: nothing selected, or not read yet. */
  readonly #source: Source | null;
  #document: { width: number; glyphs: Glyphs; lines: LazyLines } | null = null;

  constructor(key: string | null, title: string, source: Source | null) {
    this.key = key;
    this.title = title;
    this.#source = source;
  }

  get loading(): boolean {
    return this.key !== null && this.#source === null;
  }

  /** The lines at a width; without glyphs, those of the last drawing. */
  lines(width: number, glyphs?: Glyphs): LazyLines {
    const wanted = glyphs ?? this.#document?.glyphs ?? unicodeGlyphs;
    const known = this.#document;
    if (known?.width === width && known.glyphs === wanted) return known.lines;
    const source = this.#source === null ? [] : this.#source({ width, glyphs: wanted });
    const lines = new LazyLines(source);
    this.#document = { width, glyphs: wanted, lines };
    return lines;
  }
}

const models = new WeakMap<TaskDetail | EpicDetail, DetailModel>();
let unread = new DetailModel(null, 'Detail', null);

export function selectDetail(data: ProjectData, { epicId, taskId }: Selection): DetailModel {
  const id = taskId ?? epicId;
  if (id === null) return modelOfUnread(null);
  const detail = taskId === null ? data.epicDetails.get(id) : data.taskDetails.get(id);
  if (detail === undefined) return modelOfUnread(id);
  let model = models.get(detail);
  if (model === undefined) {
    const source: Source =
      'pipeline' in detail
        ? (options) => epicDocument(detail, options)
        : (options) => taskDocument(detail, options);
    model = new DetailModel(id, titleOf(id), source);
    models.set(detail, model);
  }
  return model;
}

function modelOfUnread(id: string | null): DetailModel {
  if (unread.key !== id) unread = new DetailModel(id, titleOf(id), null);
  return unread;
}

function titleOf(id: string | null): string {
  return id === null ? 'Detail' : clean(shortId(id));
}
