/** Which program reviews, and what several reviews say together. */
import { reviewBackends, type ReviewBackend } from './configuration.js';
import { receiptMode, receiptVerdict } from './pipeline-gates.js';

/** What each backend is run by; `none` needs nothing. */
export const backendPrograms: Readonly<Record<ReviewBackend, string | null>> = {
  rp: 'rp-cli',
  codex: 'codex',
  none: null,
};

export interface ReviewChoice {
  /** `ASK` where nobody has decided. */
  readonly backend: ReviewBackend | 'ASK';
  /** Who decided: `env`, `config` or `none`, with a remark where the program is missing. */
  readonly source: string;
  readonly warning: string | null;
}

/**
 * The environment before the configuration; a backend whose program is missing is none.
 * @param hasProgram whether a program can be started
 */
export function chooseReview(
  inEnvironment: string | undefined,
  configured: ReviewBackend | null,
  hasProgram: (program: string) => boolean,
): ReviewChoice {
  const given = inEnvironment?.trim().toLowerCase() ?? '';
  const fromEnvironment = reviewBackends.find((backend) => backend === given);
  const wanted = fromEnvironment ?? configured;
  const ignored =
    given !== '' && given !== 'ask' && fromEnvironment === undefined
      ? `FLOW_REVIEW_BACKEND is one of ${reviewBackends.join(', ')}; ${given.slice(0, 50)} is ignored.`
      : null;
  if (wanted === null) return { backend: 'ASK', source: 'none', warning: ignored };
  const source = fromEnvironment === undefined ? 'config' : 'env';
  const program = backendPrograms[wanted];
  if (program === null || hasProgram(program)) return { backend: wanted, source, warning: ignored };
  return {
    backend: 'none',
    source: `${source} (fallback: ${program} not available)`,
    warning: `${program} is not installed: nobody reviews (${wanted} is set).`,
  };
}

export type Receipt = Readonly<Record<string, unknown>>;

export interface ReviewDetail {
  /** Where the receipt was found. */
  readonly file: string;
  readonly mode: string;
  readonly verdict: string;
  readonly id: string;
  readonly timestamp: string;
  readonly review: string;
}

export interface ReviewComparison {
  readonly reviews: number;
  /** The newest verdict by mode. */
  readonly verdicts: Readonly<Record<string, string>>;
  /** Null where they disagree, and where nobody gave a verdict. */
  readonly consensus: string | null;
  readonly hasConflict: boolean;
  /** `Consensus`, `Conflict`, or `Insufficient` where fewer than two gave a verdict. */
  readonly outcome: 'Consensus' | 'Conflict' | 'Insufficient';
  readonly details: readonly ReviewDetail[];
}

export function compareReviews(
  receipts: readonly { readonly file: string; readonly receipt: Receipt }[],
): ReviewComparison {
  const details = receipts
    .map(({ file, receipt }) => ({
      file,
      mode: receiptMode(receipt) ?? 'unknown',
      verdict: receiptVerdict(receipt) ?? 'unknown',
      id: textOf(receipt['id']) ?? 'unknown',
      timestamp: textOf(receipt['timestamp']) ?? '',
      review: textOf(receipt['review']) ?? '',
    }))
    .sort((left, right) =>
      left.timestamp < right.timestamp ? -1 : left.timestamp > right.timestamp ? 1 : 0,
    );
  // Reviews of one backend differ by task: each task's newest counts.
  const newest = new Map(details.map((detail) => [`${detail.mode} ${detail.id}`, detail]));
  const verdicts = Object.fromEntries(details.map(({ mode, verdict }) => [mode, verdict]));
  const given = [...newest.values()]
    .map(({ verdict }) => verdict)
    // Who abstains takes no side.
    .filter((verdict) => verdict !== 'unknown' && verdict !== 'ABSTAIN');
  const distinct = new Set(given);
  const hasConflict = distinct.size > 1;
  return {
    reviews: details.length,
    verdicts,
    consensus: distinct.size === 1 ? (given[0] ?? null) : null,
    hasConflict,
    outcome: hasConflict ? 'Conflict' : given.length > 1 ? 'Consensus' : 'Insufficient',
    details,
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
