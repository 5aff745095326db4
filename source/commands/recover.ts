/** The command that learns from git's log what was done. */
import type { CommandOutput } from '../domain/contract/calls.js';
import type { TaskRow } from '../domain/contract/rows.js';
import { FlowdeckError } from '../domain/errors.js';
import { parseId } from '../domain/ids.js';
import {
  commitsByTask,
  idsInMessages,
  type CommitMessage,
  type TaskCommits,
} from '../domain/recovery.js';
import type { TaskStatus } from '../domain/vocabulary.js';
import { isShallow, listCommits } from '../platform/git-log.js';
import type { Answer, CommandBody, CommandContext } from './definition.js';
import { resolveEpic, type Service } from './ids.js';
import { oneLine, plural } from './text.js';

/** What recovery leaves alone unless it is asked for. */
export const includable: readonly TaskStatus[] = [
  'skipped',
  'blocked',
  'failed',
  'upstream_failed',
];

export interface RecoverJson {
  readonly epic: string;
  readonly dry_run: boolean;
  readonly recovered: readonly CommittedTaskJson[];
  readonly already_done: readonly NamedTaskJson[];
  readonly not_found: readonly NamedTaskJson[];
  /** Tasks that commits only mention. */
  readonly hints: readonly CommittedTaskJson[];
  readonly left_alone: readonly { readonly id: string; readonly status: TaskStatus }[];
  /** The clone holds only the end of the history: what is older is not seen. */
  readonly shallow: boolean;
  readonly summary: {
    readonly recovered_count: number;
    readonly already_done_count: number;
    readonly not_found_count: number;
  };
}

interface NamedTaskJson {
  readonly id: string;
  readonly title: string;
}

interface CommittedTaskJson extends NamedTaskJson {
  /** Short hash and subject, newest first. */
  readonly commits: readonly string[];
}

export const recover: CommandBody<RecoverJson> = async (context) => {
  const { project, invocation } = context;
  const { service } = await project.open();
  const epicId = await resolveEpic(service, invocation.requiredText('epic'));
  const dryRun = invocation.switch('dry-run');
  const tasks = await service.query('tasks.list', { epicId });
  const found = await commitsOf(service, tasks, await readLog(context));
  const result = await service.command('epic.recover', {
    epicId,
    proven: tasks.flatMap(({ id }) => {
      const commits = found.get(id)?.proofs ?? [];
      return commits.length > 0 ? [{ id, commits }] : [];
    }),
    include: includedStatuses(invocation.list('include') ?? []),
    dryRun,
  });
  const { root } = await project.location();
  const shallow = await isShallow({ directory: root, environment: context.io.environment });
  return report(tasks, found, result, { dryRun, shallow });
};

function includedStatuses(words: readonly string[]): readonly TaskStatus[] {
  return words.map((word) => {
    const status = includable.find((each) => each === word.trim().toLowerCase().replace(/-/g, '_'));
    if (status !== undefined) return status;
    throw new FlowdeckError(
      'usage.invalid',
      `--include takes ${includable.join(', ')}, not ${word.slice(0, 100)}.`,
    );
  });
}

async function readLog({ project, io }: CommandContext): Promise<readonly CommitMessage[]> {
  const { root } = await project.location();
  const commits = await listCommits({ directory: root, environment: io.environment });
  if (commits !== null) return commits;
  throw new FlowdeckError('recover.no_log', `There is no git log to read in ${root}.`);
}

/** Ids in the log may be short ones or those of before a rename; what cannot be told apart proves nothing. */
async function commitsOf(
  service: Service,
  tasks: readonly TaskRow[],
  commits: readonly CommitMessage[],
): Promise<ReadonlyMap<string, TaskCommits>> {
  const ours = new Set(tasks.map(({ id }) => id));
  const numbers = new Set(tasks.map(({ id }) => parseId(id)?.number));
  const names = new Map<string, string>();
  for (const id of idsInMessages(commits)) {
    if (ours.has(id)) names.set(id, id);
    else if (numbers.has(parseId(id)?.number)) {
      const named = await service.query('id.resolve', { id }).catch(notNamed);
      if (named !== null && ours.has(named.id)) names.set(id, named.id);
    }
  }
  return commitsByTask(commits, (id) => names.get(id) ?? null);
}

function notNamed(error: unknown): null {
  if (error instanceof FlowdeckError && /^(?:id|task)\./.test(error.code)) return null;
  throw error;
}

function report(
  tasks: readonly TaskRow[],
  found: ReadonlyMap<string, TaskCommits>,
  result: CommandOutput<'epic.recover'>,
  { dryRun, shallow }: { readonly dryRun: boolean; readonly shallow: boolean },
): Answer<RecoverJson> {
  const lines = (commits: readonly CommitMessage[] = []): readonly string[] =>
    commits.map(({ hash, subject }) => `${hash.slice(0, 7)} ${oneLine(subject)}`);
  const row = ({ id, title }: TaskRow) => ({ id, title });
  const recovered = tasks
    .filter(({ id }) => result.recovered.includes(id))
    .map((task) => ({ ...row(task), commits: lines(found.get(task.id)?.proofs) }));
  const alreadyDone = tasks.filter(({ status }) => status === 'done');
  const proven = new Set([...result.recovered, ...result.leftAlone.map(({ id }) => id)]);
  const open = tasks.filter(({ id, status }) => status !== 'done' && !proven.has(id));
  const hints = open.flatMap((task) => {
    const commits = lines(found.get(task.id)?.hints);
    return commits.length > 0 ? [{ ...row(task), commits }] : [];
  });
  return {
    json: {
      epic: result.epicId,
      dry_run: dryRun,
      recovered,
      already_done: alreadyDone.map(row),
      not_found: open.map(row),
      hints,
      left_alone: result.leftAlone,
      shallow,
      summary: {
        recovered_count: recovered.length,
        already_done_count: alreadyDone.length,
        not_found_count: open.length,
      },
    },
    text: () => [
      `${dryRun ? 'Would recover' : 'Recovered'} ${plural(recovered.length, 'task')} of ${result.epicId}; ${alreadyDone.length} done already, ${open.length} without proof.`,
      ...recovered.flatMap(({ id, title, commits }) => [
        `  ${id}: ${oneLine(title)}`,
        ...commits.map((line) => `    ${line}`),
      ]),
      ...hints.flatMap(({ id, commits }) => [
        `  ${id} is only mentioned:`,
        ...commits.slice(0, 3).map((line) => `    ${line}`),
      ]),
      ...result.leftAlone.map(
        ({ id, status }) => `  ${id} is ${status} and was left alone (--include ${status}).`,
      ),
      ...(shallow
        ? [
            'The clone is shallow: what lies before its beginning was not seen (git fetch --unshallow).',
          ]
        : []),
    ],
  };
}
