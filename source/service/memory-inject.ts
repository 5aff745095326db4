/** What an agent is told before it begins. */
import {
  compareForInjection,
  defaultBudget,
  fillBudget,
  levelOf,
} from '../domain/memory-injection.js';
import { countReferences, listEntries, toDetail } from '../store/repositories/memory-entries.js';
import type { CommandHandlers } from './handlers.js';
import { filterOfChoice, wholeNumber } from './memory-choice.js';
import { requireMemory } from './memory-settings.js';
import { listByIds } from './memory-similar.js';

/** Far more than any context holds: texts beyond are not even read. */
const maximumRead = 2000;

export const memoryInjectCommands: CommandHandlers<'memory.inject'> = {
  async 'memory.inject'(scope, { full = false, budget = defaultBudget, ...choice }) {
    const { transaction, now } = scope;
    await requireMemory(transaction);
    wholeNumber('budget', budget, 1);
    const filter = filterOfChoice(choice);
    const level = levelOf({ isChosen: Object.keys(filter).length > 0, full });
    const nowMs = Date.parse(now);
    const rows = (await listEntries(transaction, filter, { now })).sort((left, right) =>
      compareForInjection(left, right, nowMs),
    );
    const wanted = rows.slice(0, maximumRead);
    const details = level === 1 ? wanted.map(withoutText) : await withTexts(transaction, wanted);
    const given = fillBudget(details, level, budget, nowMs);
    await countReferences(
      transaction,
      given.entries.map(({ row }) => row.id),
    );
    return {
      level,
      entries: given.entries,
      leftOut: [...given.leftOut, ...rows.slice(maximumRead).map(({ id }) => id)],
      tokens: given.tokens,
      budget,
    };
  },
};

type Rows = Awaited<ReturnType<typeof listEntries>>;
type Detail = ReturnType<typeof toDetail>;

function withoutText(row: Rows[number]): Detail {
  return { row, content: '', related: [], extra: {} };
}

async function withTexts(
  transaction: Parameters<typeof listByIds>[0],
  rows: Rows,
): Promise<Detail[]> {
  const entries = await listByIds(
    transaction,
    rows.map(({ id }) => id),
  );
  const byId = new Map(entries.map((entry) => [entry.id, toDetail(entry)]));
  return rows.flatMap(({ id }) => byId.get(id) ?? []);
}
