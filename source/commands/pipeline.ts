/** The commands by which an epic goes through its pipeline. */
import type { CommandInput } from '../domain/contract/calls.js';
import type { PipelineReceipt, PipelineState } from '../domain/contract/pipeline-calls.js';
import { FlowdeckError, messageOf } from '../domain/errors.js';
import {
  pipelineAnswer,
  pipelineDoneAnswer,
  type PipelineDoneJson,
  type PipelineJson,
} from '../domain/pipeline-shapes.js';
import type { PhaseStatus } from '../domain/vocabulary.js';
import { ask } from './ask.js';
import type { CommandBody, CommandContext } from './definition.js';
import { gateInput } from './gate-input.js';
import { parseObject, textOf } from './input.js';
import { linesOf } from './output.js';
import { oneLine } from './text.js';

export interface PipelineShowJson extends PipelineJson {
  readonly phases: readonly {
    readonly id: string;
    readonly title: string;
    readonly status: PhaseStatus;
    readonly started_at: string | null;
    readonly completed_at: string | null;
  }[];
  readonly receipts: readonly PipelineReceiptJson[];
}

/** What was handed in when a phase was completed. */
export interface PipelineReceiptJson {
  readonly phase: string;
  readonly at: string;
  readonly actor: string | null;
  readonly skipped: boolean;
  readonly forced: boolean;
  readonly score: number | null;
  readonly evidence: string | null;
  readonly receipt: Readonly<Record<string, unknown>> | null;
}

export const pipelineNext: CommandBody<PipelineJson> = async (context) => {
  const { project, invocation } = context;
  const { service } = await project.open();
  const epicId = invocation.requiredText('epic');
  const brainstorm = await wantsBrainstorming(
    context,
    await service.query('pipeline.state', { epicId }),
  );
  const state = await service.command('pipeline.next', {
    epicId,
    ...(brainstorm !== null && { brainstorm }),
  });
  return { json: pipelineAnswer(state), text: () => stateLines(state) };
};

/** Trivial work goes without; with --interactive a person decides. */
async function wantsBrainstorming(
  { io, invocation }: CommandContext,
  { fresh, trivial, title, allDone }: PipelineState,
): Promise<boolean | null> {
  if (!invocation.switch('interactive') || !fresh || !trivial || allDone) return null;
  const skip = await ask(
    io,
    `“${oneLine(title)}” looks like trivial work. Skip brainstorming?`,
    true,
  );
  return skip === null ? null : !skip;
}

export const pipelineDone: CommandBody<PipelineDoneJson> = async (context) => {
  const { project, invocation } = context;
  const { service } = await project.open();
  const receipt = await receiptOf(context);
  const evidence = await textOf(context, 'evidence');
  const score = invocation.integer('score');
  const input = {
    epicId: invocation.requiredText('epic'),
    phase: invocation.requiredText('phase'),
    ...(await gateInput(context, service, receipt)),
    ...(score !== undefined && { score }),
    ...(evidence !== undefined && { evidence }),
    ...(receipt !== undefined && { receipt }),
    ...(invocation.switch('guard-ran') && { guardRan: true }),
    ...(invocation.switch('no-gate') && { force: true }),
  };
  await pause(context, input);
  const state = await passGate(context, input);
  return {
    json: pipelineDoneAnswer(state, input),
    text: () => [`Phase ${state.previous} of ${state.epicId} is done.`, ...stateLines(state)],
  };
};

type DoneInput = CommandInput<'pipeline.done'>;

/** What is worth a person's yes before it happens. */
const decisions: Readonly<Record<string, string>> = {
  plan_review: 'The plan is reviewed. Begin the work?',
  impl_review: 'The change is reviewed. Go on to closing?',
};

async function pause({ io, invocation }: CommandContext, { phase }: DoneInput): Promise<void> {
  const question = invocation.switch('interactive') ? decisions[phase.trim()] : undefined;
  if (question !== undefined && (await ask(io, question, true)) === false) throw stopped(phase);
}

/** A closed gate is a decision too, where somebody is there to take it. */
async function passGate(context: CommandContext, input: DoneInput) {
  const { project, invocation, io } = context;
  const { service } = await project.open();
  try {
    return await service.command('pipeline.done', input);
  } catch (error) {
    const isGate = error instanceof FlowdeckError && error.code === 'pipeline.gate';
    if (!isGate || !invocation.switch('interactive')) throw error;
    const answer = await ask(io, `${error.message}\nGo on all the same?`, false);
    if (answer !== true) throw error;
    return service.command('pipeline.done', { ...input, force: true });
  }
}

function stopped(phase: string): FlowdeckError {
  return new FlowdeckError('pipeline.stopped', `Stopped before leaving ${phase}, as answered.`);
}

async function receiptOf(
  context: CommandContext,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const text = await textOf(context, 'receipt');
  if (text === undefined) return undefined;
  try {
    return parseObject(text, 'The receipt');
  } catch (error) {
    throw new FlowdeckError('pipeline.receipt_invalid', messageOf(error));
  }
}

export const pipelineShow: CommandBody<PipelineShowJson> = async ({ project, invocation }) => {
  const { service } = await project.open();
  const state = await service.query('pipeline.state', { epicId: invocation.requiredText('epic') });
  return {
    json: {
      ...pipelineAnswer(state),
      phases: state.phases.map(({ id, title, status, startedAt, completedAt }) => ({
        id,
        title,
        status,
        started_at: startedAt,
        completed_at: completedAt,
      })),
      receipts: state.receipts.map(receiptJson),
    },
    text: () => [
      `${state.epicId}: ${oneLine(state.title)}`,
      ...state.phases.flatMap(({ id, title, status }) => {
        const receipt = state.receipts.find((each) => each.phase === id);
        const isCurrent = id === state.phase && !state.allDone;
        return [
          `${isCurrent ? '>' : ' '} [${status}] ${title}${receipt ? ` (${receiptLine(receipt)})` : ''}`,
        ];
      }),
    ],
  };
};

function stateLines({ allDone, prompt, epicId }: PipelineState): readonly string[] {
  return allDone ? [`The pipeline of ${epicId} is completed.`] : linesOf(prompt);
}

function receiptJson(receipt: PipelineReceipt): PipelineReceiptJson {
  const { phase, at, actor, skipped, forced, score, evidence } = receipt;
  return { phase, at, actor, skipped, forced, score, evidence, receipt: receipt.receipt };
}

function receiptLine({ at, actor, skipped, forced, score, receipt }: PipelineReceipt): string {
  const verdict = receipt?.['verdict'];
  return [
    actor ?? '-',
    at,
    ...(skipped ? ['skipped'] : []),
    ...(score === null ? [] : [`${score}/30`]),
    ...(typeof verdict === 'string' ? [oneLine(verdict)] : []),
    ...(forced ? ['without its gate'] : []),
  ].join(', ');
}
