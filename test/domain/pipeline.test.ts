import { describe, expect, it } from 'vitest';
import { pipelinePhases } from '../../source/domain/phases.js';
import {
  currentPipelinePhase,
  implementationQuestions,
  isTrivialWork,
  nextPipelinePhase,
  pipelinePrompt,
  planQuestions,
  questionScore,
} from '../../source/domain/pipeline.js';
import { missingAtGate, type GateFacts } from '../../source/domain/pipeline-gates.js';

describe('the pipeline', () => {
  it('is in its first phase without an entry, and behind the last that is over', () => {
    expect(currentPipelinePhase(new Map()).id).toBe('brainstorm');
    expect(currentPipelinePhase(new Map([['work', 'active']])).id).toBe('work');
    expect(currentPipelinePhase(new Map([['brainstorm', 'skipped']])).id).toBe('plan');
    expect(currentPipelinePhase(new Map([['completed', 'done']])).id).toBe('completed');
    expect(nextPipelinePhase('plan').id).toBe('plan_review');
    expect(nextPipelinePhase('completed').id).toBe('completed');
  });

  it.each([
    ['Fix typo in README', true],
    ['Bump the version', true],
    ['Rename a misspelt flag', true],
    ['Add sign-in', false],
    ['Prefixes for ids', false],
    ['', false],
    ['Fix the way in which the importer handles dangling links of old files', false],
    ['Fix one two three four five six seven eight nine', true],
  ])('%s is trivial: %s', (title, trivial) => {
    expect(isTrivialWork(title)).toBe(trivial);
  });

  it('says in every phase what is to be done for this epic', () => {
    for (const phase of pipelinePhases) {
      const prompt = pipelinePrompt(phase, 'fn-7-x');
      expect(prompt).toContain('fn-7-x');
      expect(prompt).not.toMatch(/\bEPIC\b/);
      expect(prompt.split('\n').length).toBeGreaterThan(1);
    }
  });

  it('names the step that comes next in the words of the door: a command line, or a tool', () => {
    for (const phase of pipelinePhases.filter(({ id }) => id.endsWith('_review'))) {
      const typed = `flowdeck phase done --epic fn-7-x --phase ${phase.id} --score N`;
      expect(pipelinePrompt(phase, 'fn-7-x')).toContain(typed);
      const called = pipelinePrompt(phase, 'fn-7-x', 'mcp');
      expect(called).toContain(`\`epic_phase_done\` with epic_id fn-7-x, phase ${phase.id}, score`);
      expect(called).not.toContain('--score');
    }
  });

  it('asks ten questions in each review, thirty points in all', () => {
    for (const questions of [planQuestions, implementationQuestions]) {
      expect(questions.map(({ id }) => id)).toEqual(
        Array.from({ length: 10 }, (_, index) => `Q${index + 1}`),
      );
      expect(questions.length * questionScore).toBe(30);
    }
  });
});

const text = '## Description\n\nDo it.\n\n## Acceptance\n\n- [ ] It is done\n';
const evidence = `Q1 yes. Q2 yes. Q3 no. Q4 mostly. Q5 all. ${'Reasons. '.repeat(30)}`;
const facts: GateFacts = {
  epicId: 'fn-1-a',
  origin: 'command',
  body: '# fn-1-a\n\n## Overview\n\nWhat it is for.\n',
  requirements: '',
  tasks: [{ id: 'fn-1-a.1', status: 'done', body: text }],
  score: 25,
  evidence,
  receipt: {},
  reviewBackend: null,
  guard: 'nothing',
  invariants: 'nothing',
  isClosed: true,
  errors: [],
};
const missing = (phase: string, changes: Partial<GateFacts> = {}): string =>
  missingAtGate(phase, { ...facts, ...changes }).join('\n');

