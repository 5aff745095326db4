/** The commands about reviews: who reviews, what several said, what they found. */
import path from 'node:path';
import { gapCapabilityOf, gapPriorityOf, parseFindings, type Finding } from '../domain/findings.js';
import { messageOf } from '../domain/errors.js';
import { quoted } from '../domain/quote.js';
import {
  compareReviews,
  type Receipt,
  type ReviewChoice,
  type ReviewComparison,
} from '../domain/reviews.js';
import { namesIn } from '../platform/files.js';
import type { Answer, CommandBody, CommandContext } from './definition.js';
import { resolveEpic, type Service } from './ids.js';
import { parseObject, readInput } from './input.js';
import { reviewChoice } from './review-choice.js';
import { oneLine, plural } from './text.js';
import { UsageError } from './usage-error.js';

export type ReviewBackendJson =
  { readonly backend: ReviewChoice['backend']; readonly source: string } | ReviewComparisonJson;

export interface ReviewComparisonJson {
  readonly reviews: number;
  /** The newest by mode. */
  readonly verdicts: Readonly<Record<string, string>>;
  readonly consensus: string | null;
  readonly has_conflict: boolean;
  readonly outcome: ReviewComparison['outcome'];
  readonly details: ReviewComparison['details'];
}

export interface FindingsJson {
  readonly findings: readonly FindingJson[];
  readonly count: number;
  /** How many became gaps that were not known before. */
  readonly registered: number;
  readonly warnings: readonly string[];
  /** Where nothing was found: a review without findings is to be looked at again. */
  readonly verdict?: 'NEEDS_REANALYSIS';
}

export interface FindingJson {
  readonly severity: Finding['severity'];
  readonly category: string;
  readonly description: string;
  readonly file: string;
  readonly line: number | null;
  readonly confidence: number;
  readonly evidence: readonly string[];
  readonly autofix_class: Finding['autofixClass'];
  readonly owner: Finding['owner'];
  readonly pre_existing: boolean;
  readonly requires_verification: boolean;
  readonly suggested_fix: string | null;
  readonly why_it_matters: string | null;
  readonly reviewer: string | null;
}

export const reviewBackend: CommandBody<ReviewBackendJson> = async (context) => {
  const { project, invocation, io } = context;
  const files = invocation.list('compare');
  const epic = invocation.text('epic');
  if (files !== undefined) return comparison(compareReviews(await receiptsIn(context, files)));
  const service = (await project.exists()) ? (await project.open()).service : null;
  if (epic !== undefined && service !== null) {
    const found = await receiptsOfEpic(context, service, await resolveEpic(service, epic));
    if (found.length > 0) return comparison(compareReviews(found));
  }
  const { backend, source, warning } = await reviewChoice(context, service);
  if (warning !== null) io.stderr.write(`Warning: ${warning}\n`);
  return { json: { backend, source }, text: () => [backend] };
};

interface FoundReceipt {
  readonly file: string;
  readonly receipt: Receipt;
}

async function receiptsIn(
  { io }: CommandContext,
  files: readonly string[],
): Promise<readonly FoundReceipt[]> {
  if (files.length === 0) throw new UsageError('--compare names no file.');
  const found: FoundReceipt[] = [];
  for (const file of files) {
    found.push({ file, receipt: receiptIn(await readInput(io, file, '--compare'), file) });
  }
  return found;
}

function receiptIn(text: string, file: string): Receipt {
  return parseObject(text, quoted(file));
}

/** Those in the directory of reviews, those that tasks were finished with, and those of the pipeline. */
async function receiptsOfEpic(
  context: CommandContext,
  service: Service,
  epicId: string,
): Promise<readonly FoundReceipt[]> {
  const { flowDirectory } = await context.project.location();
  const folder = path.join(flowDirectory ?? '', 'reviews');
  const names = flowDirectory === null ? [] : namesIn(folder);
  const read: FoundReceipt[] = [];
  for (const name of names.filter((each) => isAbout(each, epicId)).sort()) {
    const file = path.join(folder, name);
    try {
      read.push({ file, receipt: receiptIn(await readInput(context.io, file, file), file) });
    } catch (error) {
      context.io.stderr.write(`Warning: ${messageOf(error)}\n`);
    }
  }
  for (const { id } of await service.query('tasks.list', { epicId })) {
    const { evidence } = await service.query('task.detail', { id });
    const receipt = evidence?.extra['review_receipt'];
    if (isReceipt(receipt)) read.push({ file: `evidence of ${id}`, receipt: { id, ...receipt } });
  }
  const { receipts } = await service.query('pipeline.state', { epicId });
  for (const { phase, receipt, at } of receipts) {
    if (receipt?.['verdict'] === undefined) continue;
    read.push({
      file: `phase ${phase}`,
      receipt: { id: `${epicId} ${phase}`, timestamp: at, ...receipt },
    });
  }
  return read;
}

