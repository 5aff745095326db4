/** Whether somebody who holds a task is at work, as far as signs of life tell. */

/** Workers beat every ten seconds; after so many without a beat something is wrong. */
export const staleAfterSeconds = 60;

export type AgentState = 'working' | 'stale' | 'silent';

export interface SignsOfLife {
  readonly claimedAt: string | null;
  readonly lastHeartbeat: string | null;
}

/**
 * `silent` is who never beat since the claim: many agents do not, and nothing is known of them. A beat from before the
 * claim was a former worker's.
 */
export function agentState({ claimedAt, lastHeartbeat }: SignsOfLife, now: string): AgentState {
  if (lastHeartbeat === null) return 'silent';
  const beat = Date.parse(lastHeartbeat);
  if (claimedAt !== null && beat < Date.parse(claimedAt)) return 'silent';
  return Date.parse(now) - beat > staleAfterSeconds * 1000 ? 'stale' : 'working';
}
