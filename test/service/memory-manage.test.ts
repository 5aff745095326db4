import { describe, expect, test } from 'vitest';
import type { CommandInput } from '../../source/domain/contract/calls.js';
import type { Service } from '../../source/service/index.js';
import { codeOf, errorOf, latestEvent, openBench } from './support/service.js';

const day = 24 * 60 * 60;

function add(
  service: Service,
  content: string,
  rest: Partial<CommandInput<'memory.add'>> = {},
): ReturnType<typeof remember> {
  return remember(service, { type: 'pitfall', content, ...rest });
}

function remember(service: Service, input: CommandInput<'memory.add'>) {
  return service.command('memory.add', input);
}

const countEvents = async (service: Service): Promise<number> =>
  (await service.query('events.list', { limit: 1000 })).length;

describe('near-duplicates', () => {
  test('are pointed out on adding, and added all the same', async () => {
    const { service } = await openBench();
    await add(service, 'The mock server ignores the timeouts of a request');
    await add(service, 'Names are spelled out');
    const twin = await add(service, 'The mock servers ignore the timeout of requests');
    expect(twin).toMatchObject({ id: 3, duplicate: false });
    expect(twin.similar).toMatchObject([{ id: 1 }]);
    expect((await add(service, 'Something else entirely about colours')).similar).toEqual([]);
  });

  test('are found by words in another order', async () => {
    const { service } = await openBench();
    await add(service, 'Retry the transaction when the database is busy');
    const other = await add(service, 'When the database is busy: retry the transaction');
    expect(other.similar).toMatchObject([{ id: 1 }]);
  });

  test.each(['🦊🦊', '!!!', '記憶', 'a', '"'])('%s is no obstacle', async (content) => {
    const { service } = await openBench();
    expect((await add(service, content)).similar).toEqual([]);
    expect(await add(service, `${content} `)).toMatchObject({ duplicate: true });
  });

  test('of an entry of a megabyte are looked for by its beginning', async () => {
    const { service } = await openBench();
    const text = 'All work and no play makes a dull text. '.repeat(26_000);
    await add(service, text);
    const again = await add(service, `${text} Once more.`);
    expect(again.similar).toMatchObject([{ id: 1 }]);
  });
});

describe('memory.edit', () => {
  test('changes text and fields with both states in the event', async () => {
    const { service } = await openBench();
    await add(service, 'The build breaks', { module: 'ci' });
    const edited = await service.command('memory.edit', {
      id: 1,
      content: 'The docker build breaks',
      severity: 'high',
      expectedVersion: 1,
    });
    expect(edited).toMatchObject({
      id: 1,
      version: 2,
      row: { severity: 'high', summary: 'The docker build breaks', module: 'ci' },
    });
    expect(await latestEvent(service)).toMatchObject({
      kind: 'memory_updated',
      entityId: '1',
      version: 2,
      before: { content: 'The build breaks', severity: null },
      after: { content: 'The docker build breaks', severity: 'high' },
    });
    // The index follows.
    const [hit] = await service.query('memory.search', { text: 'docker' });
    expect(hit?.row.id).toBe(1);
    // What it said is free again, what it says now is not.
    expect(await add(service, 'The build breaks')).toMatchObject({ duplicate: false });
    expect(await add(service, 'The docker build breaks')).toMatchObject({ id: 1, duplicate: true });
  });

  test('refuses the text of another entry, naming it, and changes nothing', async () => {
    const { service } = await openBench();
    await add(service, 'One thing');
    await add(service, 'Another thing');
    const before = await countEvents(service);
    const error = await errorOf(service.command('memory.edit', { id: 2, content: ' One thing ' }));
    expect(error).toMatchObject({ code: 'memory.exists', details: { id: 1 } });
    expect(error.message).toContain('#1');
    expect(await countEvents(service)).toBe(before);
  });

  test('writes nothing where nothing differs', async () => {
    const { service } = await openBench();
    await add(service, 'One thing');
    const before = await countEvents(service);
    const same = await service.command('memory.edit', { id: 1, content: 'One thing' });
    expect(same).toMatchObject({ version: 1, changed: [] });
    expect(await countEvents(service)).toBe(before);
  });

  test('names who changed what since', async () => {
    const bench = await openBench();
    await add(bench.service, 'One thing');
    await bench.beside('bob').command('memory.edit', { id: 1, module: 'api' });
    const error = await errorOf(
      bench.service.command('memory.edit', { id: 1, module: 'ui', expectedVersion: 1 }),
    );
    expect(error.code).toBe('store.conflict');
    expect(error.message).toContain('bob (module)');
    expect(await codeOf(bench.service.command('memory.edit', { id: 7, module: 'x' }))).toBe(
      'memory.not_found',
    );
  });
});

