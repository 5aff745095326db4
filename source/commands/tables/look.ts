/** The commands that look; part of the table that is loaded at every start. */
import { taskStatuses } from '../../domain/vocabulary.js';
import type { CommandTable } from '../definition.js';
import type { EpicsJson, ReadyJson, TasksJson } from '../../domain/answers.js';
import type { CatJson, ListJson, ShowJson } from '../query.js';

/** What each prints with `--json`. */
interface LookAnswers {
  readonly epics: EpicsJson;
  readonly tasks: TasksJson;
  readonly list: ListJson;
  readonly show: ShowJson;
  readonly cat: CatJson;
  readonly ready: ReadyJson;
}

export const lookTable: CommandTable<LookAnswers> = {
  epics: {
    summary: 'List the epics',
    group: 'read',
    flags: { archived: { type: 'switch', summary: 'Archived ones too' } },
    example: 'flowdeck epics',
    load: async () => (await import('../query.js')).epics,
  },
  tasks: {
    summary: 'List tasks',
    group: 'read',
    flags: {
      epic: { type: 'text', value: 'EPIC', summary: 'Only tasks of this epic' },
      status: {
        type: 'text',
        value: 'STATUS',
        choices: taskStatuses,
        summary: 'Only tasks in this status',
      },
      domain: { type: 'text', value: 'DOMAIN', summary: 'Only tasks of this domain' },
    },
    example: 'flowdeck tasks --epic fn-1 --status todo',
    load: async () => (await import('../query.js')).tasks,
  },
  list: {
    summary: 'List the epics with their tasks',
    group: 'read',
    example: 'flowdeck list',
    load: async () => (await import('../query.js')).list,
  },
  show: {
    summary: 'Show one epic or task',
    group: 'read',
    arguments: [{ name: 'ID' }],
    example: 'flowdeck show fn-1.2 --json',
    load: async () => (await import('../query.js')).show,
  },
  cat: {
    summary: "Print the text of an epic's plan or of a task",
    group: 'read',
    arguments: [{ name: 'ID' }],
    example: 'flowdeck cat fn-1.2',
    load: async () => (await import('../query.js')).cat,
  },
  ready: {
    summary: 'List what can be started, what runs and what waits',
    group: 'read',
    arguments: [{ name: 'EPIC', optional: true }],
    flags: {
      epic: { type: 'text', value: 'EPIC', summary: 'The same as EPIC; all without it' },
      'include-hinted': {
        type: 'switch',
        summary: 'Also tasks whose text says that they are finished',
      },
    },
    example: 'flowdeck ready --epic fn-1 --json',
    load: async () => (await import('../ready.js')).ready,
  },
};
