/** What the epics pane shows: the epics in display order, and how wide their figures are. */
import type { EpicRow } from '../../../domain/contract/rows.js';
import { shortId } from '../../../domain/ids.js';
import type { ProjectData } from '../../state/project-data.js';
import { clean } from '../../spans.js';
import { failedCount, finishedCount } from '../progress-bar.js';
import { RowList } from '../row-list.js';

export interface EpicsModel {
  readonly list: RowList<EpicRow>;
  readonly open: number;
  readonly widths: {
    readonly counts: number;
    readonly alarms: number;
    readonly ready: number;
    readonly id: number;
  };
}

const models = new WeakMap<readonly EpicRow[], EpicsModel>();

export function selectEpics(data: ProjectData): EpicsModel {
  let model = models.get(data.epics);
  if (model === undefined) {
    model = buildModel(data.epics);
    models.set(data.epics, model);
  }
  return model;
}

/** What needs somebody's eye, as [kind, count], without those that are zero. */
export function alarmsOf({ counts }: EpicRow): readonly (readonly [AlarmKind, number])[] {
  const alarms: [AlarmKind, number][] = [
    ['in_progress', counts.byStatus.in_progress],
    ['blocked', counts.byStatus.blocked],
    ['failed', failedCount(counts)],
  ];
  return alarms.filter(([, count]) => count > 0);
}

type AlarmKind = 'in_progress' | 'blocked' | 'failed';

export function countsText({ counts }: EpicRow): string {
  return counts.total === 0 ? '' : `${finishedCount(counts)}/${counts.total}`;
}

/** Dimmed below the others. */
export function isClosed({ status, archived }: EpicRow): boolean {
  return archived || status === 'done';
}

const longestId = 16;

export function epicIdText({ id }: EpicRow): string {
  return clean(shortId(id)).slice(0, longestId);
}

function buildModel(epics: readonly EpicRow[]): EpicsModel {
  const widest = (widthOf: (epic: EpicRow) => number): number =>
    epics.reduce((width, epic) => Math.max(width, widthOf(epic)), 0);
  return {
    list: new RowList(
      epics,
      (epic) => epic.id,
      (epic) => `${epic.id} ${epic.title}`,
      { kind: 'epics', rowOf: (epic) => epic, groups: true },
    ),
    open: epics.filter((epic) => !isClosed(epic) && !epic.placeholder).length,
    widths: {
      counts: widest((epic) => countsText(epic).length),
      alarms: widest(alarmsWidth),
      ready: widest(({ counts }) => (counts.ready === 0 ? 0 : String(counts.ready).length + 1)),
      id: widest((epic) => epicIdText(epic).length),
    },
  };
}

/** A mark and a figure. */
const oneAlarm = 2;

/**
 * Each alarm is a mark of one cell and its count, with a space between them. Room for one is kept where there are tasks:
 * no column moves when the first alarm comes and when the last one goes.
 */
function alarmsWidth(epic: EpicRow): number {
  const alarms = alarmsOf(epic);
  if (alarms.length === 0) return epic.counts.total === 0 ? 0 : oneAlarm;
  const figures = alarms.reduce((sum, [, count]) => sum + 1 + String(count).length, 0);
  return figures + Math.max(0, alarms.length - 1);
}
