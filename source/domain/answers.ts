/** What agents are answered, through whichever door they ask: the outputs of calls in JSON with snake case. */
import type { MessageRow } from './contract/coordination-calls.js';
import type {
  ActionResult,
  CommandOutput,
  PhaseInstruction,
  QueryOutput,
} from './contract/calls.js';
import type { NextWork } from './next-work.js';
import type { EpicRow, ProjectTotals, TaskDetail, TaskRow } from './contract/rows.js';
import { dependsOn, epicJson, taskJson, type EpicJson, type TaskJson } from './shapes.js';
import { composeTaskText } from './task-text.js';
import type { TaskStatus } from './vocabulary.js';

export interface CountsJson {
  /** False where there is no project. */
  readonly flow_exists: boolean;
  readonly epics: { readonly open: number; readonly done: number };
  readonly tasks: Readonly<Record<TaskStatus, number>>;
  readonly ready: number;
  /** `todo` tasks whose text says that they are finished. */
  readonly hinted: number;
  readonly runs: readonly never[];
}

export function countsAnswer({ epics, tasks }: ProjectTotals): CountsJson {
  return {
    flow_exists: true,
    epics: { open: epics.open, done: epics.done },
    tasks: tasks.byStatus,
    ready: tasks.ready,
    hinted: tasks.hinted,
    runs: [],
  };
}

export interface EpicsJson {
  readonly epics: readonly EpicJson[];
  readonly count: number;
}

/** Epics that were made for tasks whose epic has no file do not count. */
export function epicsAnswer(rows: readonly EpicRow[]): EpicsJson {
  const listed = rows.filter(({ placeholder }) => !placeholder);
  return { epics: listed.map(epicJson), count: listed.length };
}

export interface TasksJson {
  readonly tasks: readonly TaskJson[];
  readonly count: number;
}

export function tasksAnswer(rows: readonly TaskRow[]): TasksJson {
  return { tasks: rows.map(taskJson), count: rows.length };
}

interface NamedTask {
  readonly id: string;
  readonly title: string;
}

export interface ReadyJson {
  /** Null for all epics. */
  readonly epic: string | null;
  /** Who asks. */
  readonly actor: string;
  /** The best to begin with first. */
  readonly ready: readonly (NamedTask & { readonly depends_on: readonly string[] })[];
  readonly in_progress: readonly (NamedTask & { readonly assignee: string | null })[];
  readonly blocked: readonly (NamedTask & { readonly blocked_by: readonly string[] })[];
}

export function readyAnswer(
  epicId: string | null,
  actor: string,
  found: QueryOutput<'ready.list'>,
): ReadyJson {
  return {
    epic: epicId,
    actor,
    ready: found.ready.map((task) => ({ ...named(task), depends_on: dependsOn(task) })),
    in_progress: found.inProgress.map((task) => ({ ...named(task), assignee: task.assignee })),
    blocked: found.blocked.map(({ task, blockedBy }) => ({
      ...named(task),
      blocked_by: blockedBy,
    })),
  };
}

export interface NextJson {
  readonly status: NextWork['status'];
  readonly epic: string | null;
  readonly task: string | null;
  readonly reason: NextWork['reason'];
  /** Epics that wait, with those they wait for. */
  readonly blocked_epics: Readonly<Record<string, readonly string[]>>;
}

export function nextAnswer({ blockedEpics, ...found }: NextWork): NextJson {
  const { status, epic, task, reason } = found;
  return { status, epic, task, reason, blocked_epics: blockedEpics };
}

function named({ id, title }: TaskRow): NamedTask {
  return { id, title };
}

export interface ActionJson {
  readonly id: string;
  readonly status: TaskStatus;
  readonly message: string;
}

/** @param verb the end of the sentence about the task, such as `started` */
export function actionAnswer(verb: string, { id, status }: ActionResult): ActionJson {
  return { id, status, message: `Task ${id} ${verb}` };
}