/** `impl_review-fn-1-x.2-codex.json` is about `fn-1-x`, and not about `fn-1`. */
function isAbout(name: string, epicId: string): boolean {
  const at = name.indexOf(`-${epicId}`);
  return at >= 0 && /^(?:\.\d+)?-[a-z]+\.json$/.test(name.slice(at + epicId.length + 1));
}

function isReceipt(value: unknown): value is Receipt {
  return typeof value === 'object' && value !== null && 'verdict' in value;
}

function comparison(compared: ReviewComparison): Answer<ReviewBackendJson> {
  const { reviews, verdicts, consensus, hasConflict, outcome, details } = compared;
  return {
    json: { reviews, verdicts, consensus, has_conflict: hasConflict, outcome, details },
    text: () => [
      ...details.map(
        ({ mode, verdict, id, file }) =>
          `[${oneLine(verdict)}] ${oneLine(mode)} on ${oneLine(id)} (${file})`,
      ),
      consensus === null ? outcome : `${outcome}: ${consensus}`,
    ],
  };
}

export const parseFindingsCommand: CommandBody<FindingsJson> = async (context) => {
  const { invocation, io, project } = context;
  const file = invocation.requiredText('file');
  const register = invocation.switch('register');
  const epic = invocation.text('epic');
  if (register && epic === undefined) throw new UsageError('--register needs --epic.');
  const { findings, warnings } = parseFindings(await readInput(io, file, '--file'));
  const source = `review:${invocation.text('source') ?? path.basename(file === '-' ? 'stdin' : file)}`;
  let registered = 0;
  if (register && epic !== undefined) {
    const { service } = await project.open();
    const epicId = await resolveEpic(service, epic);
    registered = await registerGaps(service, epicId, source, findings);
  }
  return {
    json: {
      findings: findings.map(findingJson),
      count: findings.length,
      registered,
      warnings,
      ...(findings.length === 0 && { verdict: 'NEEDS_REANALYSIS' as const }),
    },
    text: () => [
      ...findings.map(findingLine),
      [
        plural(findings.length, 'finding'),
        ...(register ? [`${registered} new as ${registered === 1 ? 'a gap' : 'gaps'}`] : []),
      ].join(', '),
      ...warnings.map((warning) => `Warning: ${warning}`),
    ],
  };
};

/** Every finding is a gap of the epic, once; what was there before the change is not this epic's. */
async function registerGaps(
  service: Service,
  epicId: string,
  source: string,
  findings: readonly Finding[],
): Promise<number> {
  let registered = 0;
  for (const finding of findings.filter(({ preExisting }) => !preExisting)) {
    const { created } = await service.command('gap.add', {
      epicId,
      capability: gapCapabilityOf(finding),
      priority: gapPriorityOf(finding),
      source,
    });
    if (created) registered += 1;
  }
  return registered;
}

function findingJson(finding: Finding): FindingJson {
  return {
    severity: finding.severity,
    category: finding.category,
    description: finding.description,
    file: finding.file,
    line: finding.line,
    confidence: finding.confidence,
    evidence: finding.evidence,
    autofix_class: finding.autofixClass,
    owner: finding.owner,
    pre_existing: finding.preExisting,
    requires_verification: finding.requiresVerification,
    suggested_fix: finding.suggestedFix,
    why_it_matters: finding.whyItMatters,
    reviewer: finding.reviewer,
  };
}

function findingLine({ severity, description, category, file, line }: Finding): string {
  const place = `${file}${line === null ? '' : `:${line}`}`;
  return `[${severity}] ${oneLine(place)}: ${oneLine(description || category)}`;
}
