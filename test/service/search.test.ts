import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { QueryInput, QueryVector } from '../../source/domain/contract/calls.js';
import type { SearchHit } from '../../source/domain/contract/rows.js';
import { createVectorIndex } from '../../source/memory/vectors.js';
import type { Service } from '../../source/service/index.js';
import { currentSynonyms, synonymFile } from '../../source/service/search-synonyms.js';
import { noteModel } from '../../source/store/repositories/vectors.js';
import { makeEpic, openBench, type Bench } from './support/service.js';

const find = async (
  service: Service,
  text: string,
  rest: Partial<QueryInput<'search'>> = {},
): Promise<readonly SearchHit[]> =>
  (await service.query('search', { text, scope: 'memory', ...rest })).hits;
const ids = async (...given: Parameters<typeof find>): Promise<string[]> =>
  (await find(...given)).map(({ id }) => id);
const remember = async (
  service: Service,
  title: string,
  content = title,
  rest: object = {},
): Promise<string> =>
  String((await service.command('memory.add', { type: 'pitfall', title, content, ...rest })).id);
const marked = ({ title, titleMatches }: SearchHit): string[] =>
  titleMatches.map(([start, end]) => title.slice(start, end));

describe('memory', () => {
  test('is found by the word, half of it, a slip, its synonym, and says why', async () => {
    const { service } = await openBench();
    const id = await remember(service, 'Database locks', 'Retry the transaction.');
    await remember(service, 'Colours', 'Keep to the palette.');
    const cases: [string, string[], string[]][] = [
      ['database', ['words'], ['Database']],
      ['datab', ['words'], ['Datab']],
      ['databse ', ['fuzzy'], ['Databse']],
      ['tabase ', ['fuzzy'], ['tabase']],
      ['db', ['words'], ['Database']],
      ['locking', ['words'], ['locks']],
      ['dtbs', ['fuzzy'], ['D', 't', 'b', 's']],
    ];
    for (const [text, arms, characters] of cases) {
      const [hit] = await find(service, text);
      expect(hit, text).toMatchObject({ kind: 'memory', id, arms });
      expect(hit && marked(hit).join(''), text).toContain(characters.join(''));
    }
    expect(await find(service, 'zebra crossing')).toEqual([]);
  });

  test('is found in its present form only', async () => {
    const bench = await openBench();
    const { service } = bench;
    const id = await remember(service, 'Alpha', 'The first text');
    expect(await ids(service, 'alpha')).toEqual([id]);
    const later = await remember(service, 'Gamma rays', 'Further words: quokka');
    expect(await ids(service, 'quokka')).toEqual([later]);
    await bench.execute("UPDATE memory SET title = 'Omega', content = 'Other' WHERE id = ?", [
      Number(id),
    ]);
    expect(await ids(service, 'omega')).toEqual([id]);
    expect(await ids(service, 'alpha')).toEqual([]);
    await bench.execute('DELETE FROM memory WHERE id = ?', [Number(id)]);
    expect(await ids(service, 'omega')).toEqual([]);
    const count = await bench.rows('SELECT count(*) AS count FROM memory_parts');
    expect(count).toEqual([{ count: 1 }]);
  });

  test('is filtered before the limit, whatever finds it', async () => {
    const { service } = await openBench();
    for (let number = 1; number <= 120; number += 1) {
      await remember(service, `Common words, entry ${number}`, `Text ${number}`, {
        module: 'many',
      });
    }
    const tags = ['sqlite', 'wal'];
    const id = await remember(service, 'Common words once more', 'A', { module: 'one', tags });
    for (const text of ['common words', 'comon wrods', 'c', 'co', '']) {
      expect(await ids(service, text, { limit: 3, filter: { module: 'one' } }), text).toEqual([id]);
    }
    expect(await ids(service, 'common', { filter: { tags: ['WAL', 'sqlite'] } })).toEqual([id]);
    expect(await ids(service, 'common', { filter: { tags: ['wal', 'rust'] } })).toEqual([]);
    expect(await find(service, 'common words', { limit: 3 })).toHaveLength(3);
  });

  test('puts what was of use first among equals, then what is new', async () => {
    const bench = await openBench();
    const { service } = bench;
    const first = await remember(service, 'Retry A', 'one');
    bench.advance(60);
    const second = await remember(service, 'Retry B', 'two');
    bench.advance(60);
    const third = await remember(service, 'Retry C', 'six');
    expect(await ids(service, 'retry')).toEqual([third, second, first]);
    await bench.execute('UPDATE memory SET refs = 3 WHERE id = ?', [Number(first)]);
    expect(await ids(service, 'retry')).toEqual([first, third, second]);
  });

  test('is found by paths, signs and scripts without blanks', async () => {
    const { service } = await openBench();
    const id = await remember(
      service,
      'Where it opens',
      'See source/store/open.ts for 数据库连接池.',
    );
    await remember(service, 'Other', 'Open the store of the source.');
    expect((await ids(service, 'store/open.ts'))[0]).toBe(id);
    expect(await ids(service, '数据库')).toEqual([id]);
    const [hit] = await find(service, 'store/open.ts');
    expect(hit?.excerpt).toContain('store/open.ts');
  });

  test('bears an entry of a megabyte and finds its last word', async () => {
    const { service } = await openBench();
    const filler = 'lorem ipsum dolor sit amet\n'.repeat(38_000);
    const id = await remember(service, 'A large one', `${filler}the needle`);
    const [hit] = await find(service, 'needle');
    expect(hit).toMatchObject({ id, excerpt: 'the needle', matches: [[4, 10]] });
  });

  test.each([
    '',
    'a',
    '"',
    '(((',
    'OR AND NOT',
    '"" "" *',
    '😀👩‍👩‍👧',
    '数',
    '^.*(a+)+$',
    'x'.repeat(10_000),
    'word '.repeat(2000),
    '"'.repeat(10_000),
    '/'.repeat(10_000),
    '\0\ud800',
  ])('bears the query %#', async (text) => {
    const { service } = await openBench();
    await remember(service, 'Some entry 😀', 'with words');
    for (const scope of ['memory', 'project', 'all'] as const) {
      for (const { excerpt, matches } of await find(service, text, { scope })) {
        for (const [, end] of matches) expect(end).toBeLessThanOrEqual(excerpt.length);
      }
    }
  });
});

