/** The commands that bring back what was lost and hand over what is there; part of the table that is loaded at every start. */
import type { CommandTable, FlagDefinition } from '../definition.js';
import type {
  CheckpointDeleteJson,
  CheckpointListJson,
  CheckpointRestoreJson,
  CheckpointSaveJson,
} from '../checkpoint.js';
import type { ExportJson } from '../export.js';
import type { RecoverJson } from '../recover.js';

const epic: FlagDefinition = { type: 'text', value: 'EPIC', required: true, summary: 'The epic' };
const saved: FlagDefinition = { ...epic, ids: 'checkpoint' };

/** What each prints with `--json`. */
interface RecoveryAnswers {
  readonly recover: RecoverJson;
  readonly 'checkpoint save': CheckpointSaveJson;
  readonly 'checkpoint restore': CheckpointRestoreJson;
  readonly 'checkpoint list': CheckpointListJson;
  readonly 'checkpoint delete': CheckpointDeleteJson;
  readonly export: ExportJson;
}

export const recoveryTable: CommandTable<RecoveryAnswers> = {
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
    flags: { epic: saved },
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
    flags: { epic: saved },
    example: 'flowdeck checkpoint delete --epic fn-1',
    load: async () => (await import('../checkpoint.js')).checkpointDelete,
  },
  export: {
    summary: 'Write the project into the files of .flow, taking in first what they hold',
    group: 'recovery',
    flags: {
      epic: { type: 'text', value: 'EPIC', summary: 'Only this epic and its tasks' },
      'dry-run': { type: 'switch', summary: 'Only say what would be written' },
      force: { type: 'switch', summary: 'Also over what was changed here and in the file' },
      move: {
        type: 'switch',
        summary: 'Give the files of renamed epics their new names, also those that others wrote',
      },
      format: {
        type: 'text',
        value: 'FORMAT',
        choices: ['json', 'md'],
        summary: 'How new files are written; as the project has them without it',
      },
    },
    example: 'flowdeck export --dry-run',
    load: async () => (await import('../export.js')).exportFiles,
  },
};
