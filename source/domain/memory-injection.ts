/** What of the memory goes into an agent's context, and how much of that it takes up. */
import type { InjectedMemory, InjectionLevel } from './contract/memory-calls.js';
import type { MemoryDetail, MemoryRow } from './contract/rows.js';
import { isStale, standingSince } from './memory-age.js';
import { memorySeverities } from './vocabulary.js';

export const defaultBudget = 8000;

/** How tokens are estimated, in words. */
export const tokenEstimate = 'one token for every four bytes of UTF-8';

/** Models split text differently; this errs on the side of too many for English prose and code. */
export function estimateTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text, 'utf8') / 4);
}

export function levelOf(choice: {
  readonly isChosen: boolean;
  readonly full: boolean;
}): InjectionLevel {
  if (choice.isChosen) return 2;
  return choice.full ? 3 : 1;
}

/** What holds still, weighs most and was needed most comes first. */
export function compareForInjection(left: MemoryRow, right: MemoryRow, nowMs: number): number {
  return (
    Number(isStale(left, nowMs)) - Number(isStale(right, nowMs)) ||
    weight(left) - weight(right) ||
    right.references - left.references ||
    (left.createdAt < right.createdAt ? 1 : left.createdAt > right.createdAt ? -1 : 0) ||
    right.id - left.id
  );
}

function weight({ severity }: MemoryRow): number {
  return severity === null
    ? memorySeverities.indexOf('medium')
    : memorySeverities.indexOf(severity);
}

export interface Injection {
  readonly entries: readonly InjectedMemory[];
  readonly leftOut: readonly number[];
  readonly tokens: number;
}

/**
 * Fills the budget in the order given. An entry whose whole text finds no room is given by its line; one whose line
 * finds none is left out, and smaller ones behind it are still tried.
 */
export function fillBudget(
  details: readonly MemoryDetail[],
  level: InjectionLevel,
  budget: number,
  nowMs: number,
): Injection {
  const entries: InjectedMemory[] = [];
  const leftOut: number[] = [];
  let left = budget;
  for (const detail of details) {
    const forms = level === 1 ? [lineForm] : [wholeForm, lineForm];
    const form = forms.map((make) => make(detail, nowMs)).find(({ tokens }) => tokens <= left);
    if (form === undefined) {
      leftOut.push(detail.row.id);
      continue;
    }
    entries.push(form);
    left -= form.tokens;
  }
  return { entries, leftOut, tokens: budget - left };
}

function lineForm({ row }: MemoryDetail, nowMs: number): InjectedMemory {
  return counted({
    row,
    stale: isStale(row, nowMs),
    content: null,
    text: `#${row.id} [${row.type}] ${inline(row.summary || row.title)}${tagsOf(row)}${markOf(row, nowMs)}`,
  });
}

function wholeForm({ row, content }: MemoryDetail, nowMs: number): InjectedMemory {
  const particulars = [
    row.severity,
    row.module,
    row.problemType,
    ...(row.tags.length > 0 ? [row.tags.join(', ')] : []),
  ].filter((part) => part !== null);
  const about = particulars.length > 0 ? `${particulars.map(inline).join(' · ')}\n` : '';
  return counted({
    row,
    stale: isStale(row, nowMs),
    content,
    text: `## #${row.id} [${row.type}] ${inline(row.title)}${markOf(row, nowMs)}\n${about}\n${content}\n`,
  });
}

/** The line's end counts too. */
function counted(entry: Omit<InjectedMemory, 'tokens'>): InjectedMemory {
  return { ...entry, tokens: estimateTokens(`${entry.text}\n`) };
}

function markOf(row: MemoryRow, nowMs: number): string {
  if (!isStale(row, nowMs)) return '';
  return ` (stale: nobody stood by it since ${standingSince(row).slice(0, 10)})`;
}

function tagsOf(row: MemoryRow): string {
  return row.tags.length > 0 ? ` (${row.tags.join(', ')})` : '';
}

function inline(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