export interface DoneJson extends ActionJson {
  /** Null when it was never started. */
  readonly duration_seconds: number | null;
  readonly warning?: string;
}

export function doneAnswer(result: CommandOutput<'task.done'>): DoneJson {
  const { durationSeconds, warning } = result;
  return {
    ...actionAnswer('finished', result),
    duration_seconds: durationSeconds,
    ...(warning !== null && { warning }),
  };
}

export interface BlockedJson extends ActionJson {
  readonly reason: string;
}

export function blockedAnswer(result: ActionResult, reason: string): BlockedJson {
  return { ...actionAnswer('blocked', result), reason: reason.trim() };
}

export interface FailedJson extends ActionJson {
  readonly reason: string;
  /** Tasks that can no longer be done because they wait for this one. */
  readonly upstream_failed: readonly string[];
}

export function failedAnswer(result: ActionResult, reason: string | undefined): FailedJson {
  return {
    ...actionAnswer('failed', result),
    reason: reason ?? 'Task failed',
    upstream_failed: result.alsoChanged
      .filter(({ status }) => status === 'upstream_failed')
      .map(({ id }) => id),
  };
}

export interface PhaseJson {
  readonly phase: string;
  readonly title: string;
  /** What holds when the phase is complete. */
  readonly done_condition: string;
}

/** Something that somebody wrote to an agent, or to whoever works on a task. */
export interface MessageJson {
  readonly id: number;
  readonly at: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly task: string | null;
  readonly text: string;
  readonly delivered_at: string | null;
}

export function messageJson(row: MessageRow): MessageJson {
  return {
    id: row.id,
    at: row.at,
    from: row.from,
    to: row.to,
    task: row.taskId,
    text: row.text,
    delivered_at: row.deliveredAt,
  };
}

export type PhaseNextJson =
  | {
      readonly phase: null;
      readonly all_done: true;
      readonly sequence: readonly string[];
      readonly messages: readonly MessageJson[];
    }
  | (PhaseJson & {
      readonly content: '';
      readonly completed_phases: readonly string[];
      readonly sequence: readonly string[];
      readonly all_done: false;
      /** Handed over now, and not again. */
      readonly messages: readonly MessageJson[];
    });

export function phaseNextAnswer(output: CommandOutput<'phase.next'>): PhaseNextJson {
  const { phase, completed, sequence } = output;
  const messages = output.messages.map(messageJson);
  if (phase === null) return { phase: null, all_done: true, sequence, messages };
  return {
    ...phaseJson(phase),
    content: '',
    completed_phases: completed,
    sequence,
    all_done: false,
    messages,
  };
}

export interface HeartbeatJson {
  readonly task: string;
  readonly last_beat: string;
  /** Handed over now, and not again. */
  readonly messages: readonly MessageJson[];
}

export function heartbeatAnswer(output: CommandOutput<'heartbeat.record'>): HeartbeatJson {
  const { taskId, lastBeat, messages } = output;
  return { task: taskId, last_beat: lastBeat, messages: messages.map(messageJson) };
}

export interface PhaseDoneJson {
  readonly completed_phase: string;
  readonly completed_phases: readonly string[];
  readonly all_done: boolean;
  readonly next_phase: PhaseJson | null;
}

export function phaseDoneAnswer(output: CommandOutput<'phase.done'>): PhaseDoneJson {
  return {
    completed_phase: output.completedPhase,
    completed_phases: output.completed,
    all_done: output.allDone,
    next_phase: output.next && phaseJson(output.next),
  };
}

function phaseJson({ id, title, doneCondition }: PhaseInstruction): PhaseJson {
  return { phase: id, title, done_condition: doneCondition };
}

/** A task's whole text, with what was handed in when it was finished. */
export function taskText({ row, body, summary, evidence }: TaskDetail): string {
  const { id, title, blockedReason } = row;
  return composeTaskText({ id, title, body, summary, evidence, blockedReason });
}
