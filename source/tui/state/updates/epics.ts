/** What happens to epics as a whole. */
import type { epicKeys } from '../../keymap/epics.js';
import type { EpicRow } from '../../../domain/contract/rows.js';
import type { CommandId } from '../../keys.js';
import { only } from '../effects.js';
import { keyContext } from '../key-context.js';
import { filledField } from '../text-field.js';
import type { EpicOperation } from '../triage-intents.js';
import { unlessRefused, type Command, type CommandsOf } from './command.js';

function act(id: CommandId, operationFor: (epic: EpicRow) => EpicOperation): Command {
  return unlessRefused(id, (state, context) => {
    const { epic } = keyContext(state, context);
    if (epic === null) return only(state);
    const intent = {
      type: 'epic',
      operation: operationFor(epic),
      id: epic.id,
      expectedVersion: epic.version,
      force: false,
    } as const;
    return { state, effects: [{ type: 'run', intent }] };
  });
}

export const epicCommands: CommandsOf<typeof epicKeys> = {
  closeEpic: act('closeEpic', ({ status }) => (status === 'done' ? 'reopen' : 'close')),
  archiveEpic: act('archiveEpic', () => 'archive'),
  unarchiveEpic: act('unarchiveEpic', () => 'unarchive'),
  acceptHints: act('acceptHints', () => 'accept'),
  replayEpic: act('replayEpic', () => 'replay'),
  setBranch: unlessRefused('setBranch', (state, context) => {
    const { epic } = keyContext(state, context);
    if (epic === null) return only(state);
    const { id, version, branchName } = epic;
    return only({
      ...state,
      dialog: {
        type: 'prompt',
        title: `Branch of ${id}`,
        placeholder: 'its name (may stay empty)',
        required: false,
        field: filledField(branchName ?? ''),
        intent: {
          type: 'intent',
          intent: {
            type: 'edit',
            entity: 'epic',
            items: [{ id, expectedVersion: version }],
            field: 'branchName',
            value: branchName ?? '',
          },
        },
      },
    });
  }),
};