describe('memory.delete and memory.verify', () => {
  test('deleting keeps the whole entry in the log', async () => {
    const { service } = await openBench();
    await add(service, 'One thing', { tags: ['x'], severity: 'low' });
    await service.command('memory.inject', {});
    await service.command('memory.delete', { id: 1 });
    expect(await codeOf(service.query('memory.detail', { id: 1 }))).toBe('memory.not_found');
    expect(await service.query('memory.search', { text: 'thing' })).toEqual([]);
    const event = await latestEvent(service);
    expect(event).toMatchObject({ kind: 'memory_deleted', entityId: '1' });
    expect(event.before).toMatchObject({
      content: 'One thing',
      tags: ['x'],
      severity: 'low',
      references: 1,
      key: null,
      related: [],
      extra: {},
    });
    expect(event.before).toHaveProperty('createdAt');
    expect(event.before).toHaveProperty('hash');
  });

  test('verifying takes the staleness away', async () => {
    const bench = await openBench();
    const { service } = bench;
    await add(service, 'One thing');
    await service.command('memory.edit', { id: 1, status: 'stale' });
    const { lastVerified } = await service.command('memory.verify', { id: 1 });
    expect((await service.query('memory.detail', { id: 1 })).row).toMatchObject({
      status: 'active',
      lastVerified,
    });
    expect(await latestEvent(service)).toMatchObject({
      kind: 'memory_updated',
      before: { lastVerified: null, status: 'stale' },
      after: { lastVerified, status: 'active' },
    });
  });
});

describe('memory.gc', () => {
  test('removes what nobody needed for long, and lists it first', async () => {
    const bench = await openBench();
    const { service } = bench;
    await add(service, 'Old and never needed');
    await add(service, 'Old and needed', { module: 'needed' });
    await add(service, 'Old and verified');
    await service.command('memory.inject', { module: 'needed' });
    bench.advance(91 * day);
    await service.command('memory.verify', { id: 3 });
    await add(service, 'New');
    const before = await countEvents(service);
    const dry = await service.command('memory.gc', { dryRun: true });
    expect(dry).toMatchObject({ dryRun: true, days: 90 });
    expect(dry.entries.map(({ id }) => id)).toEqual([1]);
    expect(await countEvents(service)).toBe(before);
    const done = await service.command('memory.gc', {});
    expect(done.entries.map(({ id }) => id)).toEqual([1]);
    expect((await service.query('memory.list', {})).map(({ id }) => id)).toEqual([4, 3, 2]);
    expect(await latestEvent(service)).toMatchObject({
      kind: 'memory_deleted',
      before: { content: 'Old and never needed', references: 0 },
    });
    expect((await service.command('memory.gc', {})).entries).toEqual([]);
  });

  test('goes by the days that are given', async () => {
    const bench = await openBench();
    await add(bench.service, 'A week old');
    bench.advance(7 * day);
    const days = async (number: number): Promise<number> =>
      (await bench.service.command('memory.gc', { days: number, dryRun: true })).entries.length;
    expect(await days(8)).toBe(0);
    expect(await days(6)).toBe(1);
    expect(await days(0)).toBe(1);
    expect(await days(Number.MAX_SAFE_INTEGER)).toBe(0);
    expect(await codeOf(days(-1))).toBe('usage.invalid');
    expect(await codeOf(days(1.5))).toBe('usage.invalid');
  });
});

