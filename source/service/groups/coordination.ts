/** What agents and people tell each other: locks, gaps, approvals, messages, the inbox. */
import { agentQueries } from '../agents.js';
import { approvalCommands, approvalQueries } from '../approvals.js';
import { gapCommands, gapQueries } from '../gaps.js';
import { inboxQueries } from '../inbox.js';
import { lockCommands, lockQueries } from '../locks.js';
import { messageCommands, messageQueries } from '../messages.js';

export const commands = {
  ...lockCommands,
  ...gapCommands,
  ...approvalCommands,
  ...messageCommands,
};
export const queries = {
  ...lockQueries,
  ...gapQueries,
  ...approvalQueries,
  ...messageQueries,
  ...inboxQueries,
  ...agentQueries,
};
