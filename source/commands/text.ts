/** The lines in which the command line shows epics, tasks and events to people. */
import type { EpicRow, EventRow, TaskRow } from '../domain/contract/rows.js';
import { eventKinds } from '../domain/vocabulary.js';
import { dependsOn } from '../domain/shapes.js';

/** Titles may hold line breaks; a row is one line. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

export function epicLine(epic: EpicRow): string {
  const { counts, archived, placeholder } = epic;
  const marks = [archived ? ' (archived)' : '', placeholder ? ' (no file)' : ''].join('');
  const done = `${counts.byStatus.done}/${counts.total} tasks done`;
  const hinted = counts.hinted > 0 ? `, ${counts.hinted} look finished` : '';
  return `[${epic.status}] ${epic.id}: ${oneLine(epic.title)} (${done}${hinted})${marks}`;
}

export function taskLine(task: TaskRow): string {
  const waits = dependsOn(task);
  const parts = [
    `[${task.status}] ${task.id}: ${oneLine(task.title)} [${task.domain}]`,
    ...(waits.length > 0 ? [`(deps: ${waits.join(', ')})`] : []),
    ...(task.finishedHint ? ['(looks finished)'] : []),
    ...(task.assignee !== null && task.status === 'in_progress' ? [`(${task.assignee})`] : []),
  ];
  return parts.join(' ');
}

/** The widths of the columns that differ in length, for lines printed at different times. */
export interface EventColumns {
  actor: number;
  label: number;
}

/** @param columns widened by what is met, so that later lines stay below earlier ones */
export function eventLines(
  events: readonly EventRow[],
  columns: EventColumns = { actor: 0, label: 0 },
): readonly string[] {
  const rows = events.map((event) => ({
    event,
    actor: oneLine(event.actor ?? '-'),
    label: eventKinds[event.kind].label,
  }));
  for (const { actor, label } of rows) {
    columns.actor = Math.max(columns.actor, actor.length);
    columns.label = Math.max(columns.label, label.length);
  }
  return rows.map(({ event, actor, label }) => {
    const reason = event.payload['reason'];
    return [
      event.timestamp,
      actor.padEnd(columns.actor),
      label.padEnd(columns.label),
      event.entityKind === 'memory' ? `#${event.entityId}` : event.entityId,
      ...(typeof reason === 'string' && reason !== '' ? [`(${oneLine(reason)})`] : []),
    ].join('  ');
  });
}

/** `label: value` lines with the values in one column; empty ones are left out. */
export function fields(
  entries: readonly (readonly [label: string, value: string | number | null])[],
): readonly string[] {
  const shown = entries.filter(([, value]) => value !== null && value !== '');
  const width = Math.max(0, ...shown.map(([label]) => label.length)) + 2;
  return shown.map(([label, value]) => `${`${label}:`.padEnd(width)}${value ?? ''}`);
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