describe('the gates', () => {
  it('name what is missing as the door calls it: by flags, or by fields of the tool', () => {
    const nothing = { score: null, evidence: '', reviewBackend: 'codex' };
    expect(missing('plan_review', nothing)).toMatch(
      /\(--score N\)[^]*\(--evidence TEXT\)[^]*\(--receipt-file FILE\)/,
    );
    const called = missing('plan_review', { ...nothing, origin: 'mcp' });
    expect(called).toMatch(/\(score\)[^]*\(evidence\)[^]*\(receipt\)/);
    expect(called).not.toContain('--');
  });

  it.each(pipelinePhases.map(({ id }) => id))('lets %s pass when all is there', (phase) => {
    expect(missing(phase)).toBe('');
  });

  it('wants requirements with something under their headings', () => {
    const fresh = '# fn-1-a\n\n## Overview\n\nTBD\n\n## Acceptance\n\n- [ ] TBD\n';
    expect(missing('brainstorm', { body: fresh })).toContain('not written down');
    expect(missing('brainstorm', { body: 'Only words.' })).toContain('not written down');
    expect(missing('brainstorm', { body: fresh, requirements: '## Scope\nAll of it\n' })).toBe('');
  });

  it('wants tasks with filled texts, and a receipt that names just these', () => {
    expect(missing('plan', { tasks: [] })).toBe('There are no tasks.');
    const unfilled = { id: 'fn-1-a.2', status: 'todo', body: '## Description\n\nTBD\n' } as const;
    expect(missing('plan', { tasks: [...facts.tasks, unfilled] })).toContain('fn-1-a.2');
    expect(missing('plan', { receipt: { tasks: ['fn-1-a.1'] } })).toBe('');
    expect(missing('plan', { receipt: { task_ids: ['fn-1-a.9'] } })).toBe(
      'The receipt leaves out fn-1-a.1.\nThe receipt names what does not exist: fn-1-a.9.',
    );
    expect(missing('plan', { receipt: { tasks: 'all' } })).toContain('as a list');
  });

  it.each(['plan_review', 'impl_review'])('wants score, evidence and verdict of %s', (phase) => {
    expect(missing(phase, { score: null })).toContain('A score of 30 is missing');
    expect(missing(phase, { score: 31 })).toContain('0 to 30, not 31');
    expect(missing(phase, { evidence: 'Q1 Q2 Q3 Q4 Q5' })).toContain('has 14 characters');
    expect(missing(phase, { evidence: `Q1 Q10 ${'x '.repeat(200)}` })).toContain(
      'speaks of 2 of the questions',
    );
    expect(missing(phase, { reviewBackend: 'codex' })).toContain('The receipt of codex is missing');
    expect(missing(phase, { reviewBackend: 'none' })).toBe('');
    const ship = { mode: 'codex', verdict: 'SHIP', id: 'fn-1-a' };
    expect(missing(phase, { reviewBackend: 'codex', receipt: ship })).toBe('');
    expect(missing(phase, { receipt: { ...ship, verdict: 'needs-work' } })).toBe(
      'The verdict is NEEDS_WORK, not SHIP.',
    );
    expect(missing(phase, { receipt: { ...ship, mode: 'guess' } })).toContain('must name its mode');
    expect(missing(phase, { receipt: { ...ship, id: 'fn-2' } })).toContain('is about fn-2');
    expect(missing(phase, { receipt: { mode: 'rp' } })).toContain('must hold a verdict');
  });

  it('wants the work done and the checks passed after it', () => {
    const tasks = [...facts.tasks, { id: 'fn-1-a.2', status: 'failed' as const, body: text }];
    expect(missing('work', { tasks })).toBe('Not done yet: fn-1-a.2.');
    expect(missing('work', { guard: 'failed' })).toBe('The guard failed.');
    expect(missing('work', { guard: 'outdated' })).toContain('flowdeck guard');
    expect(missing('work', { invariants: 'outdated' })).toContain('flowdeck invariants check');
    expect(missing('work', { guard: 'passed', invariants: 'passed' })).toBe('');
  });

  it('wants the epic closed and valid', () => {
    expect(missing('close', { isClosed: false })).toContain('flowdeck epic close fn-1-a');
    expect(missing('close', { errors: ['A. '] })).toContain('A.');
    expect(missing('close', { guard: 'failed' })).toBe('The guard failed.');
  });

  it('stays short whatever it is given', () => {
    const tasks = Array.from({ length: 500 }, (_, index) => ({
      id: `fn-1-a.${index}`,
      status: 'todo' as const,
      body: '',
    }));
    expect(missing('plan', { tasks }).length).toBeLessThan(300);
    expect(missing('plan', { receipt: { tasks: ['x'.repeat(1_000_000)] } }).length).toBeLessThan(
      300,
    );
  });
});
