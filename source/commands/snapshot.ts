/** One frame of the cockpit, for documents and tests. */
import type { Environment } from '../platform/environment.js';
import { colourLevel } from '../tui/colour-level.js';
import { asciiGlyphs, unicodeGlyphs } from '../tui/glyphs.js';
import { loadProjectData, renderSnapshot } from '../tui/snapshot.js';
import { createTheme, styleRoles, type Theme } from '../tui/theme.js';
import type { CommandBody } from './definition.js';
import { resolveEpic } from './ids.js';
import { UsageError } from './usage-error.js';

export interface SnapshotJson {
  readonly columns: number;
  readonly rows: number;
  readonly lines: readonly string[];
}

/** Wider than any screen; a mistyped figure must not fill the memory. */
const largest = 1000;

export const snapshot: CommandBody<SnapshotJson> = async ({
  project,
  invocation,
  io,
  json,
  ascii,
  colour,
}) => {
  const columns = sizeOf('columns', invocation.integer('columns') ?? 120);
  const rows = sizeOf('rows', invocation.integer('rows') ?? 40);
  const { service } = await project.open();
  const epic = await resolveEpic(service, invocation.text('epic'));
  const task = invocation.text('task');
  const taskId = task === undefined ? null : (await service.query('id.resolve', { id: task })).id;
  const row = taskId === null ? null : (await service.query('task.detail', { id: taskId })).row;
  const epicId = epic ?? row?.epicId;
  const selection = { ...(epicId !== undefined && { epicId }), taskId };
  const data = await loadProjectData((name, input) => service.query(name, input), selection);
  const onTerminal = !json && io.stdout.isTTY === true;
  const frame = renderSnapshot({
    data,
    columns,
    rows,
    glyphs: ascii ? asciiGlyphs : unicodeGlyphs,
    theme: onTerminal ? terminalTheme(io.environment, colour) : plainTheme,
    now: Date.now(),
    ...selection,
  });
  if (json) return { json: { columns, rows, lines: frame.split('\n') }, text: () => [] };
  // Already cleaned, and the colours in it are meant.
  io.stdout.write(`${frame}\n`);
  return null;
};

/** Not even bold: documents and tests want the characters. */
const plainTheme = Object.fromEntries(styleRoles.map((role) => [role, ''])) as Theme;

function terminalTheme(environment: Environment, colour: boolean): Theme {
  return createTheme(colour ? colourLevel(environment, true) : 'none');
}

function sizeOf(flag: string, value: number): number {
  if (value >= 1 && value <= largest) return value;
  throw new UsageError(`--${flag} is a number from 1 to ${largest}.`);
}
