import { describe, expect, it } from 'vitest';
import {
  legacyPhaseNumber,
  numberedPhases,
  phaseDefinition,
  phaseSequence,
  pipelinePhases,
  workerPhases,
} from '../../source/domain/phases.js';

const ids = (options: Parameters<typeof phaseSequence>[0]): string[] =>
  phaseSequence(options).map(({ id }) => id);

describe('worker phases', () => {
  it('go through the default sequence', () => {
    expect(ids({})).toEqual(['0', '1', '2', '2.5', '3', '5', '5b', '6']);
    expect(ids({ scheme: 1, tdd: false, review: null })).toEqual(ids({}));
  });

  it('add the optional ones in their place', () => {
    expect(ids({ tdd: true })).toEqual(['0', '1', '2a', '2', '2.5', '3', '5', '5b', '6']);
    expect(ids({ review: 'codex' })).toEqual(['0', '1', '2', '2.5', '3', '4', '5', '5b', '6']);
    expect(ids({ tdd: true, review: 'rp' })).toEqual(workerPhases.map(({ id }) => id));
    expect(ids({ review: 'none' })).toEqual(ids({}));
  });

  it('keep the numbered scheme apart', () => {
    expect(ids({ scheme: 2 })).toEqual(['1', '2', '3', '5', '6', '7', '10', '11', '12']);
    expect(ids({ scheme: 2, tdd: true, review: true, outputs: true })).toEqual(
      numberedPhases.map(({ id }) => id),
    );
  });

  it('map every phase of the first scheme to one of the same meaning', () => {
    for (const { id, doneCondition } of workerPhases) {
      const number = legacyPhaseNumber(id);
      expect(phaseDefinition(2, String(number))?.doneCondition).toBe(doneCondition);
    }
    expect(legacyPhaseNumber('1.5')).toBe(3);
    expect(legacyPhaseNumber('5c')).toBe(9);
    expect(legacyPhaseNumber('7')).toBeNull();
  });

  it('have a title and a condition each, and no id twice', () => {
    for (const phases of [workerPhases, numberedPhases, pipelinePhases]) {
      expect(new Set(phases.map(({ id }) => id)).size).toBe(phases.length);
      for (const { title, doneCondition } of phases) {
        expect(title).not.toBe('');
        expect(doneCondition).toMatch(/\.$/);
      }
    }
    expect(phaseDefinition(1, '2a')?.title).toBe('TDD Red-Green');
    expect(phaseDefinition(1, '12')).toBeUndefined();
  });
});

describe('the pipeline', () => {
  it('leads from the idea to the end', () => {
    expect(pipelinePhases.map(({ id }) => id)).toEqual([
      ...['brainstorm', 'plan', 'plan_review', 'work', 'impl_review', 'close', 'completed'],
    ]);
  });
});
