/** The commands about the project as a whole; part of the table that is loaded at every start. */
import type { CommandTable } from '../definition.js';
import type { ImportJson, InitJson } from '../project-commands.js';
import type { OverviewJson } from '../screen.js';
import type { StatusJson } from '../status.js';

/** What each prints with `--json`. */
interface ProjectAnswers {
  readonly demo: OverviewJson;
  readonly init: InitJson;
  readonly import: ImportJson;
  readonly status: StatusJson;
  readonly 'demo-agents': never;
}

export const projectTable: CommandTable<ProjectAnswers> = {
  demo: {
    summary: 'Watch simulated agents work on a throw-away database',
    group: 'project',
    example: 'flowdeck demo',
    load: async () => (await import('../demo/demo.js')).demo,
  },
  init: {
    summary: 'Make .flow and the database here, where they are missing',
    group: 'project',
    example: 'flowdeck init',
    load: async () => (await import('../project-commands.js')).init,
  },
  import: {
    summary: 'Read a .flow directory into the database and report what was met',
    group: 'project',
    arguments: [{ name: 'DIR', optional: true }],
    flags: {
      switch: {
        type: 'switch',
        summary: 'Take it in place of another directory that the database was read from',
      },
    },
    example: 'flowdeck import',
    load: async () => (await import('../project-commands.js')).importFiles,
  },
  status: {
    summary: 'Count epics and tasks by status',
    group: 'project',
    flags: {
      interrupted: { type: 'switch', summary: 'Open epics with unfinished work instead' },
      dag: { type: 'switch', summary: 'The layers of the task graph of --epic instead' },
      epic: { type: 'text', value: 'EPIC', summary: 'The epic for --dag' },
    },
    example: 'flowdeck status --json',
    load: async () => (await import('../status.js')).status,
  },
  'demo-agents': {
    summary: 'Work on the database of a demo',
    group: 'project',
    hidden: true,
    example: 'flowdeck demo-agents --db demo.db',
    load: async () => (await import('../demo/agents-process.js')).demoAgents,
  },
};
