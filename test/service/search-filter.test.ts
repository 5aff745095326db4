import { describe, expect, test } from 'vitest';
import {
  compileFilter,
  fieldHelp,
  parseFilter,
} from '../../source/search/filter-language/index.js';
import { searchableFields } from '../../source/store/repositories/memory-terms.js';
import { openBench, type Bench } from './support/service.js';

const search = async (bench: Bench, expression: string, text = ''): Promise<number[]> => {
  const { hits } = await bench.service.query('search', {
    ...{ text, scope: 'memory', limit: 100, filter: { expression } },
  });
  return hits.map(({ id }) => Number(id)).sort((left, right) => left - right);
};

async function openNotes(): Promise<Bench> {
  const bench = await openBench();
  const { service } = bench;
  const remember = async (title: string, rest: object): Promise<number> =>
    (await service.command('memory.add', { type: 'pitfall', title, content: title, ...rest })).id;
  await remember('Busy locks', { tags: ['DB', 'wal'], module: 'Store', severity: 'high' });
  await remember('Colours of the palette', { type: 'convention', component: 'theme' });
  await remember('Vault tokens', { type: 'decision', module: 'auth', problemType: 'convention' });
  await remember('Übung draft', { module: 'übung', severity: 'low', tags: ['dba'] });
  await remember('Crash at midnight', { severity: 'critical', problemType: 'logic_error' });
  const old = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();
  await bench.execute('UPDATE memory SET created_at = ?, refs = 3, key = ? WHERE id = 2', [
    ...[old(100), 'knowledge/colours'],
  ]);
  await bench.execute('UPDATE memory SET created_at = ?, last_verified = ? WHERE id = 3', [
    ...[old(200), old(5.5)],
  ]);
  await bench.execute("UPDATE memory SET status = 'stale' WHERE id = 4");
  return bench;
}

const expressions = [
  ...['type:pitfall', 'type:pitfalls,decision', '-type:pitfall', 'type!=decision', 'track:bug'],
  ...['status:stale', 'status!=stale', 'module:store', 'module:none', '-module:auth '],
  ...['module:übung ', 'module:au', 'module:au ', 'tag:db ', 'tag:d', 'tag:#wal ', 'tag:none'],
  ...['-tag:db ', 'tag:db tag:wal ', 'tag:db,dba ', 'severity:high', 'severity>=high'],
  ...['severity<high', 'severity:none', '-severity>=high', 'problem:none', 'problem:logic-error'],
  ...['component:theme ', 'key:colours', 'key:none', 'title:of', 'title="vault tokens"', 'id:2'],
  ...['id>2', 'refs>1', 'refs:0', 'age>90d', 'age<1h', 'age:100d', 'verified:5d', 'verified:none'],
  ...['-verified<6d', 'stale:yes', 'stale:no', '-stale:yes', 'has:module', 'has:tag,severity'],
  ...['-has:component', 'has:problem type:pitfall', 'stale:yes refs>0', 'type:', ''],
];

describe('an expression', () => {
  test('finds what it says of rows', async () => {
    const bench = await openNotes();
    const rows = await bench.service.query('memory.list', {});
    for (const expression of expressions) {
      const fits = compileFilter(parseFilter(expression, 'memory'), 'memory', {
        actor: null,
        now: new Date().toISOString(),
      });
      const expected = rows.filter(fits).map(({ id }) => id);
      expect(await search(bench, expression), expression).toEqual(
        expected.sort((left, right) => left - right),
      );
    }
  });

  test('has a column for every field', () => {
    expect(
      fieldHelp('memory')
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...searchableFields].sort());
  });

  test('keeps out what contains a word, and holds for what is found by words', async () => {
    const bench = await openNotes();
    expect(await search(bench, '!draft !locks')).toEqual([2, 3, 5]);
    expect(await search(bench, 'stale:yes', 'colours')).toEqual([2]);
    expect(await search(bench, 'stale:no', 'colours')).toEqual([]);
  });

  test('that is mistaken is refused with its place', async () => {
    const bench = await openNotes();
    await expect(search(bench, 'type:pitfal,x module:a')).rejects.toMatchObject({
      code: 'usage.invalid',
      details: { start: 12, end: 13 },
    });
  });
});

test('flags are checked and hold too', async () => {
  const { service } = await openNotes();
  const found = await service.query('memory.search', { text: 'colours', stale: true });
  expect(found.map(({ row }) => row.id)).toEqual([2]);
  expect(await service.query('memory.search', { text: 'colours', stale: false })).toEqual([]);
  expect(await service.query('memory.search', { text: 'colours', status: 'hardened' })).toEqual([]);
  await expect(
    service.query('memory.search', { text: 'colours', severity: 'dire' }),
  ).rejects.toMatchObject({ code: 'usage.invalid' });
});
