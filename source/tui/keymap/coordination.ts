/** Who and what waits for a person: the inbox, the agents, and what is answered there. */
import type { InboxKind } from '../../domain/vocabulary.js';
import { everywhere, needs, type BindingDefinition, type KeyContext } from './definition.js';

function ofKind(...kinds: readonly InboxKind[]): (context: KeyContext) => boolean {
  return ({ inboxItem }) => inboxItem !== null && kinds.includes(inboxItem.kind);
}

/** What the answer to a row is called. */
const answers: Readonly<Partial<Record<InboxKind, string>>> = {
  finding: 'resolve',
  hint: 'accept all',
  closable: 'close epic',
};

export const coordinationKeys = {
  approve: {
    keys: ['y'],
    scopes: ['inbox'],
    label: 'approve',
    help: 'Approve what is asked for',
    actsOnData: true,
    answersOn: ['inbox'],
    hint: true,
    refusal: needs(ofKind('approval'), 'This row asks for no approval.'),
  },
  reject: {
    keys: ['n'],
    scopes: ['inbox'],
    label: 'reject',
    help: 'Reject what is asked for, with a reason',
    actsOnData: true,
    answersOn: ['inbox'],
    hint: true,
    refusal: needs(ofKind('approval'), 'This row asks for no approval.'),
  },
  settle: {
    keys: ['d'],
    scopes: ['inbox'],
    label: ({ inboxItem }) => (inboxItem && answers[inboxItem.kind]) ?? 'settle',
    help: 'Resolve the finding with evidence, accept all that looks finished, close the epic',
    actsOnData: true,
    answersOn: ['inbox'],
    hint: true,
    refusal: needs(
      ofKind('finding', 'hint', 'closable'),
      'This row is no finding, no finished work and no epic to close.',
    ),
  },
  message: {
    keys: ['m'],
    scopes: everywhere,
    label: 'message',
    help: 'Send a message to the agent, or to whoever works on the task',
    actsOnData: true,
    answersOn: ['inbox', 'agents'],
    hint: true,
    refusal: needs(({ addressee }) => addressee !== null, 'Nobody is there to read a message.'),
  },
  reveal: {
    keys: ['t'],
    scopes: everywhere,
    label: 'to the task',
    help: 'Show on the main screen what the row is about',
    hint: true,
    refusal: needs(({ revealable }) => revealable, 'This row is about no task and no epic.'),
  },
  inbox: {
    keys: ['i'],
    scopes: everywhere,
    label: ({ screen }) => (screen === 'inbox' ? 'close' : 'inbox'),
    help: 'What needs a person now, and back',
    hint: true,
  },
  agents: {
    keys: ['a'],
    scopes: everywhere,
    label: ({ screen }) => (screen === 'agents' ? 'close' : 'agents'),
    help: 'Who is at work, and back',
    hint: true,
  },
} as const satisfies Record<string, BindingDefinition>;
