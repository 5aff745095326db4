import type { PaneDefinition } from '../pane.js';
import { selectInbox, type InboxModel } from './model.js';
import { inboxBehaviour, type InboxState } from './state.js';
import { viewInbox } from './view.js';

const { initialState, settle, reduce, selectedKey, searchOf, keyAt } = inboxBehaviour;

export const inboxPane: PaneDefinition<InboxModel, InboxState> = {
  name: 'inbox',
  select: selectInbox,
  initialState,
  settle,
  reduce,
  selectedKey,
  searchOf,
  filterable: ({ list }) => list.filtered,
  keyAt,
  view: viewInbox,
};
