/** The cursor of the inbox: on its row through every refresh. */
import type { InboxItem } from '../../../domain/contract/coordination-calls.js';
import { keepingRow, type KeptRowState } from '../kept-row.js';
import { listBehaviour } from '../list-behaviour.js';
import { listRows } from '../preview.js';
import { keyOf, searchTextOf, type InboxModel } from './model.js';

export type InboxState = KeptRowState<InboxItem>;

export const inboxBehaviour = keepingRow<InboxItem, InboxModel>({
  base: listBehaviour<InboxModel>({
    keysOf: (model, search) => model.list.found(search).keys,
    rowsOf: (_, size) => listRows(size),
  }),
  keyOf,
  searchTextOf,
});
