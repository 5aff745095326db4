/** The calls by which agents and people share one project: locks, gaps, approvals, messages, who is at work. */
import type {
  ApprovalKind,
  ApprovalStatus,
  GapPriority,
  InboxKind,
  LockMode,
} from '../vocabulary.js';
import type { EventRow, PhaseMark } from './rows.js';

export interface LockRow {
  readonly path: string;
  readonly taskId: string;
  readonly mode: LockMode;
  readonly actor: string | null;
  readonly holderPid: number | null;
  /** The machine on which the process number means something. */
  readonly holderHost: string | null;
  readonly lockedAt: string;
  readonly expiresAt: string | null;
}

export interface GapRow {
  /** `gap-` and eight hexadecimal digits. */
  readonly id: string;
  readonly epicId: string;
  readonly taskId: string | null;
  readonly capability: string;
  readonly priority: GapPriority;
  readonly status: 'open' | 'resolved';
  /** Where it was noticed; findings of a review begin with `review`. */
  readonly source: string;
  readonly evidence: string | null;
  readonly addedAt: string;
  readonly resolvedAt: string | null;
}

export interface ApprovalRow {
  readonly id: string;
  readonly epicId: string | null;
  readonly taskId: string | null;
  readonly kind: ApprovalKind;
  /** What is asked for, in one sentence. */
  readonly question: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly status: ApprovalStatus;
  readonly requestedBy: string | null;
  readonly createdAt: string;
  readonly resolvedBy: string | null;
  readonly resolvedAt: string | null;
  readonly reason: string | null;
}

export interface MessageRow {
  /** The id of its event. */
  readonly id: number;
  readonly at: string;
  readonly from: string | null;
  /** Who is to read it: an actor, or whoever works on a task. */
  readonly to: string | null;
  readonly taskId: string | null;
  readonly text: string;
  /** When it was handed over; null while it waits. */
  readonly deliveredAt: string | null;
}

/** Something that needs a person now. */
export interface InboxItem {
  /** Stable as long as the matter lasts: `blocked fn-3.2`. */
  readonly key: string;
  readonly kind: InboxKind;
  readonly epicId: string | null;
  readonly taskId: string | null;
  readonly title: string;
  /** The reason, the question, the files. */
  readonly detail: string;
  /** Whom it is about. */
  readonly actor: string | null;
  readonly since: string;
  /** The row version of the task or epic. */
  readonly version: number | null;
  /** The approval or the gap. */
  readonly subjectId: string | null;
  /** All tasks it is about, where they are several: those of a conflict, the hinted ones of an epic. */
  readonly taskIds: readonly string[];
}

/** One who works, and on what; whoever holds several tasks has a row for each. */
export interface AgentRow {
  /** `actor taskId`. */
  readonly key: string;
  readonly actor: string;
  /** Null for one who acted within the last hour and holds nothing now. */
  readonly taskId: string | null;
  readonly epicId: string | null;
  readonly title: string | null;
  readonly version: number | null;
  readonly phase: PhaseMark | null;
  readonly claimedAt: string | null;
  /** Null for one who never beats. */
  readonly lastHeartbeat: string | null;
  readonly workerPid: number | null;
  readonly tokens: number;
  readonly costUsd: number;
  readonly lastEvent: EventRow | null;
  readonly locks: readonly string[];
  /** Messages that wait for the agent. */
  readonly unreadMessages: number;
}

export interface CoordinationCommands {
  /** Takes what is free; what others hold is told and does not fail. Dead and expired holders lose their locks. */
  'lock.acquire': {
    input: {
      readonly taskId: string;
      readonly paths: readonly string[];
      readonly mode?: LockMode;
      /** 2,700 unless given. */
      readonly timeToLiveSeconds?: number;
      readonly holderPid?: number;
    };
    output: {
      readonly taskId: string;
      readonly locked: readonly string[];
      /** One for each lock in the way; `owner` is its task. */
      readonly alreadyLocked: readonly {
        readonly path: string;
        readonly owner: string;
        readonly mode: LockMode;
        readonly actor: string | null;
      }[];
    };
  };
  'lock.release': {
    /** Without paths all of the task's; without a task everybody's. */
    input: { readonly taskId?: string; readonly paths?: readonly string[] };
    output: { readonly released: readonly string[] };
  };
  'gap.add': {
    input: {
      readonly epicId: string;
      readonly capability: string;
      readonly priority?: GapPriority;
      readonly source?: string;
      readonly taskId?: string;
    };
    /** A gap that is known is not added again; one that was resolved is open again. */
    output: { readonly gap: GapRow; readonly created: boolean; readonly reopened: boolean };
  };
  /** By its id, or by its capability within the epic. @throws `gap.not_found` */
  'gap.resolve': {
    input: {
      readonly epicId?: string;
      readonly id?: string;
      readonly capability?: string;
      readonly evidence?: string;
    };
    output: { readonly gap: GapRow; readonly changed: boolean };
  };
  'approval.create': {
    input: {
      readonly taskId?: string;
      readonly kind?: ApprovalKind;
      readonly question: string;
      readonly payload?: Readonly<Record<string, unknown>>;
    };
    output: { readonly approval: ApprovalRow };
  };
  /** @throws `approval.not_found`, `approval.resolved` */
  'approval.resolve': {
    input: {
      readonly id: string;
      readonly decision: 'approved' | 'rejected';
      readonly reason?: string;
    };
    output: { readonly approval: ApprovalRow };
  };
  /**
   * An event that the agent reads with its next heartbeat or phase: for the actor `to`, else for whoever works on the
   * task.
   */
  'message.send': {
    input: { readonly to?: string; readonly taskId?: string; readonly text: string };
    output: { readonly id: number };
  };
  /** Hands over what waits for the caller: sent to him by name, or to whoever works on his tasks or the named one. */
  'message.receive': {
    input: { readonly taskId?: string };
    output: { readonly messages: readonly MessageRow[] };
  };
  /** A line of an agent's own in the log. */
  'note.log': {
    input: { readonly epicId?: string; readonly taskId?: string; readonly text: string };
    output: { readonly id: number };
  };
}

export interface CoordinationQueries {
  /** Those that hold: expired ones and those of dead processes are left out. */
  'locks.list': {
    input: { readonly taskId?: string; readonly path?: string; readonly now: string };
    output: readonly LockRow[];
  };
  'gaps.list': {
    input: { readonly epicId?: string; readonly status?: 'open' | 'resolved' };
    output: readonly GapRow[];
  };
  'approvals.list': {
    input: { readonly status?: ApprovalStatus; readonly taskId?: string };
    output: readonly ApprovalRow[];
  };
  'approval.detail': { input: { readonly id: string }; output: ApprovalRow };
  /** Oldest first. */
  'messages.list': {
    input: { readonly actor?: string; readonly taskId?: string; readonly afterId?: number };
    output: readonly MessageRow[];
  };
  /** In the order of `inboxKinds`, then the oldest first. `now` as ISO 8601 in UTC: who is stale depends on it. */
  'inbox.list': { input: { readonly now: string }; output: readonly InboxItem[] };
  /** By actor, then by task. */
  'agents.list': { input: { readonly now: string }; output: readonly AgentRow[] };
}
