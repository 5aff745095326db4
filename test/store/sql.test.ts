import { describe, expect, it } from 'vitest';
import { checkStatement } from '../../source/store/sql.js';
import type { SqlValue } from '../../source/store/types.js';

const write = { readOnly: false };
const refused = expect.objectContaining({ code: 'store.invalid_argument' }) as Error;

describe('what is bound', () => {
  const bind = (value: unknown): SqlValue | undefined =>
    checkStatement('SELECT ?', [value as SqlValue], write)[0];

  it.each([
    ['a boolean', true],
    ['undefined', undefined],
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['an object', {}],
    ['an array', []],
    ['a date', new Date(0)],
    ['a symbol', Symbol('s')],
    ['a function', () => 1],
    ['an ArrayBuffer', new ArrayBuffer(8)],
    ['an array of floats', new Float32Array(2)],
    ['an integer beyond 64 bits', 2n ** 63n],
  ])('refuses %s', (_name, value) => {
    expect(() => bind(value)).toThrow(refused);
  });

  it.each([
    ['an object of names', { a: 1 }],
    ['bytes', new Uint8Array(1)],
    ['a string', 'x'],
  ])('refuses %s in place of the array', (_name, args) => {
    expect(() => checkStatement('SELECT ?', args as never, write)).toThrow(refused);
  });

  it('refuses the hole of a sparse array', () => {
    // eslint-disable-next-line no-sparse-arrays
    expect(() => checkStatement('SELECT ?, ?', [, 1] as never, write)).toThrow(refused);
  });

  it('takes NUL characters and half surrogate pairs out of text', () => {
    expect(bind('a\0b\0')).toBe('ab');
    expect(bind('a\uD83Db\uDE00c')).toBe('a\uFFFDb\uFFFDc');
    expect(bind('\u{1F600} ok')).toBe('\u{1F600} ok');
  });

  it('binds whole numbers as integers and others as they are', () => {
    expect(bind(3)).toBe(3n);
    expect(bind(-0)).toBe(0n);
    expect(bind(0.5)).toBe(0.5);
    expect(bind(2 ** 60)).toBe(2 ** 60);
    expect(bind(7n)).toBe(7n);
    expect(bind(null)).toBeNull();
  });

  it('binds only the part of a buffer that was meant', () => {
    const part = new Uint8Array([1, 2, 3, 4]).subarray(1, 3);
    expect(bind(part)).toEqual(new Uint8Array([2, 3]));
    expect(bind(Buffer.from('hi'))).toEqual(new Uint8Array([104, 105]));
  });
});

describe('what is run', () => {
  const check = (sql: string, args: SqlValue[] = [], readOnly = false): SqlValue[] =>
    checkStatement(sql, args, { readOnly });

  it.each(['', '   ', ';', '-- nothing', '/* nothing */'])('refuses the empty %j', (sql) => {
    expect(() => check(sql)).toThrow(refused);
  });

  it('refuses a second statement, which the library would leave out', () => {
    expect(() => check('DELETE FROM a; DELETE FROM b')).toThrow(refused);
    expect(check("SELECT ';' ; -- the end")).toEqual([]);
  });

  it.each(['BEGIN', 'commit', 'END', 'ROLLBACK', ' rollback transaction'])('refuses %s', (sql) => {
    expect(() => check(sql)).toThrow(refused);
  });

  it('lets savepoints through', () => {
    for (const sql of ['SAVEPOINT a', 'ROLLBACK TO a', 'ROLLBACK TRANSACTION TO a', 'RELEASE a']) {
      expect(check(sql)).toEqual([]);
    }
  });

  it('counts the arguments: a missing one would be NULL', () => {
    expect(() => check('SELECT ?, ?', [1])).toThrow(refused);
    expect(() => check('SELECT ?', [1, 2])).toThrow(refused);
    expect(() => check('SELECT ?2', [1])).toThrow(refused);
    expect(check('SELECT ?1, ?1, ?', [1, 2])).toHaveLength(2);
    expect(check(`SELECT '?', "?", [?], \`?\`, 'it''s ?' /* ? */ -- ?`)).toEqual([]);
  });

  it('refuses names in place of positions, but not in JSON paths', () => {
    expect(() => check('SELECT :name')).toThrow(refused);
    expect(check("SELECT a ->> '$.b' FROM c")).toEqual([]);
  });

  it.each([
    'INSERT INTO a VALUES (1)',
    'DELETE FROM a RETURNING b',
    'UPDATE a SET b = 1',
    'REPLACE INTO a VALUES (1)',
    'WITH x AS (SELECT 1) INSERT INTO a SELECT * FROM x',
    'WITH x AS (SELECT 1) UPDATE "a" SET b = 1',
    'WITH x AS (SELECT 1) DELETE FROM a',
    'CREATE TABLE a (b)',
    'PRAGMA user_version = 3',
    'VACUUM',
  ])('refuses %s where only reading is meant', (sql) => {
    expect(() => check(sql, [], true)).toThrow(refused);
    expect(check(sql)).toEqual([]);
  });

  it.each([
    'SELECT 1',
    "WITH x AS (SELECT 'delete from a') SELECT * FROM x",
    "SELECT replace(a, 'b', 'c'), updated_at FROM d",
    'VALUES (1)',
    'EXPLAIN QUERY PLAN SELECT 1',
  ])('lets %s read', (sql) => {
    expect(check(sql, [], true)).toEqual([]);
  });
});
