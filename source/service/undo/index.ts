/** Undo and redo: an action is taken back, or done again, by new events that refer to its own. */
import type { CommandOutput } from '../../domain/contract/calls.js';
import type { EventRow } from '../../domain/contract/rows.js';
import { actionLabel, entitiesOf } from '../../domain/action-label.js';
import { FlowdeckError } from '../../domain/errors.js';
import { nearestIds } from '../../search/nearest-ids.js';
import {
  findRoot,
  findStandings,
  listActions,
  listReversals,
  type ActionMark,
  type Standing,
} from '../../store/repositories/actions.js';
import { listEventsOfAction, listEventsOfActions } from '../../store/repositories/events.js';
import type { Reader } from '../../store/types.js';
import { notFound } from '../not-found.js';
import type { CommandScope } from '../context.js';
import type { CommandHandlers } from '../handlers.js';
import { invertEvent } from './invert.js';
import { irrevocable } from './stores.js';
import { findTouches, latestTouch, touchError } from './touches.js';

/** So many actions are looked at in one go for the one that comes next. */
const pageSize = 20;

export const undoCommands: CommandHandlers<'history.undo' | 'history.redo'> = {
  async 'history.undo'(scope, input) {
    const root =
      input.commandId === undefined
        ? await nextToUndo(scope)
        : await requireRoot(scope, input.commandId, 'undo.nothing');
    if (root === null) throw new FlowdeckError('undo.nothing', 'There is nothing to undo.');
    const { depth, tip } = await standingOf(scope, root);
    if (isUndone(depth)) {
      throw new FlowdeckError('undo.nothing', 'That action is undone already.');
    }
    return reverse(scope, root, tip);
  },

  async 'history.redo'(scope, input) {
    const root =
      input.commandId === undefined
        ? await nextToRedo(scope)
        : await requireRoot(scope, input.commandId, 'redo.nothing');
    if (root === null) throw new FlowdeckError('redo.nothing', 'There is nothing to redo.');
    const { depth, tip } = await standingOf(scope, root);
    if (!isUndone(depth)) {
      throw new FlowdeckError('redo.nothing', 'That action is not undone.');
    }
    return reverse(scope, root, tip);
  },
};

/** An odd number of undos and redos behind an action leaves it undone. */
export function isUndone(depth: number): boolean {
  return depth % 2 === 1;
}

/** Writes the inverse of the last that was done about an action: of itself, of its undo or its redo. */
async function reverse(
  scope: CommandScope,
  root: ActionMark,
  tip: ActionMark,
): Promise<CommandOutput<'history.undo'>> {
  const { transaction } = scope;
  const events = await listEventsOfAction(transaction, tip.commandId);
  const touch = latestTouch(events, await findTouches(transaction, events));
  if (touch) throw touchError(touch);
  for (const event of events.toReversed()) await invertEvent(scope, event);
  const original =
    tip.commandId === root.commandId
      ? events
      : await listEventsOfAction(transaction, root.commandId);
  return {
    of: root.commandId,
    commandId: scope.commandId,
    label: actionLabel(original),
    entities: entitiesOf(original),
  };
}

async function requireRoot(
  scope: CommandScope,
  commandId: string,
  code: 'undo.nothing' | 'redo.nothing',
): Promise<ActionMark> {
  const root = await findRoot(scope.transaction, commandId);
  if (root !== null) return root;
  const latest = await listActions(scope.transaction, { limit: pageSize });
  const near = nearestIds(
    commandId,
    latest.map((action) => action.commandId),
  );
  throw await notFound(scope.transaction, 'action', commandId, { near, code });
}

async function standingOf({ transaction }: CommandScope, root: ActionMark): Promise<Standing> {
  const standings = await findStandings(transaction, [root.lastEvent]);
  return standings.get(root.lastEvent) ?? { tip: root, depth: 0 };
}

/** One's own latest through the same door that is not undone; what nobody can take back any more is passed over. */
async function nextToUndo(scope: CommandScope): Promise<ActionMark | null> {
  const { transaction, actor, origin } = scope;
  let beforeEvent: number | undefined;
  for (;;) {
    const actions = await listActions(transaction, {
      actor,
      origin,
      limit: pageSize,
      ...(beforeEvent !== undefined && { beforeEvent }),
    });
    const standings = await findStandings(
      transaction,
      actions.map(({ lastEvent }) => lastEvent),
    );
    for (const action of actions) {
      if (isUndone(standings.get(action.lastEvent)?.depth ?? 0)) continue;
      const events = await listEventsOfActions(transaction, [action.commandId]);
      if (events.some(({ kind }) => kind in irrevocable)) continue;
      if (!(await wasAnswered(transaction, events))) return action;
    }
    beforeEvent = actions.at(-1)?.lastEvent;
    if (actions.length < pageSize) return null;
  }
}

/** A question stays once it was answered, as the answer does. */
async function wasAnswered(reader: Reader, events: readonly EventRow[]): Promise<boolean> {
  const questions = events.filter(({ kind }) => kind === 'approval_requested');
  const touch = latestTouch(questions, await findTouches(reader, questions));
  return touch !== null && touch.by.kind in irrevocable;
}

/** What one undid last oneself, unless one did something else since. */
async function nextToRedo(scope: CommandScope): Promise<ActionMark | null> {
  const { transaction, actor, origin } = scope;
  const [latest] = await listActions(transaction, { actor, origin, limit: 1 });
  let beforeEvent: number | undefined;
  for (;;) {
    const reversals = await listReversals(transaction, {
      actor,
      origin,
      limit: pageSize,
      ...(beforeEvent !== undefined && { beforeEvent }),
    });
    for (const reversal of reversals) {
      if (latest && latest.lastEvent > reversal.lastEvent) return null;
      const root = await findRoot(transaction, reversal.commandId);
      if (root && isUndone((await standingOf(scope, root)).depth)) return root;
    }
    beforeEvent = reversals.at(-1)?.lastEvent;
    if (reversals.length < pageSize) return null;
  }
}
