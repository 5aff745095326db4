import { describe, expect, test } from 'vitest';
import type { MemoryDetail, MemoryRow } from '../../source/domain/contract/rows.js';
import { daysBefore, isStale } from '../../source/domain/memory-age.js';
import {
  compareForInjection,
  estimateTokens,
  fillBudget,
  levelOf,
} from '../../source/domain/memory-injection.js';

const now = '2026-06-01T00:00:00.000Z';
const nowMs = Date.parse(now);

function row(id: number, rest: Partial<MemoryRow> = {}): MemoryRow {
  return {
    id,
    key: null,
    type: 'pitfall',
    track: 'bug',
    title: `Title ${id}`,
    summary: `Summary ${id}`,
    tags: [],
    module: null,
    severity: null,
    problemType: null,
    component: null,
    status: 'active',
    references: 0,
    createdAt: daysBefore(now, 1),
    lastVerified: null,
    version: 1,
    ...rest,
  };
}

function detail(id: number, content: string, rest: Partial<MemoryRow> = {}): MemoryDetail {
  return { row: row(id, rest), content, related: [], extra: {} };
}

describe('staleness', () => {
  test('begins after 90 days without anybody standing by the entry', () => {
    const created = (days: number, rest: Partial<MemoryRow> = {}): boolean =>
      isStale(row(1, { createdAt: daysBefore(now, days), ...rest }), nowMs);
    expect(created(90)).toBe(false);
    expect(created(91)).toBe(true);
    expect(created(400, { lastVerified: daysBefore(now, 89) })).toBe(false);
    expect(created(1, { status: 'stale' })).toBe(true);
  });
});

describe('levels', () => {
  test('a choice asks for whole texts of what is chosen, full for those of all', () => {
    expect(levelOf({ isChosen: false, full: false })).toBe(1);
    expect(levelOf({ isChosen: true, full: false })).toBe(2);
    expect(levelOf({ isChosen: true, full: true })).toBe(2);
    expect(levelOf({ isChosen: false, full: true })).toBe(3);
  });
});

describe('the order of injection', () => {
  test('stale entries last, then by severity, references and age', () => {
    const rows = [
      row(1, { lastVerified: daysBefore(now, 200), severity: 'critical' }),
      row(2),
      row(3, { references: 4 }),
      row(4, { severity: 'low', references: 9 }),
      row(5, { severity: 'critical' }),
      row(6, { createdAt: daysBefore(now, 2) }),
    ];
    const order = rows.sort((left, right) => compareForInjection(left, right, nowMs));
    expect(order.map(({ id }) => id)).toEqual([5, 3, 2, 6, 4, 1]);
  });
});

describe('the budget', () => {
  test('is counted over what is printed and never exceeded', () => {
    const details = Array.from({ length: 40 }, (_, index) =>
      detail(index + 1, `${'word '.repeat(1 + (index % 7) * 10)}end`),
    );
    for (const level of [1, 2, 3] as const) {
      for (const budget of [1, 30, 200, 1000]) {
        const { entries, leftOut, tokens } = fillBudget(details, level, budget, nowMs);
        const printed = entries.map(({ text }) => `${text}\n`).join('');
        expect(tokens).toBeLessThanOrEqual(budget);
        expect(estimateTokens(printed)).toBeLessThanOrEqual(tokens);
        expect(entries.length + leftOut.length).toBe(details.length);
      }
    }
  });

  test('gives the line of what has no room as a whole, and goes on to smaller ones', () => {
    const details = [detail(1, 'x'.repeat(10_000)), detail(2, 'short'), detail(3, 'also short')];
    const { entries, leftOut } = fillBudget(details, 3, 60, nowMs);
    expect(entries.map(({ row: { id }, content }) => [id, content])).toEqual([
      [1, null],
      [2, 'short'],
      [3, 'also short'],
    ]);
    expect(leftOut).toEqual([]);
    expect(fillBudget(details, 3, 1, nowMs).leftOut).toEqual([1, 2, 3]);
  });

  test('counts bytes, so that no script is taken for cheaper than it is', () => {
    expect(estimateTokens('')).toBe(0);
    expect(estimateTokens('four')).toBe(1);
    expect(estimateTokens('記憶')).toBe(2);
  });

  test('marks what is stale at every level', () => {
    const old = detail(1, 'text', { lastVerified: daysBefore(now, 200) });
    for (const level of [1, 2, 3] as const) {
      const [entry] = fillBudget([old], level, 1000, nowMs).entries;
      expect(entry).toMatchObject({ stale: true });
      expect(entry?.text).toContain('stale: nobody stood by it since 2025-11-13');
    }
  });
});
