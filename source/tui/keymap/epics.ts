/** What happens to epics as a whole. */
import { everywhere, type BindingDefinition, type KeyContext } from './definition.js';

type Refusal = (context: KeyContext) => string | null;

/** A refusal that knows the epic. */
function ofEpic(reason: (epic: NonNullable<KeyContext['epic']>) => string | null): Refusal {
  return ({ epic }) => (epic === null ? 'Select an epic first.' : reason(epic));
}

export const epicKeys = {
  closeEpic: {
    keys: ['F'],
    scopes: everywhere,
    label: ({ epic }) => (epic?.status === 'done' ? 'reopen epic' : 'close epic'),
    help: 'Close the epic; reopen a closed one',
    actsOnData: true,
    refusal: ofEpic(({ id, archived }) => (archived ? `${id} is archived.` : null)),
  },
  archiveEpic: {
    keys: [],
    scopes: everywhere,
    label: 'archive',
    help: 'Archive the epic',
    actsOnData: true,
    refusal: ofEpic(({ id, archived, status }) => {
      if (archived) return `${id} is archived already.`;
      return status === 'done' ? null : `${id} is not closed yet.`;
    }),
  },
  unarchiveEpic: {
    keys: [],
    scopes: everywhere,
    label: 'unarchive',
    help: 'Take the epic out of the archive',
    actsOnData: true,
    refusal: ofEpic(({ id, archived }) => (archived ? null : `${id} is not archived.`)),
  },
  acceptHints: {
    keys: [],
    scopes: everywhere,
    label: 'accept all',
    help: 'Accept as done every task of the epic that its file says is finished',
    actsOnData: true,
    refusal: ofEpic(({ id, counts }) =>
      counts.hinted > 0 ? null : `No task of ${id} is said to be finished.`,
    ),
  },
  replayEpic: {
    keys: [],
    scopes: everywhere,
    label: 'replay',
    help: 'Replay the epic: all of its tasks back to todo',
    actsOnData: true,
    refusal: ofEpic(({ id, counts }) => (counts.total > 0 ? null : `${id} has no tasks.`)),
  },
  setBranch: {
    keys: [],
    scopes: everywhere,
    label: 'branch',
    help: 'Name the branch of the epic',
    actsOnData: true,
    refusal: ofEpic(() => null),
  },
} as const satisfies Record<string, BindingDefinition>;
