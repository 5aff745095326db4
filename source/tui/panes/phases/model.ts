/** What the phases pane shows: the phases of the selected task, else the pipeline of the selected epic. */
import type { PhaseRow } from '../../../domain/contract/rows.js';
import { shortId } from '../../../domain/ids.js';
import { clean } from '../../spans.js';
import type { ProjectData } from '../../state/project-data.js';
import type { Selection } from '../pane.js';
import { RowList } from '../row-list.js';

export interface PhasesModel {
  /** The task or epic whose phases these are; null when nothing is selected. */
  readonly id: string | null;
  readonly title: string;
  readonly loading: boolean;
  readonly list: RowList<PhaseRow>;
  readonly finished: number;
}

const models = new WeakMap<readonly PhaseRow[], PhasesModel>();
let unread: PhasesModel | null = null;

export function selectPhases(data: ProjectData, { epicId, taskId }: Selection): PhasesModel {
  const id = taskId ?? epicId;
  const title = titleOf(epicId, taskId);
  const phases =
    taskId !== null
      ? data.taskDetails.get(taskId)?.phases
      : data.epicDetails.get(epicId ?? '')?.pipeline;
  if (id === null || phases === undefined) {
    unread = unread?.id === id ? unread : buildModel(id, title, null);
    return unread;
  }
  let model = models.get(phases);
  if (model?.id !== id) {
    model = buildModel(id, title, phases);
    models.set(phases, model);
  }
  return model;
}

function titleOf(epicId: string | null, taskId: string | null): string {
  if (taskId !== null) return `Phases of ${clean(shortId(taskId))}`;
  return epicId === null ? 'Phases' : `Pipeline of ${clean(shortId(epicId))}`;
}

function buildModel(
  id: string | null,
  title: string,
  phases: readonly PhaseRow[] | null,
): PhasesModel {
  return {
    id,
    title,
    loading: id !== null && phases === null,
    list: new RowList(
      phases ?? [],
      (phase) => phase.id,
      (phase) => `${phase.id} ${phase.title}`,
    ),
    finished: (phases ?? []).filter((phase) => isFinished(phase)).length,
  };
}

export function isFinished({ status }: PhaseRow): boolean {
  return status === 'done' || status === 'skipped';
}
