/** What a person wants of approvals, findings, finished work and agents, as plain data, and how it is done. */
import type { StoreClient } from '../../domain/contract/store-client.js';
import { shortId } from '../../domain/ids.js';

export type CoordinationIntent =
  | { readonly type: 'approve'; readonly id: string; readonly question: string }
  | {
      readonly type: 'reject';
      readonly id: string;
      readonly question: string;
      /** Empty for none. */
      readonly reason: string;
    }
  | {
      readonly type: 'resolveGap';
      readonly id: string;
      readonly epicId: string | null;
      readonly capability: string;
      readonly evidence: string;
    }
  | { readonly type: 'acceptHints'; readonly id: string; readonly expectedVersion: number | null }
  | { readonly type: 'closeEpic'; readonly id: string; readonly expectedVersion: number | null }
  | {
      readonly type: 'message';
      readonly actor: string | null;
      readonly taskId: string | null;
      readonly text: string;
    };

/**
 * @returns what to tell
 * @throws FlowdeckError as the command does
 */
export async function carryOutCoordination(
  store: StoreClient,
  intent: CoordinationIntent,
): Promise<string> {
  switch (intent.type) {
    case 'approve':
      await store.command('approval.resolve', { id: intent.id, decision: 'approved' });
      return `Approved: ${intent.question}`;
    case 'reject': {
      const { id, reason } = intent;
      const why = reason === '' ? {} : { reason };
      await store.command('approval.resolve', { id, decision: 'rejected', ...why });
      return `Rejected: ${intent.question}`;
    }
    case 'resolveGap': {
      const { id, epicId, evidence } = intent;
      await store.command('gap.resolve', {
        id,
        ...(epicId !== null && { epicId }),
        ...(evidence !== '' && { evidence }),
      });
      return `Resolved: ${intent.capability}`;
    }
    case 'acceptHints': {
      const { accepted } = await store.command('epic.accept', epicInput(intent));
      const { length } = accepted;
      return `${length} ${length === 1 ? 'task' : 'tasks'} of ${shortId(intent.id)} accepted as done.`;
    }
    case 'closeEpic':
      await store.command('epic.close', epicInput(intent));
      return `${shortId(intent.id)} closed.`;
    case 'message': {
      const { actor, taskId, text } = intent;
      await store.command('message.send', {
        text,
        ...(actor !== null && { to: actor }),
        ...(taskId !== null && { taskId }),
      });
      return `Sent to ${addresseeText(intent)}; it is read with the next sign of life.`;
    }
  }
}

/** Whom a message goes to, in words. */
export function addresseeText({
  actor,
  taskId,
}: {
  readonly actor: string | null;
  readonly taskId: string | null;
}): string {
  return actor ?? `whoever works on ${shortId(taskId ?? '')}`;
}

function epicInput({
  id,
  expectedVersion,
}: {
  readonly id: string;
  readonly expectedVersion: number | null;
}) {
  return { id, ...(expectedVersion !== null && { expectedVersion }) };
}
