/** The commands that watch; part of the table that is loaded at every start. */
import type { CommandTable } from '../definition.js';
import type { EventsJson } from '../events.js';
import type { SnapshotJson } from '../snapshot.js';

/** What each prints with `--json`. */
interface WatchAnswers {
  readonly events: EventsJson;
  readonly snapshot: SnapshotJson;
}

export const watchTable: CommandTable<WatchAnswers> = {
  events: {
    summary: 'List what happened, newest first, or follow it',
    group: 'watch',
    flags: {
      follow: { type: 'switch', short: 'f', summary: 'Print new events as they appear' },
      epic: { type: 'text', value: 'EPIC', summary: 'Only events of this epic' },
      task: { type: 'text', value: 'TASK', summary: 'Only events of this task' },
      type: { type: 'text', value: 'KIND', summary: 'Only this kind, such as task_started' },
      since: { type: 'text', value: 'TIME', summary: 'Only from this time on (ISO 8601)' },
      limit: {
        type: 'integer',
        value: 'N',
        minimum: 1,
        summary: 'At most so many; 50 without it (with --follow none)',
      },
    },
    example: 'flowdeck events --follow --json',
    load: async () => (await import('../events.js')).events,
  },
  snapshot: {
    summary: 'Print one frame of the cockpit',
    group: 'watch',
    flags: {
      columns: { type: 'integer', value: 'N', summary: 'Width; 120 without it' },
      rows: { type: 'integer', value: 'N', summary: 'Height; 40 without it' },
      epic: { type: 'text', value: 'EPIC', summary: 'Put the cursor on this epic' },
      task: { type: 'text', value: 'TASK', summary: 'Put the cursor on this task' },
    },
    example: 'flowdeck snapshot --columns 120 --rows 40',
    load: async () => (await import('../snapshot.js')).snapshot,
  },
};
