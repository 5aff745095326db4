/**
 * Which commits prove that a task is done. Proof is only what is said in an agreed form, about the whole id:
 *
 * - a trailer `Task: fn-1.2` (or `Tasks:`, `Task-Id:`, `Flow-Task:`) whose value is nothing but ids;
 * - a subject `fn-1.2: …`, `[fn-1.2] …`, `feat(fn-1.2): …` or `… (fn-1.2)`.
 *
 * Whatever else names a task only mentions it. Work in progress, fixups and reverts prove nothing, and neither does
 * what was reverted.
 */
import { parseId } from './ids.js';

export interface CommitMessage {
  readonly hash: string;
  readonly at: string;
  readonly subject: string;
  readonly body: string;
}

/** An id of a task with nothing around it that would make it another one. */
const idPattern =
  /(?<![\w.-])[a-z]+-\d{1,15}(?:-[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)?\.\d{1,15}(?![\w-]|\.\w)/g;
const trailerPattern = /^(?:tasks?|task-id|flow-task)\s*:\s*(.+)$/gim;
const unfinished = /^(?:wip\b|fixup!|squash!|amend!|draft\b|revert\b)/i;
const revertedPattern = /\bThis reverts commit ([0-9a-f]{7,40})\b/g;

export interface TaskCommits {
  /** Newest first, as the log has them. */
  readonly proofs: readonly CommitMessage[];
  readonly hints: readonly CommitMessage[];
}

/** Every id of a task that the messages hold, once. */
export function idsInMessages(commits: readonly CommitMessage[]): ReadonlySet<string> {
  return new Set(commits.flatMap(({ subject, body }) => idsIn(`${subject}\n${body}`)));
}

/**
 * What the log says about each task.
 * @param taskOf the task that an id as it was written stands for; null for one of no interest
 */
export function commitsByTask(
  commits: readonly CommitMessage[],
  taskOf: (id: string) => string | null,
): ReadonlyMap<string, TaskCommits> {
  const reverted = revertedHashes(commits);
  const found = new Map<string, { proofs: CommitMessage[]; hints: CommitMessage[] }>();
  for (const commit of commits) {
    const { hash, subject, body } = commit;
    const isProof = !unfinished.test(subject) && !reverted.some((start) => hash.startsWith(start));
    const proven = new Set(isProof ? known(idsInAgreedForm(subject, body), taskOf) : []);
    for (const task of known(idsIn(`${subject}\n${body}`), taskOf)) {
      const entry = found.get(task) ?? { proofs: [], hints: [] };
      (proven.has(task) ? entry.proofs : entry.hints).push(commit);
      found.set(task, entry);
    }
  }
  return found;
}

function known(ids: readonly string[], taskOf: (id: string) => string | null): readonly string[] {
  return [...new Set(ids.flatMap((id) => taskOf(id) ?? []))];
}

function idsIn(text: string): readonly string[] {
  return [...text.matchAll(idPattern)].map(([id]) => id);
}

function idsInAgreedForm(subject: string, body: string): readonly string[] {
  const line = subject.trim();
  const forms = [
    /^(\S+?):\s/.exec(line)?.[1],
    /^\[([^\]]+)\]/.exec(line)?.[1],
    /^[a-z]+\(([^)]+)\)!?:/i.exec(line)?.[1],
    // A hosting service adds the number of the pull request behind it.
    /\(([^()]+)\)(?:\s+\(#\d+\))?$/.exec(line)?.[1],
  ];
  const trailers = [...body.matchAll(trailerPattern)].map(([, value]) => value);
  return [...forms, ...trailers].flatMap((part) => (part === undefined ? [] : onlyIds(part)));
}

/** The ids of a list of ids; nothing where it holds other words too. */
function onlyIds(text: string): readonly string[] {
  const words = text.split(/[\s,]+/).filter(Boolean);
  return words.every((word) => typeof parseId(word)?.task === 'number') ? words : [];
}

function revertedHashes(commits: readonly CommitMessage[]): readonly string[] {
  return commits.flatMap(({ body }) =>
    [...body.matchAll(revertedPattern)].map(([, hash = '']) => hash),
  );
}
