/** What comes next, and how all epics stand. */
import type { EpicRow } from '../domain/contract/rows.js';
import { compareIds } from '../domain/ids.js';
import { nextAnswer, type NextJson } from '../domain/answers.js';
import { unmetDependencies } from '../domain/next-work.js';
import { findNextWork } from '../service/next-work.js';
import type { CommandBody, CommandContext } from './definition.js';
import { parseObject, readInput } from './input.js';
import { oneLine } from './text.js';
import { UsageError } from './usage-error.js';

export const next: CommandBody<NextJson> = async (context) => {
  const { project, invocation } = context;
  const { service } = await project.open();
  const found = await findNextWork((name, input) => service.query(name, input), {
    actor: await project.actor(),
    epicIds: await chosenEpics(context),
    requirePlanReview: invocation.switch('require-plan-review'),
    requireCompletionReview: invocation.switch('require-completion-review'),
  });
  const { status, epic, task, reason, blockedEpics } = found;
  return {
    json: nextAnswer(found),
    text: () => [
      [status, task ?? epic, reason].filter((part) => part !== null).join(' '),
      ...Object.entries(blockedEpics).map(([id, waits]) => `  ${id} waits for ${waits.join(', ')}`),
    ],
  };
};

/** The list of a file, in its order. */
async function chosenEpics({
  invocation,
  io,
}: CommandContext): Promise<readonly string[] | undefined> {
  const file = invocation.text('epics-file');
  if (file === undefined) return undefined;
  const { epics } = parseObject(await readInput(io, file, '--epics-file'), '--epics-file');
  if (!Array.isArray(epics) || !epics.every((id) => typeof id === 'string')) {
    throw new UsageError('--epics-file must hold a list of ids under "epics".');
  }
  return epics;
}

const barCells = 20;

export const queue = (async ({ project, ascii }) => {
  const { service } = await project.open();
  const marks = ascii ? asciiMarks : unicodeMarks;
  const all = await service.query('epics.list', { includeArchived: true });
  const rows = all
    .filter(({ archived, placeholder }) => !archived && !placeholder)
    .map((epic) => ({ epic, waits: unmetDependencies(epic, all) }))
    .sort(
      (left, right) =>
        rankOf(left.epic, left.waits) - rankOf(right.epic, right.waits) ||
        compareIds(left.epic.id, right.epic.id),
    );
  return {
    json: {
      epics: rows.map(({ epic, waits }) => ({
        id: epic.id,
        title: epic.title,
        status: epic.status,
        tasks: tasksOf(epic),
        total_tasks: epic.counts.total,
        progress: progressOf(epic),
        blocked_by: waits,
      })),
      count: rows.length,
    },
    text: () =>
      rows.length === 0
        ? ['There are no epics.']
        : rows.flatMap(({ epic, waits }) => {
            const { done, ready } = tasksOf(epic);
            const figures = `${done}/${epic.counts.total} done, ${ready} ready`;
            return [
              `${markOf(epic, waits, marks)} ${epic.id}: ${oneLine(epic.title)}`,
              `  ${barOf(epic, marks)} ${progressOf(epic)}% (${figures})` +
                (waits.length > 0 ? ` waits for ${waits.join(', ')}` : ''),
            ];
          }),
  };
}) satisfies CommandBody;

/** Open ones first, and among them those that wait for nothing. */
function rankOf({ status }: EpicRow, waits: readonly string[]): number {
  if (status === 'done') return 2;
  return waits.length > 0 ? 1 : 0;
}

/** `ready` is a part of those to do, not a further kind. */
function tasksOf({ counts: { byStatus, ready } }: EpicRow) {
  return {
    todo: byStatus.todo + byStatus.up_for_retry,
    in_progress: byStatus.in_progress,
    done: byStatus.done + byStatus.skipped,
    blocked: byStatus.blocked,
    failed: byStatus.failed + byStatus.upstream_failed,
    ready,
  };
}

function progressOf(epic: EpicRow): number {
  const { total } = epic.counts;
  return total === 0 ? 0 : Math.floor((tasksOf(epic).done / total) * 100);
}

interface Marks {
  readonly full: string;
  readonly empty: string;
  readonly done: string;
  readonly blocked: string;
  readonly running: string;
  readonly open: string;
}
const unicodeMarks: Marks = {
  full: '█',
  empty: '░',
  done: '✓',
  blocked: '⊘',
  running: '▶',
  open: '○',
};
const asciiMarks: Marks = {
  full: '#',
  empty: '.',
  done: 'x',
  blocked: '!',
  running: '>',
  open: 'o',
};

function barOf(epic: EpicRow, marks: Marks): string {
  const filled = Math.floor((progressOf(epic) / 100) * barCells);
  return marks.full.repeat(filled) + marks.empty.repeat(barCells - filled);
}

function markOf(epic: EpicRow, waits: readonly string[], marks: Marks): string {
  if (epic.status === 'done') return marks.done;
  if (waits.length > 0) return marks.blocked;
  return epic.counts.byStatus.in_progress > 0 ? marks.running : marks.open;
}
