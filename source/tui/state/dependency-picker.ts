/** Choosing what a task or an epic waits for: what would close a cycle is shown with the reason. */
import type { EpicRow } from '../../domain/contract/rows.js';
import { buildGraph } from '../../domain/graph.js';
import { shortId } from '../../domain/ids.js';
import { clean } from '../spans.js';
import { makePicker, type Picker, type PickerItem } from './picker.js';

export interface DependencyCandidate {
  readonly id: string;
  readonly title: string;
  /** In words. */
  readonly status: string;
  readonly chosen: boolean;
  readonly refusal: string | null;
}

/** What is chosen already stands first. */
export function dependencyPicker(
  entity: 'task' | 'epic',
  { id, version }: { readonly id: string; readonly version: number },
  candidates: readonly DependencyCandidate[],
): Picker {
  const before = candidates.filter(({ chosen }) => chosen).map((each) => each.id);
  const others = candidates.filter(({ chosen }) => !chosen);
  const ordered = [
    ...candidates.filter(({ chosen }) => chosen),
    ...others.filter(({ refusal }) => refusal === null),
    ...others.filter(({ refusal }) => refusal !== null),
  ];
  return makePicker({
    title: `${shortId(id)} waits for`,
    placeholder: entity === 'task' ? 'a task' : 'an epic',
    items: ordered.map(candidateItem),
    several: {
      ticked: before,
      intent: {
        type: 'dependencies',
        entity,
        id,
        expectedVersion: version,
        before,
        dependsOn: before,
      },
    },
  });
}

/** The other epics, with the reason where one waits for this one already. */
export function epicCandidates(epic: EpicRow, epics: readonly EpicRow[]): DependencyCandidate[] {
  const graph = buildGraph(epics);
  return epics
    .filter(({ id, placeholder }) => id !== epic.id && !placeholder)
    .map(({ id, title, status, archived }) => {
      const chosen = epic.dependsOn.includes(id);
      const cycle = chosen ? null : graph.findCycleWith(epic.id, id);
      return {
        id,
        title,
        status: archived ? 'archived' : status,
        chosen,
        refusal:
          cycle === null ? null : `It would close a cycle: ${cycle.map(shortId).join(', ')}.`,
      };
    });
}

function candidateItem({ id, title, status, refusal }: DependencyCandidate): PickerItem {
  return {
    key: id,
    title: clean(title),
    note: clean(shortId(id)),
    words: id,
    refusal,
    about: [id, status.replaceAll('_', ' ')],
    chosen: null,
  };
}
