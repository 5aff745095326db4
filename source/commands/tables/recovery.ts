/** The commands that bring back what was lost and hand over what is there; part of the table that is loaded at every start. */
import type { CommandDefinition, FlagDefinition } from '../definition.js';

const epic: FlagDefinition = { type: 'text', value: 'EPIC', required: true, summary: 'The epic' };

export const recoveryTable: Readonly<Record<string, CommandDefinition>> = {
  recover: {
    summary: "Take over as done what the commits in git's log prove",
    group: 'recovery',
    flags: {
      epic,
      'dry-run': { type: 'switch', summary: 'Only say what would be recovered' },
      include: {
        type: 'list',
        value: 'STATUSES',
        summary: 'Also what is skipped, blocked, failed, upstream_failed',
      },
    },
    example: 'flowdeck recover --epic fn-1 --dry-run',
    load: async () => (await import('../recover.js')).recover,
  },
  'checkpoint save': {
    summary: 'Keep an epic with all of its tasks as they are now',
    group: 'recovery',
    flags: { epic },
    example: 'flowdeck checkpoint save --epic fn-1',
    load: async () => (await import('../checkpoint.js')).checkpointSave,
  },
  'checkpoint restore': {
    summary: 'Set an epic and its tasks to what the checkpoint holds',
    group: 'recovery',
    flags: { epic },
    example: 'flowdeck checkpoint restore --epic fn-1',
    load: async () => (await import('../checkpoint.js')).checkpointRestore,
  },
  'checkpoint list': {
    summary: 'List the checkpoints there are',
    group: 'recovery',
    example: 'flowdeck checkpoint list',
    load: async () => (await import('../checkpoint.js')).checkpointList,
  },
  'checkpoint delete': {
    summary: "Delete an epic's checkpoint",
    group: 'recovery',
    flags: { epic },
    example: 'flowdeck checkpoint delete --epic fn-1',
    load: async () => (await import('../checkpoint.js')).checkpointDelete,
  },
};
