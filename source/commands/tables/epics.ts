/** The commands on one epic; part of the table that is loaded at every start. */
import type { EpicBackendsJson } from '../backends.js';
import type { CommandDefinition, CommandTable } from '../definition.js';
import type {
  AutoExecuteJson,
  EpicBranchJson,
  EpicCompletionJson,
  EpicDependencyJson,
  EpicReviewJson,
  EpicTitleJson,
  TextChangedJson,
} from '../epic-edit.js';
import type {
  EpicArchivedJson,
  EpicClosedJson,
  EpicsCleanedJson,
  EpicStatusJson,
  EpicUnarchivedJson,
} from '../epic-status.js';
import { backendFlags, epic, force } from './flags.js';

/** What each prints with `--json`. */
interface EpicAnswers {
  readonly 'epic plan': TextChangedJson;
  readonly 'epic review': EpicReviewJson;
  readonly 'epic completion': EpicCompletionJson;
  readonly 'epic branch': EpicBranchJson;
  readonly 'epic title': EpicTitleJson;
  readonly 'epic set-backend': EpicBackendsJson;
  readonly 'epic auto-exec': AutoExecuteJson;
  readonly 'epic add-dep': EpicDependencyJson;
  readonly 'epic rm-dep': EpicDependencyJson;
  readonly 'epic close': EpicClosedJson;
  readonly 'epic reopen': EpicStatusJson;
  readonly 'epic archive': EpicArchivedJson;
  readonly 'epic unarchive': EpicUnarchivedJson;
  readonly 'epic clean': EpicsCleanedJson;
}

const verdict = {
  arguments: [epic, { name: 'ship|needs_work|unknown', optional: true }],
  flags: { status: { type: 'text', value: 'VERDICT', summary: 'The same as the word' } },
} as const satisfies Pick<CommandDefinition, 'arguments' | 'flags'>;

export const epicTable: CommandTable<EpicAnswers> = {
  'epic plan': {
    summary: "Replace an epic's plan",
    group: 'plan',
    arguments: [epic],
    flags: {
      file: {
        type: 'text',
        value: 'FILE',
        summary: 'The plan in Markdown; - reads standard input',
      },
      spec: { type: 'text', value: 'TEXT', summary: 'The plan itself' },
    },
    example: 'flowdeck epic plan fn-1 --file plan.md',
    load: async () => (await import('../epic-edit.js')).plan,
  },
  'epic review': {
    summary: "Record the verdict on an epic's plan",
    group: 'plan',
    ...verdict,
    example: 'flowdeck epic review fn-1 ship',
    load: async () => (await import('../epic-edit.js')).review,
  },
  'epic completion': {
    summary: "Record the verdict on an epic's completion",
    group: 'plan',
    ...verdict,
    example: 'flowdeck epic completion fn-1 needs_work',
    load: async () => (await import('../epic-edit.js')).completion,
  },
  'epic branch': {
    summary: "Set an epic's git branch",
    group: 'plan',
    arguments: [epic, { name: 'BRANCH', optional: true }],
    flags: { branch: { type: 'text', value: 'NAME', summary: 'The same as BRANCH' } },
    example: 'flowdeck epic branch fn-1 fn-1-sign-in',
    load: async () => (await import('../epic-edit.js')).branch,
  },
  'epic title': {
    summary: 'Rename an epic: its title and the ids made from it; old ids keep working',
    group: 'plan',
    arguments: [epic, { name: 'TITLE', optional: true }],
    flags: { title: { type: 'text', value: 'TEXT', summary: 'The same as TITLE' } },
    example: 'flowdeck epic title fn-1 --title "Sign in with passkeys"',
    load: async () => (await import('../epic-edit.js')).title,
  },
  'epic set-backend': {
    summary: "Set which programs work on an epic's tasks; an empty name clears one",
    group: 'plan',
    arguments: [epic],
    flags: backendFlags,
    example: 'flowdeck epic set-backend fn-1 --impl codex:gpt-5.4 --review claude:opus',
    load: async () => (await import('../backends.js')).epicBackends,
  },
  'epic auto-exec': {
    summary: 'Mark an epic as waiting to be carried out, or no longer',
    group: 'plan',
    arguments: [epic],
    flags: {
      pending: { type: 'switch', summary: 'It waits' },
      done: { type: 'switch', summary: 'It no longer waits' },
    },
    example: 'flowdeck epic auto-exec fn-1 --pending',
    load: async () => (await import('../epic-edit.js')).autoExecute,
  },
  'epic add-dep': {
    summary: 'Let an epic wait for another',
    group: 'plan',
    arguments: [epic, { name: 'DEPENDENCY', ids: 'epic' }],
    example: 'flowdeck epic add-dep fn-2 fn-1',
    load: async () => (await import('../epic-edit.js')).addDependency,
  },
  'epic rm-dep': {
    summary: 'Let an epic no longer wait for another',
    group: 'plan',
    arguments: [epic, { name: 'DEPENDENCY', ids: 'epic' }],
    example: 'flowdeck epic rm-dep fn-2 fn-1',
    load: async () => (await import('../epic-edit.js')).removeDependency,
  },
  'epic close': {
    summary: 'Close an epic whose tasks are all done or skipped',
    group: 'plan',
    arguments: [epic],
    flags: {
      'skip-gap-check': { type: 'switch', summary: 'Also with open gaps' },
      force,
    },
    example: 'flowdeck epic close fn-1',
    load: async () => (await import('../epic-status.js')).close,
  },
  'epic reopen': {
    summary: 'Open a closed epic again; its reviews become unknown',
    group: 'plan',
    arguments: [epic],
    flags: { force },
    example: 'flowdeck epic reopen fn-1',
    load: async () => (await import('../epic-status.js')).reopen,
  },
  'epic archive': {
    summary: 'Put a closed epic into the archive',
    group: 'plan',
    arguments: [epic],
    flags: { force },
    example: 'flowdeck epic archive fn-1',
    load: async () => (await import('../epic-status.js')).archive,
  },
  'epic unarchive': {
    summary: 'Take an epic out of the archive',
    group: 'plan',
    arguments: [epic],
    example: 'flowdeck epic unarchive fn-1',
    load: async () => (await import('../epic-status.js')).unarchive,
  },
  'epic clean': {
    summary: 'Put every closed epic into the archive',
    group: 'plan',
    example: 'flowdeck epic clean',
    load: async () => (await import('../epic-status.js')).clean,
  },
};
