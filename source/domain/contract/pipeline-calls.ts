/** The calls by which an epic goes through its pipeline, and those that record what checks of the tree said. */
import type { PhaseRow } from './rows.js';

/** What somebody handed in when a phase was completed. */
export interface PipelineReceipt {
  readonly phase: string;
  readonly at: string;
  readonly actor: string | null;
  /** The phase was skipped: the work is trivial, or somebody said so. */
  readonly skipped: boolean;
  /** The gate was not asked. */
  readonly forced: boolean;
  readonly score: number | null;
  readonly evidence: string | null;
  readonly receipt: Readonly<Record<string, unknown>> | null;
}

export interface PipelineState {
  readonly epicId: string;
  readonly title: string;
  /** The phase that the epic is in. */
  readonly phase: string;
  readonly phaseTitle: string;
  readonly doneCondition: string;
  /** What is to be done in it, in words. */
  readonly prompt: string;
  readonly allDone: boolean;
  /** A fix or the like, for which nobody needs to brainstorm. */
  readonly trivial: boolean;
  /** True where nobody has begun the pipeline yet. */
  readonly fresh: boolean;
  readonly phases: readonly PhaseRow[];
  /** Of the phases that are over, in their order. */
  readonly receipts: readonly PipelineReceipt[];
}

/** What the environment and the working tree tell a gate. */
export interface GateInput {
  /** Requirements that stand in a file. */
  readonly requirements?: string;
  /** The project has invariants that can be checked. */
  readonly hasInvariants?: boolean;
  /** The program that is to review, as the environment or the configuration says. */
  readonly reviewBackend?: string | null;
}

export type CheckName = 'guard' | 'invariants';

export interface PipelineCommands {
  /** Says where the epic is and begins that phase, once. Trivial work begins with its plan. */
  'pipeline.next': {
    input: {
      readonly epicId: string;
      /** Whether to brainstorm; by the rule where it is not given. */
      readonly brainstorm?: boolean;
    };
    output: PipelineState;
  };
  /**
   * Completes the phase that the epic is in, if its gate lets it, and begins the next.
   * @throws `phase.unknown`, `phase.out_of_order`, `phase.all_done`, `pipeline.gate`, `pipeline.receipt_invalid`
   */
  'pipeline.done': {
    input: GateInput & {
      readonly epicId: string;
      readonly phase: string;
      /** Of 30. */
      readonly score?: number;
      readonly evidence?: string;
      readonly receipt?: Readonly<Record<string, unknown>>;
      /** The caller says that the guard passed; a recorded failure counts more. */
      readonly guardRan?: boolean;
      /** Do not ask the gate; that is recorded. */
      readonly force?: boolean;
    };
    output: PipelineState & { readonly previous: string };
  };
  /** Keeps in the log what a check of the working tree said. */
  'check.record': {
    input: {
      readonly check: CheckName;
      readonly passed: boolean;
      /** The commit that was checked, where there is one. */
      readonly revision?: string | null;
      readonly results: readonly { readonly name: string; readonly status: string }[];
    };
    output: { readonly id: number };
  };
}

export interface PipelineQueries {
  'pipeline.state': { input: { readonly epicId: string }; output: PipelineState };
}
