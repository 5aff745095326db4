import { expect, it } from 'vitest';
import { agentState } from '../../source/domain/agent-state.js';

const claimedAt = '2026-03-01T10:00:00.000Z';

it.each([
  ['never beat', null, '2026-03-01T12:00:00.000Z', 'silent'],
  ['beat a minute ago', '2026-03-01T10:05:00.000Z', '2026-03-01T10:06:00.000Z', 'working'],
  ['beat longer ago', '2026-03-01T10:05:00.000Z', '2026-03-01T10:06:00.001Z', 'stale'],
  ['whose predecessor beat', '2026-03-01T09:59:59.999Z', '2026-03-01T10:06:00.000Z', 'silent'],
])('an agent that %s', (_, lastHeartbeat, now, state) => {
  expect(agentState({ claimedAt, lastHeartbeat }, now)).toBe(state);
});
