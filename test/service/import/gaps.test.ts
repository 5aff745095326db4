import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epicFile, taskFile, TestProject } from '../../sources/support/project.js';

let project: TestProject;
beforeEach(() => {
  project = new TestProject();
});
afterEach(() => project.end());

const gap = (capability: string, more: Readonly<Record<string, unknown>> = {}) => ({
  id: `gap-${capability}`,
  capability,
  priority: 'required',
  status: 'open',
  source: 'review',
  task: null,
  added_at: '2026-01-02T00:00:00Z',
  ...more,
});

const write = (gaps: readonly unknown[]) =>
  project.write({
    'epics/fn-1.json': epicFile('fn-1'),
    'tasks/fn-1.1.json': taskFile('fn-1.1'),
    'epics/fn-1.gaps.json': { gaps },
  });

const stored = () =>
  project.all(
    `SELECT id, capability, priority, status, source, task_id, evidence, added_at FROM gaps
     ORDER BY capability`,
  );

const resolveHere = (capability: string) =>
  project.run("UPDATE gaps SET status = 'resolved', evidence = 'here' WHERE capability = ?", [
    capability,
  ]);

describe('gaps of files', () => {
  it('become gaps, whatever the file says of them', async () => {
    write([
      gap('A', { task: 'fn-1.1' }),
      { title: 'B', priority: 'Nice to have', status: 'closed', evidence: 'abc', task: 'gone' },
      { priority: 'required' },
      gap('a'),
    ]);
    const report = await project.import();
    expect(report.counts).toMatchObject({ epics: 1, tasks: 1 });
    expect(report.findings.map(({ kind }) => kind)).toEqual(['nameless-gap']);
    expect(await stored()).toEqual([
      {
        id: 'gap-A',
        capability: 'A',
        priority: 'required',
        status: 'open',
        source: 'review',
        task_id: 'fn-1.1',
        evidence: null,
        added_at: '2026-01-02T00:00:00.000Z',
      },
      {
        id: expect.stringMatching(/^gap-[0-9a-f]{8}$/) as string,
        capability: 'B',
        priority: 'nice-to-have',
        status: 'resolved',
        source: 'manual',
        task_id: null,
        evidence: 'abc',
        added_at: '2026-01-01T00:00:00.000Z',
      },
    ]);
    expect(await project.all('SELECT extra FROM epics')).toEqual([{ extra: '{}' }]);
    expect(await project.import()).toMatchObject({ added: 0, changed: 0, unchanged: 2 });
  });

  it('are compared one by one: what changed on one side is taken, on both is told', async () => {
    write([gap('A'), gap('B')]);
    await project.import();
    await resolveHere('A');
    write([gap('A'), gap('B', { status: 'resolved', evidence: 'file' }), gap('C')]);
    expect(await project.import()).toMatchObject({ changed: 1, conflicts: 0 });
    const statuses = async () =>
      (await stored()).map((row) => [row['capability'], row['status'], row['evidence']]);
    expect(await statuses()).toEqual([
      ['A', 'resolved', 'here'],
      ['B', 'resolved', 'file'],
      ['C', 'open', null],
    ]);
    write([gap('A', { priority: 'important' }), gap('B'), gap('C')]);
    const report = await project.import();
    expect(report.findings.filter(({ kind }) => kind === 'conflict')).toMatchObject([
      { path: 'epics/fn-1.json', message: expect.stringContaining('gap:a') as string },
    ]);
    expect((await statuses()).map(([, status]) => status)).toEqual(['resolved', 'open', 'open']);
    write([]);
    await project.import();
    expect(await stored()).toHaveLength(3);
  });

  it('leave the place where an older import had put them', async () => {
    write([gap('A')]);
    await project.import();
    // As it was before gaps had a table.
    await project.run('DELETE FROM gaps');
    const extra = JSON.stringify({ gaps: { gaps: [gap('A')] } });
    await project.run('UPDATE epics SET extra = ?', [extra]);
    const { digest } = await import('../../../source/service/import/fields.js');
    const [row] = await project.all<{ fields: string }>(
      "SELECT fields FROM import_base WHERE entity_kind = 'epic'",
    );
    const base = JSON.parse(row?.fields ?? '{}') as Record<string, string>;
    delete base['gap:a'];
    base['extra'] = digest(JSON.parse(extra));
    await project.run("UPDATE import_base SET fields = ? WHERE entity_kind = 'epic'", [
      JSON.stringify(base),
    ]);
    expect(await project.import()).toMatchObject({ changed: 1, conflicts: 0 });
    expect(await stored()).toMatchObject([{ capability: 'A' }]);
    expect(await project.all('SELECT extra FROM epics')).toEqual([{ extra: '{}' }]);
  });
});
