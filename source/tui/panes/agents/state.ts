/** The cursor of the agents pane: on its row through every refresh. */
import type { AgentRow } from '../../../domain/contract/coordination-calls.js';
import { keepingRow, type KeptRowState } from '../kept-row.js';
import { listBehaviour } from '../list-behaviour.js';
import { listRows } from '../preview.js';
import { keyOf, searchTextOf, type AgentsModel } from './model.js';

export type AgentsState = KeptRowState<AgentRow>;

export const agentsBehaviour = keepingRow<AgentRow, AgentsModel>({
  base: listBehaviour<AgentsModel>({
    keysOf: (model, search) => model.list.found(search).keys,
    rowsOf: (_, size) => listRows(size),
  }),
  keyOf,
  searchTextOf,
});