describe('memory.inject', () => {
  test('gives lines, chosen texts or all texts, and counts what it gave without an event', async () => {
    const { service } = await openBench();
    await add(service, 'First thing\nwith more', { module: 'api', tags: ['net'] });
    await add(service, 'Second thing', { tags: ['ui'] });
    const before = await countEvents(service);
    const lines = await service.command('memory.inject', {});
    expect(lines).toMatchObject({ level: 1, leftOut: [] });
    expect(lines.entries.map(({ content }) => content)).toEqual([null, null]);
    const any = await service.command('memory.inject', { tags: ['net', 'nothing'] });
    expect(any).toMatchObject({ level: 2, entries: [{ content: 'First thing\nwith more' }] });
    const all = await service.command('memory.inject', { full: true });
    expect(all).toMatchObject({ level: 3 });
    expect(all.entries).toHaveLength(2);
    const rows = await service.query('memory.list', {});
    expect(rows.map(({ id, references, version }) => [id, references, version])).toEqual([
      [2, 2, 1],
      [1, 3, 1],
    ]);
    expect(await countEvents(service)).toBe(before);
  });

  test('counts no reference for what found no room', async () => {
    const { service } = await openBench();
    for (let number = 1; number <= 20; number += 1) await add(service, `Thing number ${number}`);
    const { entries, leftOut, tokens } = await service.command('memory.inject', { budget: 50 });
    expect(tokens).toBeLessThanOrEqual(50);
    expect(entries.length + leftOut.length).toBe(20);
    const counted = (await service.query('memory.list', {})).filter((row) => row.references > 0);
    expect(counted.map(({ id }) => id).sort()).toEqual(entries.map(({ row }) => row.id).sort());
    expect(await codeOf(service.command('memory.inject', { budget: 0 }))).toBe('usage.invalid');
    expect(await codeOf(service.command('memory.inject', { type: 'rumour' }))).toBe(
      'usage.invalid',
    );
  });
});

describe('choosing', () => {
  test('all that is given holds together', async () => {
    const bench = await openBench();
    const { service } = bench;
    await add(service, 'One', { tags: ['x', 'y'], severity: 'high', problemType: 'build_error' });
    await add(service, 'Two', { tags: ['x'], module: 'api' });
    bench.advance(100 * day);
    await add(service, 'Three', { type: 'decision', tags: ['y'] });
    const ids = async (choice: object): Promise<number[]> =>
      (await service.query('memory.entries', choice)).map(({ id }) => id);
    expect(await ids({})).toEqual([3, 2, 1]);
    expect(await ids({ limit: 1 })).toEqual([3]);
    expect(await ids({ tags: ['x', 'Y'] })).toEqual([3, 2, 1]);
    expect(await ids({ tags: ['x', 'Y'], everyTag: true })).toEqual([1]);
    expect(await ids({ severity: 'HIGH' })).toEqual([1]);
    expect(await ids({ problemType: 'build-error' })).toEqual([1]);
    expect(await ids({ type: 'pitfalls', module: 'api' })).toEqual([2]);
    expect(await ids({ track: 'knowledge' })).toEqual([3]);
    for (const wrong of [
      { track: 'x' },
      { status: 'x' },
      { severity: 'x' },
      { problemType: 'x' },
    ]) {
      expect(await codeOf(ids(wrong))).toBe('usage.invalid');
    }
  });
});

describe('memory.match', () => {
  test('looks into summary, tags and content and marks the match', async () => {
    const { service } = await openBench();
    await add(service, 'First line\nerror E1234 happens here', { tags: ['zebra'] });
    await add(service, 'Nothing of the kind', { module: 'api' });
    const match = (pattern: string, rest: object = {}) =>
      service.query('memory.match', { pattern, ...rest });
    const [hit] = await match('e\\d{4}');
    expect(hit).toMatchObject({ row: { id: 1 }, excerpt: 'error E1234 happens here' });
    expect(hit?.matches.map(([start, end]) => hit.excerpt.slice(start, end))).toEqual(['E1234']);
    expect((await match('^zebra$')).map(({ row }) => row.id)).toEqual([1]);
    expect(await match('nothing', { module: 'ui' })).toEqual([]);
    expect((await match('.', { limit: 1 })).map(({ row }) => row.id)).toEqual([2]);
    expect((await match('$')).length).toBe(2);
    expect(await codeOf(match('('))).toBe('memory.pattern_invalid');
  });

  test('cuts long lines around the match', async () => {
    const { service } = await openBench();
    await add(service, `${'x'.repeat(5000)} needle ${'y'.repeat(5000)}`);
    const [hit] = await service.query('memory.match', { pattern: 'needle' });
    expect(hit?.excerpt.length).toBeLessThan(170);
    const [[start, end] = [0, 0]] = hit?.matches ?? [];
    expect(hit?.excerpt.slice(start, end)).toBe('needle');
  });

  test('looks through more entries than are read at once', async () => {
    const { service } = await openBench();
    const entries = Array.from({ length: 1200 }, (_, index) =>
      record({ content: `Entry ${index}` }),
    );
    await service.command('memory.import', { entries, source: 'test' });
    const hits = await service.query('memory.match', { pattern: '^entry \\d+9$', limit: 5000 });
    expect(hits).toHaveLength(119);
  });
});

