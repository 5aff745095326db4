import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MemoryRecord } from '../../../source/domain/contract/memory-calls.js';
import '../../support/properties.js';
import { readMemoryLines, readMemoryPath } from '../../../source/sources/memory/read.js';
import {
  renderLines,
  renderV1,
  renderV2,
  type ExportedMemory,
} from '../../../source/sources/memory/render.js';
import { writeMemoryFiles } from '../../../source/sources/memory/write.js';
import { temporaryDirectory } from '../../platform/tree.js';

function entry(id: number, rest: Partial<MemoryRecord> = {}): ExportedMemory {
  return {
    id,
    key: null,
    type: 'pitfall',
    track: 'bug',
    title: 'The title',
    content: `Text ${id}`,
    tags: [],
    module: null,
    severity: null,
    problemType: null,
    component: null,
    status: 'active',
    related: [],
    createdAt: '2026-03-04T00:00:00.000Z',
    lastVerified: null,
    references: 0,
    extra: {},
    ...rest,
  };
}

const full = entry(7, {
  key: 'bug/ui/sail-2026-03-04',
  title: 'A "title": with --- and # in it',
  content: '# Heading\n\n---\n\nA text.\n\n---\nsecond: part',
  tags: ['yes', '2026-01-01', '12', 'a, b'],
  module: 'src/a.ts',
  severity: 'high',
  problemType: 'ui',
  component: 'null',
  status: 'hardened',
  related: ['bug/ui/other', 'bug/data/third'],
  createdAt: '2026-03-04T05:06:07.008Z',
  lastVerified: '2026-04-01T10:00:00.000Z',
  references: 12,
  extra: {
    category: 'ui',
    root_cause: 'two\nlines',
    symptoms: ['one', { deep: [1, true, null] }],
    when: '2026-01-01',
    'odd: key': 'x',
  },
});

function withoutId(exported: ExportedMemory): MemoryRecord {
  const record: Partial<ExportedMemory> = { ...exported };
  Reflect.deleteProperty(record, 'id');
  return record as MemoryRecord;
}

async function readTree(files: ReadonlyMap<string, string>): Promise<readonly MemoryRecord[]> {
  const folder = temporaryDirectory();
  writeMemoryFiles(folder, files);
  return (await readMemoryPath(folder)).records;
}

const storableText = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
  .filter((text) => text.trim() === text && text !== '' && !/[\0\r\p{Surrogate}]/u.test(text));
