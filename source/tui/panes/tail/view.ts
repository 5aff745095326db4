/** The events of one agent, as the activity shows everybody's. */
import type { Line, PaneView } from '../../line.js';
import { clean, span } from '../../spans.js';
import { viewEvents } from '../activity/view.js';
import type { ViewContext } from '../pane.js';
import { loading, noneFound } from '../view-parts.js';
import type { TailModel } from './model.js';
import type { TailState } from './state.js';

export function viewTail(model: TailModel, state: TailState, context: ViewContext): PaneView {
  const title = model.actor === null ? 'Events' : `Events of ${model.name}`;
  return viewEvents(model, state, context, {
    title,
    empty: emptyMessage(model, context),
    withActor: false,
  });
}

function emptyMessage(model: TailModel, { glyphs }: ViewContext): Line {
  if (model.actor === null)
    return [span('What the agent under the cursor does appears here.', 'muted')];
  if (model.failure !== null)
    return [span(`The events could not be read: ${clean(model.failure)}`, 'levelError')];
  if (!model.read) return loading('events', glyphs);
  if (model.list.rows.length > 0) return noneFound('event');
  return [span('No event of this agent is known.', 'muted')];
}