describe('meaning', () => {
  const model = 'model-1';
  const direction = (axis: number, other = 0): Float32Array => {
    const vector = new Float32Array(384);
    vector[axis] = 1 - other;
    vector[axis + 1] = other;
    return vector;
  };
  const asQuery = (vector: Float32Array): QueryVector => ({ model, values: [...vector] });
  async function fill({ service, database }: Bench): Promise<string[]> {
    const made = [
      await remember(service, 'Sessions end at night', 'a', { module: 'auth' }),
      await remember(service, 'Token rotation', 'b', { module: 'api' }),
      await remember(service, 'Without a vector: token', 'c'),
    ];
    await database.write(async (transaction) => {
      await noteModel(transaction, model, '2026-01-01T00:00:00.000Z');
      for (const [index, id] of made.slice(0, 2).entries()) {
        const vector = direction(10 * index);
        const values = { memoryId: Number(id), model, vector, textHash: 'x' };
        await createVectorIndex().upsert(transaction, values);
      }
    });
    return made;
  }

  test('finds what no word finds, and says so', async () => {
    const bench = await openBench();
    const [sessions] = await fill(bench);
    const vector = asQuery(direction(0, 0.2));
    const [hit, ...others] = await find(bench.service, 'zebra', { vector });
    expect(hit).toMatchObject({ id: sessions, arms: ['meaning'], titleMatches: [] });
    expect(others).toEqual([]);
    const { meaning } = await bench.service.query('search', { text: 'x', scope: 'memory', vector });
    expect(meaning.state).toBe('on');
    expect((await bench.service.query('search', { text: 'x', scope: 'all' })).meaning.state).toBe(
      'off',
    );
  });

  test('joins the words’ hits, and leaves those without a vector where they were', async () => {
    const bench = await openBench();
    const [, rotation, without] = await fill(bench);
    const vector = asQuery(direction(10, 0.1));
    const hits = await find(bench.service, 'token', { vector });
    expect(hits.map(({ id }) => id)).toEqual([rotation, without]);
    expect(hits[0]?.arms).toEqual(['words', 'meaning']);
  });

  test('is filtered, and answers nothing for another model’s vector or one that is none', async () => {
    const bench = await openBench();
    await fill(bench);
    const vector = asQuery(direction(0));
    expect(await find(bench.service, 'zebra', { vector, filter: { module: 'api' } })).toEqual([]);
    const foreign = { model: 'model-2', values: vector.values };
    expect(await find(bench.service, 'zebra', { vector: foreign })).toEqual([]);
    const wrong = { model, values: [1, 2, 3] };
    expect(await find(bench.service, 'zebra', { vector: wrong })).toEqual([]);
  });
});