const line = storableText.filter((text) => !/[\n\u2028\u2029]/.test(text));
const time = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const optional = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: null });
const entries: fc.Arbitrary<ExportedMemory> = fc.record({
  id: fc.integer({ min: 1, max: 1_000_000 }),
  key: fc.integer({ min: 1, max: 9999 }).map((number) => `bug/data/entry-${number}`),
  type: fc.constantFrom('pitfall', 'convention', 'decision'),
  track: fc.constant('bug'),
  title: line,
  content: storableText,
  tags: fc.uniqueArray(line, { maxLength: 4 }),
  module: optional(line),
  severity: optional(fc.constantFrom('critical', 'high', 'medium', 'low')),
  problemType: optional(line),
  component: optional(line),
  status: fc.constantFrom('active', 'stale', 'hardened'),
  related: fc.uniqueArray(
    line.filter((text) => !/^#?\d+$/.test(text)),
    { maxLength: 3 },
  ),
  createdAt: time,
  lastVerified: optional(time),
  references: fc.nat(100),
  extra: fc
    .dictionary(
      fc.stringMatching(/^[a-z_]{1,12}$/).map((name) => `x_${name}`),
      fc.oneof(storableText, fc.integer(), fc.boolean(), fc.array(line, { maxLength: 3 })),
      { maxKeys: 4 },
    )
    .map((extra) => ({ ...extra, category: 'data' })),
});

describe('JSON lines', () => {
  test('keep all fields', () => {
    const plain = entry(1);
    const { records, findings } = readMemoryLines(renderLines([full, plain]));
    expect(records).toEqual([withoutId(full), withoutId(plain)]);
    expect(findings).toEqual([]);
  });

  test('keep whatever an entry may hold', () => {
    fc.assert(
      fc.property(fc.array(entries, { maxLength: 5 }), (list) => {
        expect(readMemoryLines(renderLines(list)).records).toEqual(list.map(withoutId));
      }),
    );
  });

  test('keep unknown keys of others and forgive bad lines', () => {
    const { records, findings } = readMemoryLines(
      [
        '\ufeff{"id": 4, "type": "decisions", "content": "One", "mood": "good", "refs": 2}',
        'no json',
        '[]',
        '{"type": "pitfall"}',
        '{"id": "mem-5", "content": "Two", "type": "rumour", "refs": -3, "extra": 1}',
      ].join('\n'),
    );
    expect(records).toMatchObject([
      { key: null, type: 'decision', references: 2, extra: { mood: 'good' } },
      { key: 'mem-5', type: 'convention', references: 0, extra: {} },
    ]);
    expect(findings.map(({ kind }) => kind)).toEqual([
      'invalid-json',
      'invalid-json',
      'empty-entry',
    ]);
  });
});

describe('the tree of files', () => {
  test('keeps all fields', async () => {
    expect(await readTree(renderV2([full]).files)).toEqual([withoutId(full)]);
  });

  test('keeps whatever an entry may hold', async () => {
    await fc.assert(
      fc.asyncProperty(entries, async (one) => {
        expect(await readTree(renderV2([one]).files)).toEqual([withoutId(one)]);
      }),
      { numRuns: 60 },
    );
  });

  test('keeps foreign fields that are called like ours', async () => {
    const odd = entry(1, {
      key: 'bug/ui/x',
      extra: { category: 'ui', refs: 'many', content: 'y' },
    });
    expect(await readTree(renderV2([odd]).files)).toEqual([withoutId(odd)]);
  });

  test('gives entries without a place one of their own', () => {
    const { files } = renderV2([
      entry(1, { problemType: 'build_error', title: 'Éxample: of *things*' }),
      entry(2, { problemType: 'build_error', title: 'example of things' }),
      entry(3, { type: 'decision', track: 'knowledge', title: '記憶', related: ['#1', '2', 'x'] }),
      entry(4, { title: 'T'.repeat(500), createdAt: null }),
    ]);
    expect([...files.keys()]).toEqual([
      'bug/build-errors/example-of-things-2026-03-04.md',
      'bug/build-errors/example-of-things-2026-03-04-2.md',
      'knowledge/decisions/entry-2026-03-04.md',
      `bug/runtime-errors/${'t'.repeat(60)}.md`,
    ]);
    expect(files.get('knowledge/decisions/entry-2026-03-04.md')).toContain(
      'bug/build-errors/example-of-things-2026-03-04-2',
    );
  });

  test.each([
    '../../escape',
    'bug/../../escape',
    'bug/ui/../../../escape',
    '/etc/passwd',
    'bug/ui/..',
    'bug/ui/a/b',
    'bug\\ui\\x',
    'bug/ui/\0',
  ])('takes no path from the key %j', (key) => {
    const { files } = renderV2([entry(1, { key, extra: { category: '../../x' } })]);
    for (const name of files.keys()) expect(name).toMatch(/^bug\/[a-z-]+\/[a-z0-9-]+\.md$/);
  });
});

describe('the lists of the first shape', () => {
  test('keep day, type and text, and say which entries had more', async () => {
    const { files, reduced } = renderV1([
      entry(1, { title: 'Text 1' }),
      entry(2, { type: 'decision', track: 'knowledge', content: 'Two\n\nparagraphs' }),
      entry(3, { severity: 'high' }),
      entry(4, { createdAt: '2026-03-04T05:00:00.000Z' }),
      entry(5, { content: 'Text\n## 2026-01-01 is no entry' }),
    ]);
    expect([...files.keys()]).toEqual(['pitfalls.md', 'decisions.md']);
    expect(reduced).toEqual([3, 4, 5]);
    const records = await readTree(files);
    expect(records.map(({ type, content, createdAt }) => [type, content, createdAt])).toEqual([
      ['decision', 'Two\n\nparagraphs', '2026-03-04T00:00:00.000Z'],
      ['pitfall', 'Text 1', '2026-03-04T00:00:00.000Z'],
      ['pitfall', 'Text 3', '2026-03-04T00:00:00.000Z'],
      ['pitfall', 'Text 4', '2026-03-04T00:00:00.000Z'],
      ['pitfall', 'Text\n ## 2026-01-01 is no entry', '2026-03-04T00:00:00.000Z'],
    ]);
  });
});

describe('readMemoryPath', () => {
  const fixtures = path.resolve(import.meta.dirname, '../../fixtures/flow');

  test.each([
    ['schema-1', 1],
    ['schema-2', 3],
    ['schema-3', 3],
    ['file-store', 2],
  ])('reads the memory of %s, from the project or its folders', async (name, count) => {
    const project = path.join(fixtures, name);
    const reading = await readMemoryPath(project);
    expect(reading.records).toHaveLength(count);
    expect(await readMemoryPath(path.join(project, '.flow'))).toEqual(reading);
    expect(await readMemoryPath(path.join(project, '.flow', 'memory'))).toEqual(reading);
  });

  test('takes the counters of numbered entries', async () => {
    const folder = temporaryDirectory();
    const files = {
      'entries/012-pitfall.md': 'A numbered entry\n',
      'stats.json': '{"12": {"refs": 5, "last_ref": "2026-01-01"}, "13": null}',
    };
    writeMemoryFiles(folder, new Map(Object.entries(files)));
    expect((await readMemoryPath(folder)).records).toMatchObject([
      { key: 'entries/012-pitfall', type: 'pitfall', references: 5 },
    ]);
    writeFileSync(path.join(folder, 'stats.json'), 'broken');
    expect((await readMemoryPath(folder)).records).toMatchObject([{ references: 0 }]);
  });

  test('reads one file, and says why where it cannot', async () => {
    const folder = temporaryDirectory();
    const file = path.join(folder, 'pitfalls.md');
    writeFileSync(file, '# Pitfalls\n\n## 2026-01-01 manual [pitfall]\nOne\n');
    expect((await readMemoryPath(file)).records).toMatchObject([{ content: 'One' }]);
    writeFileSync(path.join(folder, 'binary.md'), Buffer.from([0, 1, 2, 0]));
    const unreadable = expect.objectContaining({ code: 'memory.import_unreadable' }) as Error;
    await expect(readMemoryPath(path.join(folder, 'binary.md'))).rejects.toThrow(unreadable);
    await expect(readMemoryPath(path.join(folder, 'nothing'))).rejects.toThrow(unreadable);
  });

  test('walks no links and no hidden folders', async () => {
    const folder = temporaryDirectory();
    mkdirSync(path.join(folder, '.hidden'));
    writeFileSync(path.join(folder, '.hidden', 'x.md'), 'hidden');
    symlinkSync(folder, path.join(folder, 'loop'));
    expect((await readMemoryPath(folder)).records).toEqual([]);
  });
});

describe('writeMemoryFiles', () => {
  test('writes over nothing unless it is told to', () => {
    const folder = path.join(temporaryDirectory(), 'new');
    const files = new Map([
      ['a/b.md', 'one'],
      ['c.md', 'two'],
    ]);
    expect(writeMemoryFiles(folder, files)).toEqual(['a/b.md', 'c.md']);
    expect(writeMemoryFiles(folder, files)).toEqual([]);
    const other = new Map([
      ['new.md', 'new'],
      ['c.md', 'other'],
    ]);
    expect(() => writeMemoryFiles(folder, other)).toThrow(
      expect.objectContaining({ code: 'memory.export_exists' }) as Error,
    );
    expect(readdirSync(folder).sort()).toEqual(['a', 'c.md']);
    expect(writeMemoryFiles(folder, other, { force: true })).toEqual(['new.md', 'c.md']);
    expect(readFileSync(path.join(folder, 'c.md'), 'utf8')).toBe('other');
  });

  test('says where it cannot write', () => {
    const folder = temporaryDirectory();
    writeFileSync(path.join(folder, 'file'), '');
    expect(() => writeMemoryFiles(path.join(folder, 'file'), new Map([['x/y.md', '']]))).toThrow(
      expect.objectContaining({ code: 'memory.export_failed' }) as Error,
    );
  });
});
