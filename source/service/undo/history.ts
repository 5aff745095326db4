/** The actions of the past, each with whether it can be undone or done again. */
import type { HistoryEntry } from '../../domain/contract/triage-calls.js';
import { actionLabel, entitiesOf } from '../../domain/action-label.js';
import type { EventRow } from '../../domain/contract/rows.js';
import { findStandings, listActions } from '../../store/repositories/actions.js';
import { listEventsOfActions } from '../../store/repositories/events.js';
import type { QueryHandlers } from '../handlers.js';
import { isUndone } from './index.js';
import { irrevocable } from './stores.js';
import { findTouch, loadTouches, touchError } from './touches.js';

const defaultLimit = 50;

export const historyQueries: QueryHandlers<'history.list'> = {
  async 'history.list'({ reader }, { actor, origin, limit = defaultLimit }) {
    const actions = await listActions(reader, {
      ...(actor !== undefined && { actor }),
      ...(origin !== undefined && { origin }),
      limit,
    });
    const standings = await findStandings(
      reader,
      actions.map(({ lastEvent }) => lastEvent),
    );
    const tipOf = (lastEvent: number): string | undefined =>
      standings.get(lastEvent)?.tip.commandId;
    const commandIds = actions.flatMap(({ commandId, lastEvent }) => [
      commandId,
      tipOf(lastEvent) ?? commandId,
    ]);
    const events = groupByAction(await listEventsOfActions(reader, [...new Set(commandIds)]));
    const eventsOf = (commandId: string): readonly EventRow[] => events.get(commandId) ?? [];
    const tips = actions.flatMap(({ commandId, lastEvent }) => [
      ...eventsOf(tipOf(lastEvent) ?? commandId),
    ]);
    const touches = await loadTouches(reader, tips);
    return actions.map(({ commandId, lastEvent, at, actor: who, origin: door }): HistoryEntry => {
      const own = eventsOf(commandId);
      return {
        commandId,
        at,
        actor: who,
        origin: door,
        label: actionLabel(own),
        entities: entitiesOf(own),
        state: isUndone(standings.get(lastEvent)?.depth ?? 0) ? 'undone' : 'done',
        refusal: refusalOf(eventsOf(tipOf(lastEvent) ?? commandId), touches),
      };
    });
  },
};

function refusalOf(events: readonly EventRow[], touches: readonly EventRow[]): string | null {
  for (const { kind } of events) {
    const reason = irrevocable[kind];
    if (reason !== undefined) return reason;
  }
  const conflict = findTouch(events, touches);
  return conflict && touchError(conflict.event, conflict.touch).message;
}

function groupByAction(events: readonly EventRow[]): Map<string, EventRow[]> {
  const groups = new Map<string, EventRow[]>();
  for (const event of events) {
    const group = groups.get(event.commandId);
    if (group) group.push(event);
    else groups.set(event.commandId, [event]);
  }
  return groups;
}
