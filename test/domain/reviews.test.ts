import { describe, expect, it } from 'vitest';
import { chooseReview, compareReviews } from '../../source/domain/reviews.js';

const everything = () => true;
const nothing = () => false;

describe('chooseReview', () => {
  it('asks the environment first, then the configuration, then a person', () => {
    expect(chooseReview('codex', 'rp', everything)).toMatchObject({
      backend: 'codex',
      source: 'env',
    });
    expect(chooseReview(undefined, 'rp', everything)).toMatchObject({
      backend: 'rp',
      source: 'config',
    });
    expect(chooseReview(' ', null, everything)).toMatchObject({ backend: 'ASK', source: 'none' });
    expect(chooseReview('other', 'none', everything)).toMatchObject({
      backend: 'none',
      source: 'config',
      warning: 'FLOW_REVIEW_BACKEND is one of rp, codex, none; other is ignored.',
    });
  });

  it('does not pretend that a program reviews which is not there', () => {
    expect(chooseReview(undefined, 'rp', nothing)).toEqual({
      backend: 'none',
      source: 'config (fallback: rp-cli not available)',
      warning: 'rp-cli is not installed: nobody reviews (rp is set).',
    });
    expect(chooseReview('none', 'rp', nothing)).toMatchObject({ backend: 'none', warning: null });
  });
});

describe('compareReviews', () => {
  const receipt = (mode: string, verdict: string, rest = {}) => ({
    file: `${mode}.json`,
    receipt: { mode, verdict, id: 'fn-1.1', timestamp: '2026-03-01T00:00:00Z', ...rest },
  });

  it('finds what they agree on', () => {
    expect(compareReviews([receipt('rp', 'ship'), receipt('codex', 'SHIP')])).toMatchObject({
      reviews: 2,
      verdicts: { rp: 'SHIP', codex: 'SHIP' },
      consensus: 'SHIP',
      hasConflict: false,
      outcome: 'Consensus',
    });
    expect(compareReviews([receipt('rp', 'SHIP'), receipt('codex', 'needs work')])).toMatchObject({
      consensus: null,
      hasConflict: true,
      outcome: 'Conflict',
    });
  });

  it('takes the newest of each reviewer, and nobody who abstains', () => {
    const later = receipt('rp', 'SHIP', { timestamp: '2026-03-02T00:00:00Z' });
    expect(compareReviews([later, receipt('rp', 'NEEDS_WORK')])).toMatchObject({
      consensus: 'SHIP',
      outcome: 'Insufficient',
      verdicts: { rp: 'SHIP' },
    });
    expect(compareReviews([receipt('rp', 'ABSTAIN')])).toMatchObject({
      consensus: null,
      hasConflict: false,
      outcome: 'Insufficient',
    });
    expect(compareReviews([{ file: 'x', receipt: {} }]).details[0]).toMatchObject({
      mode: 'unknown',
      verdict: 'unknown',
    });
  });
});