function record(rest: object = {}): CommandInput<'memory.import'>['entries'][number] {
  return {
    key: null,
    type: 'pitfall',
    track: 'bug',
    title: '',
    content: 'Text',
    tags: [],
    module: null,
    severity: null,
    problemType: null,
    component: null,
    status: 'active',
    related: [],
    createdAt: null,
    lastVerified: null,
    references: 0,
    extra: {},
    ...rest,
  };
}

describe('memory.import', () => {
  const full = record({
    key: 'bug/ui/thing-2026-01-01',
    title: 'A thing',
    content: 'What happened',
    tags: ['one'],
    severity: 'high',
    status: 'hardened',
    related: ['bug/ui/other'],
    createdAt: '2026-01-01T00:00:00.000Z',
    lastVerified: '2026-02-01T00:00:00.000Z',
    references: 3,
    extra: { root_cause: { deep: ['value'] } },
  });

  test('keeps every field, and changes nothing the second time', async () => {
    const { service } = await openBench();
    const entries = [full, record({ content: 'Another' })];
    const first = await service.command('memory.import', { entries, source: 'there' });
    expect(first).toMatchObject({ added: 2, ids: [1, 2], unchanged: 0, duplicates: 0 });
    const [exported] = await service.query('memory.export', { status: 'hardened' });
    expect(exported).toEqual({ id: 1, ...full });
    expect(await latestEvent(service)).toMatchObject({
      kind: 'import_completed',
      payload: { scope: 'memory', source: 'there', added: 2, ids: [1, 2] },
    });
    const before = await countEvents(service);
    const second = await service.command('memory.import', { entries, source: 'there' });
    expect(second).toMatchObject({ added: 0, ids: [], updated: [], unchanged: 1, duplicates: 1 });
    expect(await countEvents(service)).toBe(before);
  });

  test('keeps what differs here unless it is told to update', async () => {
    const { service } = await openBench();
    await service.command('memory.import', { entries: [full], source: 'there' });
    const entries = [{ ...full, content: 'What happened next', severity: 'low' }];
    const kept = await service.command('memory.import', { entries, source: 'there' });
    expect(kept).toMatchObject({ kept: [1], updated: [] });
    const dry = { entries, source: 'there', update: true, dryRun: true };
    expect(await service.command('memory.import', dry)).toMatchObject({ updated: [1] });
    expect((await service.query('memory.detail', { id: 1 })).content).toBe('What happened');
    const updated = await service.command('memory.import', { ...dry, dryRun: false });
    expect(updated).toMatchObject({ updated: [1], kept: [] });
    expect(await latestEvent(service)).toMatchObject({
      kind: 'memory_updated',
      before: { content: 'What happened', severity: 'high' },
      after: { content: 'What happened next', severity: 'low' },
    });
    expect((await service.query('memory.detail', { id: 1 })).row.references).toBe(3);
  });

  test('an update that would double another entry is kept', async () => {
    const { service } = await openBench();
    await add(service, 'Said here');
    await service.command('memory.import', { entries: [full], source: 'there' });
    const entries = [{ ...full, content: 'Said here' }];
    const answer = await service.command('memory.import', {
      entries,
      source: 'there',
      update: true,
    });
    expect(answer).toMatchObject({ kept: [2], updated: [] });
  });

  test('takes what is twice in the files once', async () => {
    const { service } = await openBench();
    const entries = [record(), record({ content: ' Text ' }), full, { ...full, content: 'Other' }];
    const answer = await service.command('memory.import', { entries, source: 'there' });
    expect(answer).toMatchObject({ added: 2, duplicates: 2 });
    // The numbers go on behind deleted entries.
    await service.command('memory.delete', { id: 2 });
    expect(await add(service, 'New')).toMatchObject({ id: 3 });
  });
});