describe('the project', () => {
  test('is found by titles, specs, summaries and ids, in its present form', async () => {
    const bench = await openBench();
    const { service } = bench;
    const { epic, task } = await makeEpic(service, 2, [], 'Payments by card');
    const other = await makeEpic(service, 1, [], 'Reading lists');
    const project = { scope: 'project' } as const;
    expect((await find(service, 'payment', project))[0]).toMatchObject({
      ...{ kind: 'epic', id: epic, row: null, title: 'Payments by card' },
    });
    await bench.execute("UPDATE tasks SET body = 'Mind the quokka' WHERE id = ?", [task(1)]);
    const [spec] = await find(service, 'quokka', project);
    expect(spec).toMatchObject({ kind: 'task', id: task(1), excerpt: 'Mind the quokka' });
    await service.command('task.start', { id: task(2) });
    await service.command('task.done', { id: task(2), summary: 'Used a wombat at last' });
    expect(await ids(service, 'wombat', project)).toEqual([task(2)]);
    expect((await ids(service, task(2), project))[0]).toBe(task(2));
    await bench.execute('DELETE FROM epics WHERE id = ?', [epic]);
    for (const word of ['payment', 'quokka', 'wombat']) {
      expect(await ids(service, word, project), word).toEqual([]);
    }
    expect((await ids(service, 'reading', project))[0]).toBe(other.epic);
    expect(await bench.rows('SELECT count(*) AS count FROM document_parts')).toEqual([
      { count: 2 },
    ]);
  });

  test('follows renamed ids', async () => {
    const bench = await openBench();
    const { epic } = await makeEpic(bench.service, 1, [], 'Payments');
    await bench.execute("UPDATE epics SET id = 'fn-9-new' WHERE id = ?", [epic]);
    await bench.execute("UPDATE tasks SET id = 'fn-9-new.1'");
    const found = await ids(bench.service, 'step', { scope: 'project' });
    expect(found).toEqual(['fn-9-new.1']);
    expect(await ids(bench.service, 'payments', { scope: 'project' })).toEqual(['fn-9-new']);
  });

  test('is searched together with the memory', async () => {
    const { service } = await openBench();
    const { epic } = await makeEpic(service, 0, [], 'Payments');
    await remember(service, 'Payments are in cents');
    const found = await find(service, 'payments', { scope: 'all' });
    expect(found.map(({ kind }) => kind).sort()).toEqual(['epic', 'memory']);
    expect(await ids(service, '', { scope: 'project' })).toEqual([epic]);
  });
});

describe('a person’s synonyms', () => {
  test('lie in the configuration directory and are read again when they change', () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'flowdeck-synonyms-'));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    const environment = { XDG_CONFIG_HOME: directory };
    const file = synonymFile(environment) ?? '';
    expect(file).toBe(path.join(directory, 'flowdeck', 'synonyms.txt'));
    expect(currentSynonyms(environment).has('kraken')).toBe(false);
    mkdirSync(path.dirname(file));
    writeFileSync(file, 'kraken, gateway\n');
    expect(currentSynonyms(environment).get('kraken')).toEqual(['gateway']);
    writeFileSync(file, 'kraken, the billing gateway\n');
    expect(currentSynonyms(environment).get('kraken')).toEqual(['the billing gateway']);
    rmSync(file);
    mkdirSync(file);
    expect(currentSynonyms(environment).has('kraken')).toBe(false);
  });

  test('widen what is found', async () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'flowdeck-synonyms-'));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    mkdirSync(path.join(directory, 'flowdeck'));
    writeFileSync(path.join(directory, 'flowdeck', 'synonyms.txt'), 'kraken, gateway\n');
    vi.stubEnv('XDG_CONFIG_HOME', directory);
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const { service } = await openBench();
    const id = await remember(service, 'The gateway is slow');
    expect(await ids(service, 'kraken')).toEqual([id]);
  });
});
