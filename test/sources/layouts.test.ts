import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ImportSet } from '../../source/domain/contract/import.js';
import { TestProject } from './support/project.js';

describe('the layouts of a .flow directory', () => {
  let project: TestProject;
  beforeEach(() => {
    project = new TestProject();
  });
  afterEach(() => project.end());

  const findings = (set: ImportSet) => set.findings.map(({ kind, path }) => [kind, path]);
  const byId = <Thing extends { readonly id: string }>(things: readonly Thing[], id: string) => {
    const thing = things.find((each) => each.id === id);
    if (!thing) throw new Error(`${id} was not read`);
    return thing;
  };

  it('schema 1: Markdown with front matter', async () => {
    const set = await project.copyFixture('schema-1').read();
    expect(findings(set)).toEqual([]);
    expect(byId(set.epics, 'fn-1-greet-people')).toMatchObject({
      title: 'Greet people',
      status: 'open',
      planReview: 'passed',
      dependsOn: ['fn-2-speak-up'],
      defaultReviewBackend: 'codex',
      body: '# Greet people\n\nThe plan.\n',
      specPath: '.flow/specs/fn-1-greet-people.md',
      createdAt: '2026-04-05T09:00:00.000Z',
      gaps: [{ id: 'gap-1', capability: 'goodbyes', priority: 'required', status: 'open' }],
      extra: { overview: 'Say hello to everybody.' },
    });
    expect(byId(set.epics, 'fn-2-speak-up')).toMatchObject({
      status: 'done',
      planReview: 'failed',
      completionReview: 'passed',
    });
    const task = byId(set.tasks, 'fn-1-greet-people.1');
    expect(task).toMatchObject({
      epicId: 'fn-1-greet-people',
      status: 'done',
      statusSource: 'committed',
      domain: 'frontend',
      ownedFiles: ['source/door.ts'],
      summary: 'Found it behind the curtain.',
      evidence: { commits: ['abc1234', 'def5678'], tests: ['npm test'], prs: [] },
    });
    expect(task.body).toContain('## Acceptance');
    expect(task.body).not.toContain('## Evidence');
    expect(byId(set.tasks, 'fn-1-greet-people.2')).toMatchObject({
      status: 'up_for_retry',
      priority: 3,
      dependsOn: [{ id: 'fn-1-greet-people.1', kind: 'blocks' }],
      reviewBackend: 'codex',
      summary: '',
      evidence: null,
    });
    expect(set.memory).toMatchObject([
      {
        key: 'entries/001-pitfall',
        type: 'pitfall',
        track: 'bug',
        tags: ['doors'],
        severity: 'high',
        problemType: 'logic_error',
        createdAt: '2026-04-05T00:00:00.000Z',
        lastVerified: '2026-04-07T00:00:00.000Z',
      },
    ]);
    expect(set.configuration).toEqual({ memory: { enabled: true }, max_retries: 2 });
  });

  it('schema 2: JSON beside Markdown, with the keys of its older versions', async () => {
    const set = await project.copyFixture('schema-2').read();
    expect(findings(set)).toEqual([]);
    expect(byId(set.epics, 'fn-1')).toMatchObject({
      status: 'done',
      branchName: 'fn-1',
      planReview: 'passed',
      planReviewedAt: '2026-02-01T11:00:00.000Z',
      completionReview: 'failed',
      createdAt: '2026-02-01T10:00:00.123Z',
    });
    expect(byId(set.epics, 'fn-2-x7k')).toMatchObject({
      dependsOn: ['fn-1'],
      defaultReviewBackend: 'codex:fast',
      extra: { completion_review_note: 'look again' },
    });
    expect(byId(set.tasks, 'fn-1.1')).toMatchObject({
      status: 'todo',
      summary: 'A hole, two feet deep.',
      evidence: { commits: ['1234abc'], tests: ['measured'] },
    });
    expect(byId(set.tasks, 'fn-1.2')).toMatchObject({
      status: 'done',
      assignee: 'gardener@example.com',
      claimedAt: '2026-02-01T12:00:00.000Z',
      claimNote: 'mine',
      completedAt: null,
      evidence: {
        commits: ['aaa1111'],
        tests: [],
        extra: { tests: { by: 'eye' }, approved: true },
      },
    });
    expect(byId(set.tasks, 'fn-2-x7k.1')).toMatchObject({
      epicId: 'fn-2-x7k',
      dependsOn: [{ id: 'fn-2-x7k.2', kind: 'blocks' }],
    });
    expect(byId(set.tasks, 'fn-2-x7k.2')).toMatchObject({
      status: 'blocked',
      blockedReason: 'The garden is locked.',
      summary: '',
      extra: { split_from: 'fn-2-x7k.1' },
    });
    expect(byId(set.tasks, 'fn-2-x7k.10')).toMatchObject({
      status: 'skipped',
      skippedReason: 'it rained',
    });
    expect(set.memory.map(({ type, content, createdAt }) => [type, content, createdAt])).toEqual([
      ['decision', 'Apple, not pear', null],
      ['pitfall', 'Trees planted upside down do not grow', '2026-02-01T00:00:00.000Z'],
      ['pitfall', 'A full can is heavy', '2026-02-02T00:00:00.000Z'],
    ]);
  });

  it('schema 3: specs hold the epics, memory is a tree', async () => {
    const set = await project.copyFixture('schema-3').read();
    expect(findings(set)).toEqual([['no-final-newline', 'tasks/fn-1-build-a-boat.1.md']]);
    expect(byId(set.epics, 'fn-1-build-a-boat')).toMatchObject({
      planReview: 'passed',
      extra: { ready: true, tracker: { identifier: 'BOAT-1' }, satisfies: ['R9'] },
    });
    expect(byId(set.epics, 'fn-1-build-a-boat').body).toMatch(/^# Build a boat/);
    expect(byId(set.tasks, 'fn-1-build-a-boat.1')).toMatchObject({
      epicId: 'fn-1-build-a-boat',
      priority: 1,
      summary: '',
      extra: { satisfies: ['R1', 'R18'], last_summary: 'half of it' },
    });
    expect(set.memory.map(({ key, type, title, status }) => [key, type, title, status])).toEqual([
      ['bug/ui/sail-too-small-2026-06-03', 'pitfall', 'The sail is too small', 'hardened'],
      ['knowledge/decisions/oak-2026-06-01', 'decision', 'Oak it is', 'active'],
      ['rope', 'convention', 'Rope', 'active'],
    ]);
    expect(set.memory[0]).toMatchObject({
      module: 'source/sail.ts',
      problemType: 'ui',
      related: ['knowledge/conventions/measure-twice-2026-06-01'],
      extra: { category: 'ui', symptoms: 'Nothing moves.' },
    });
  });

  it('the file store: state, pipeline, phases, events and archive inside .flow', async () => {
    const set = await project.copyFixture('file-store').read();
    expect(findings(set)).toEqual([]);
    expect(byId(set.epics, 'fn-1-sing')).toMatchObject({
      pipelinePhase: 'work',
      gaps: [{ capability: 'chorus' }],
      extra: {},
    });
    expect(byId(set.epics, 'fn-2-hum')).toMatchObject({ archived: true, body: 'Quietly.\n' });
    expect(byId(set.tasks, 'fn-2-hum.1').body).toContain('In and out.');
    expect(byId(set.tasks, 'fn-1-sing.1')).toMatchObject({
      status: 'done',
      statusSource: 'live-state',
      assignee: 'choir',
      completedAt: '2026-05-02T10:00:00.000Z',
      durationSeconds: 3600,
      retryCount: 1,
      evidence: {
        commits: ['c1'],
        filesChanged: 2,
        insertions: 10,
        deletions: 3,
        baselineRevision: 'aaa',
        finalRevision: 'bbb',
      },
      phases: { scheme: 2, completed: ['1', '2', '3', '5'], current: null },
      extra: { output: 'The key is C.\n' },
    });
    expect(set.logs?.[0]?.events.map(({ type }) => type)).toEqual([
      'task_started',
      'task_completed',
      'curtain_fell',
    ]);
    expect(set.memory.map(({ key, type, content }) => [key, type, content])).toEqual([
      ['entries.jsonl#7', 'decision', 'C major throughout'],
      [
        expect.stringMatching(/^entries\.jsonl#[0-9a-f]{8}$/),
        'pitfall',
        'Do not sing while humming',
      ],
    ]);
  });

  describe('live state beside the repository', () => {
    const withState = (data: Readonly<Record<string, unknown>>) =>
      project
        .copyFixture('schema-2')
        .write({ 'tasks/fn-1.1.state.json': data }, project.state)
        .read();

    it('wins wherever it speaks', async () => {
      const set = await withState({
        status: 'done',
        assignee: 'digger',
        claimed_at: '2026-02-03T08:00:00.000001Z',
        claim_note: 'with a spade',
        updated_at: '2026-02-03T09:00:00Z',
        evidence: { commits: ['9'], tests: 'dug', prs: [], depth: '2 ft' },
        review_receipt: 'r-1',
      });
      const task = byId(set.tasks, 'fn-1.1');
      expect(task).toMatchObject({
        status: 'done',
        statusSource: 'live-state',
        assignee: 'digger',
        claimedAt: '2026-02-03T08:00:00.000Z',
        claimNote: 'with a spade',
        completedAt: '2026-02-03T09:00:00.000Z',
        updatedAt: '2026-02-03T09:00:00.000Z',
        evidence: { commits: ['9'], tests: ['dug'], extra: { depth: '2 ft' } },
        extra: { state: { review_receipt: 'r-1' } },
      });
      expect(task.files.map(({ path }) => path)).toContain('state:tasks/fn-1.1.state.json');
    });

    it.each([
      [['0', '1', '2a'], '2', 1],
      [['0'], '1', 1],
      [[1, 2, 3], 5, 2],
      [['1', '2'], null, 2],
      [[], '0', 1],
      [[], '1', 2],
      [[0, 1, 2.5], 3, 1],
    ] as const)('phases %j, then %j, are of scheme %i', async (completed, current, scheme) => {
      const set = await withState({
        status: 'in_progress',
        phase_progress: {
          completed_phases: completed,
          current_phase: current,
          started_at: '2026-02-03T08:00:00Z',
        },
      });
      expect(byId(set.tasks, 'fn-1.1').phases).toEqual({
        scheme,
        completed: completed.map(String),
        current: current === null ? null : String(current),
        startedAt: '2026-02-03T08:00:00.000Z',
      });
    });

    it('of an unknown task is told and left out', async () => {
      project.copyFixture('schema-2');
      project.write({ 'tasks/fn-9.1.state.json': { status: 'done' } }, project.state);
      expect(findings(await project.read())).toEqual([
        ['stray-state', 'state:tasks/fn-9.1.state.json'],
      ]);
    });
  });
});