describe('memory.related', () => {
  test('goes by links in both directions, then tags and words', async () => {
    const { service } = await openBench();
    await add(service, 'Retries hide the busy database', { tags: ['store'] });
    await add(service, 'Colours need contrast', { tags: ['looks'] });
    await add(service, 'Indexes make writes slower', { tags: ['store'] });
    await add(service, 'A busy database answers late', { tags: ['late'] });
    await service.command('memory.edit', { id: 2, related: ['#1'] });
    const related = await service.query('memory.related', { id: 1 });
    expect(related.map(({ row, reasons }) => [row.id, reasons])).toEqual([
      [2, ['linked']],
      [3, ['tags']],
      [4, ['words']],
    ]);
    expect(related[1]?.tags).toEqual(['store']);
    const back = await service.query('memory.related', { id: 2 });
    expect(back[0]).toMatchObject({ row: { id: 1 }, reasons: ['linked'] });
    expect(await service.query('memory.related', { id: 1, limit: 1 })).toHaveLength(1);
  });

  test('belongs to a text by its telling words', async () => {
    const { service } = await openBench();
    await add(service, 'The login form must not reload');
    await add(service, 'Colours need contrast');
    const related = await service.query('memory.related', { text: 'Build the login form\nTBD' });
    expect(related.map(({ row }) => row.id)).toEqual([1]);
    for (const text of ['', '"', '🦊', 'the and of']) {
      expect(await service.query('memory.related', { text })).toEqual([]);
    }
  });
});

describe('names', () => {
  test('are numbers, keys and the ends of keys', async () => {
    const { service } = await openBench();
    const keys = ['bug/ui/thing', 'knowledge/ui/thing', 'bug/data/other'];
    const entries = keys.map((key) => record({ key, content: key }));
    await service.command('memory.import', { entries, source: 'there' });
    const resolve = (name: string) => service.query('memory.resolve', { name });
    expect(await resolve('2')).toEqual({ id: 2 });
    expect(await resolve('#3')).toEqual({ id: 3 });
    expect(await resolve('bug/ui/thing')).toEqual({ id: 1 });
    expect(await resolve('other')).toEqual({ id: 3 });
    const error = await errorOf(resolve('thing'));
    expect(error).toMatchObject({ code: 'memory.ambiguous', details: { ids: [1, 2] } });
    expect(await codeOf(resolve(''))).toBe('id.invalid');
    for (const name of ['#', '9', '0', 'nothing', '%', 'ther', '-1']) {
      expect(await codeOf(resolve(name)), name).toBe('memory.not_found');
    }
  });
});

describe('a memory that is turned off', () => {
  test('refuses every call but the one that turns it on', async () => {
    const bench = await openBench();
    const { service } = bench;
    await add(service, 'One');
    await bench.execute(
      `INSERT INTO configuration (key, value) VALUES ('memory.enabled', 'false')`,
    );
    const calls: Promise<unknown>[] = [
      add(service, 'Two'),
      service.command('memory.edit', { id: 1, module: 'x' }),
      service.command('memory.delete', { id: 1 }),
      service.command('memory.verify', { id: 1 }),
      service.command('memory.gc', {}),
      service.command('memory.inject', {}),
      service.command('memory.import', { entries: [], source: 'x' }),
      service.query('memory.resolve', { name: '1' }),
      service.query('memory.entries', {}),
      service.query('memory.read', {}),
      service.query('memory.match', { pattern: 'x' }),
      service.query('memory.related', { id: 1 }),
      service.query('memory.export', {}),
    ];
    for (const call of calls) expect(await codeOf(call)).toBe('memory.disabled');
    expect(await service.query('memory.state', {})).toMatchObject({ enabled: false, total: 1 });
    const ready = await service.command('memory.initialise', {});
    expect(ready).toMatchObject({ enabled: true, changed: true, total: 1 });
    expect(await latestEvent(service)).toMatchObject({
      kind: 'configuration_changed',
      before: { 'memory.enabled': false },
      after: { 'memory.enabled': true },
    });
    expect(await service.command('memory.initialise', {})).toMatchObject({ changed: false });
    await service.command('memory.verify', { id: 1 });
  });
});
