/** What the tail shows: the events of the agent under the cursor, newest first. */
import type { EventRow } from '../../../domain/contract/rows.js';
import { clean } from '../../spans.js';
import type { ProjectData } from '../../state/project-data.js';
import { modelOfEvents, type ActivityModel } from '../activity/model.js';
import type { Selection } from '../pane.js';

export interface TailModel extends ActivityModel {
  /** Null where no agent is selected. */
  readonly actor: string | null;
  readonly name: string;
  /** False until the events were read. */
  readonly read: boolean;
  /** Why they could not be read; null where they were. */
  readonly failure: string | null;
}

const nothing: readonly EventRow[] = [];
const models = new WeakMap<readonly EventRow[], TailModel>();
let unread: TailModel | null = null;

export function selectTail({ coordination }: ProjectData, { actor = null }: Selection): TailModel {
  const events = actor === null ? undefined : coordination.tails.get(actor);
  if (events === undefined) {
    const failure = coordination.failures.tail ?? null;
    if (unread?.actor !== actor || unread.failure !== failure)
      unread = { ...modelOfEvents(nothing), ...about(actor), read: false, failure };
    return unread;
  }
  let model = models.get(events);
  if (model?.actor !== actor) {
    model = { ...modelOfEvents(events), ...about(actor), read: true, failure: null };
    models.set(events, model);
  }
  return model;
}

function about(actor: string | null): Pick<TailModel, 'actor' | 'name'> {
  return { actor, name: clean(actor ?? '').replace(/@.*$/, '') };
}
