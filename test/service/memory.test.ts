import { describe, expect, test } from 'vitest';
import type { MemoryHit } from '../../source/domain/contract/rows.js';
import type { Service } from '../../source/service/index.js';
import { codeOf, openBench } from './support/service.js';

/** What people paste and mistype; each once broke some search box. */
const hostile = [
  '"',
  '" foo"',
  'foo"bar',
  "it's",
  "''",
  '*',
  'foo*',
  '^',
  '^foo',
  '(',
  ')',
  '(foo OR',
  'AND',
  'foo AND',
  'NOT foo',
  'NEAR(a b)',
  'title:',
  'title: foo',
  '-x',
  'a-b',
  'a.b',
  'C++',
  'c#',
  '{a b} : c',
  '\0',
  '\ud800 half',
  '🦊 emoji',
  '%_\\',
];

async function fill(service: Service): Promise<void> {
  const entries = [
    ['pitfall', 'SQLite locks: retry the whole transaction when the database is busy', 'store'],
    ['convention', 'Names are spelled out; a short name needs a short scope', 'style'],
    ['decision', 'The build runs esbuild; C++ add-ons stay outside of the bundle', 'build'],
    ['pitfall', 'Tests must not sleep: wait for a condition with a limit', 'tests'],
  ] as const;
  for (const [type, content, module] of entries) {
    await service.command('memory.add', { type, content, module });
  }
}

const search = (service: Service, text: string, rest: object = {}): Promise<readonly MemoryHit[]> =>
  service.query('memory.search', { text, ...rest });

describe('memory.add', () => {
  test('normalises, records an event, and knows what it has', async () => {
    const { service } = await openBench();
    const input = {
      type: 'Pitfalls',
      content: '  The build breaks on musl.\nMore about it.  ',
      tags: ['Musl', 'musl '],
      severity: 'high',
    };
    const added = await service.command('memory.add', input);
    expect(added).toMatchObject({ id: 1, duplicate: false, type: 'pitfall' });
    expect(added.tags).toEqual(['musl', 'build']);
    const detail = await service.query('memory.detail', { id: 1 });
    expect(detail.content).toBe('The build breaks on musl.\nMore about it.');
    expect(detail.row).toMatchObject({
      title: 'The build breaks on musl.',
      summary: 'The build breaks on musl.',
      track: 'bug',
      severity: 'high',
      status: 'active',
      references: 0,
    });
    const again = await service.command('memory.add', { ...input, type: 'decision' });
    expect(again).toEqual({ ...added, duplicate: true });
    const events = await service.query('events.list', {});
    expect(events).toMatchObject([
      { kind: 'memory_added', entityKind: 'memory', entityId: '1', epicId: null, taskId: null },
    ]);
  });

  test('refuses what is empty or unknown', async () => {
    const { service } = await openBench();
    const add = (type: string, content: string, rest: object = {}): Promise<string> =>
      codeOf(service.command('memory.add', { type, content, ...rest }));
    expect(await add('pitfall', ' \n ')).toBe('memory.empty');
    expect(await add('rumour', 'x')).toBe('usage.invalid');
    expect(await add('pitfall', 'x', { severity: 'dire' })).toBe('usage.invalid');
    expect(await codeOf(service.query('memory.detail', { id: 9 }))).toBe('memory.not_found');
  });
});

describe('memory.list', () => {
  test('filters and lists the newest first', async () => {
    const { service } = await openBench();
    await fill(service);
    const ids = async (input: object): Promise<number[]> =>
      (await service.query('memory.list', input)).map((row) => row.id);
    expect(await ids({})).toEqual([4, 3, 2, 1]);
    expect(await ids({ limit: 2 })).toEqual([4, 3]);
    expect(await ids({ type: 'pitfalls' })).toEqual([4, 1]);
    expect(await ids({ track: 'knowledge', module: 'style' })).toEqual([2]);
    expect(await codeOf(service.query('memory.list', { type: 'rumour' }))).toBe('usage.invalid');
  });
});

describe('memory.search', () => {
  test.each(hostile)('takes %j without complaint', async (text) => {
    const { service } = await openBench();
    await fill(service);
    const hits = await search(service, text);
    for (const { excerpt, matches } of hits) {
      for (const [start, end] of matches) {
        expect(0 <= start && start < end && end <= excerpt.length).toBe(true);
      }
    }
  });

  test('finds hostile words where they stand', async () => {
    const { service } = await openBench();
    await fill(service);
    expect((await search(service, 'C++ add-ons'))[0]?.row.id).toBe(3);
    expect((await search(service, 'SQLite locks:'))[0]?.row.id).toBe(1);
    expect((await search(service, '"whole" (transaction)'))[0]?.row.id).toBe(1);
  });

  test('finds by the beginning of the last word and marks it', async () => {
    const { service } = await openBench();
    await fill(service);
    const [hit] = await search(service, 'busy DATA');
    expect(hit).toMatchObject({ arm: 'words', row: { id: 1 } });
    expect(hit?.matches.map(([start, end]) => hit.excerpt.slice(start, end))).toEqual([
      'data',
      'busy',
    ]);
  });

  test('puts titles before tags before texts', async () => {
    const { service } = await openBench();
    const add = (title: string, content: string, tags: string[] = []): Promise<unknown> =>
      service.command('memory.add', { type: 'decision', title, content, tags });
    await add('One', 'A text that names the zebra among other animals');
    await add('Two', 'A text without animals', ['zebra']);
    await add('The zebra', 'Another text');
    expect((await search(service, 'zebra')).map((hit) => hit.row.id)).toEqual([3, 2, 1]);
  });

  test('filters before it counts', async () => {
    const { service } = await openBench();
    for (let number = 1; number <= 30; number += 1) {
      const content = `Common words in entry ${number}`;
      await service.command('memory.add', { type: 'pitfall', content });
    }
    await service.command('memory.add', {
      type: 'decision',
      content: 'Common words, once decided',
    });
    const hits = await search(service, 'common words', { type: 'decision', limit: 5 });
    expect(hits.map((hit) => hit.row.id)).toEqual([31]);
    expect(await search(service, 'common words', { limit: 5 })).toHaveLength(5);
  });

  test('looks for parts and misspellings where words find too little', async () => {
    const { service } = await openBench();
    await fill(service);
    const [hit] = await search(service, 'transacton bsuy');
    expect(hit).toMatchObject({ arm: 'fuzzy', row: { id: 1 } });
    const mixed = await search(service, 'short');
    expect(mixed.map(({ arm }) => arm)).toEqual(['words']);
    expect(await search(service, 'xylophone')).toEqual([]);
  });

  test('ranks what it guessed below what it found', async () => {
    const { service } = await openBench();
    for (const content of ['A retry policy', 'An entry point', 'A rerty of old']) {
      await service.command('memory.add', { type: 'pitfall', content });
    }
    const hits = await search(service, 'retry');
    expect(hits[0]).toMatchObject({ arm: 'words', row: { id: 1 } });
    const scores = hits.map((hit) => hit.score);
    expect(scores).toEqual([...scores].sort((left, right) => right - left));
  });

  test('answers an empty box with the newest entries', async () => {
    const { service } = await openBench();
    await fill(service);
    for (const text of ['', '  ', '"*"']) {
      const hits = await search(service, text, { limit: 2 });
      expect(hits.map((hit) => hit.row.id)).toEqual([4, 3]);
    }
  });
});
