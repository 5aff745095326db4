import { beforeEach, expect, it } from 'vitest';
import { emptyProject, type Json, type Outcome } from './support.js';

let project: Awaited<ReturnType<typeof emptyProject>>;

beforeEach(async () => {
  project = await emptyProject();
  await project.json(['epic', 'create', '--title', 'Add sign-in']);
  await project.json(['task', 'create', '--epic', 'fn-1', '--title', 'Form']);
});

/** Two people do it at once, each on a connection of their own; the one that lost comes last. */
async function race(
  ann: readonly string[],
  bob: readonly string[] = ann,
): Promise<readonly { readonly who: string; readonly outcome: Outcome }[]> {
  const run = async (who: string, argv: readonly string[]) => ({
    who,
    outcome: await project.run([...argv, '--json', '--actor', who]),
  });
  const both = await Promise.all([run('ann', ann), run('bob', bob)]);
  return both.sort((left, right) => left.outcome.code - right.outcome.code);
}

/** A line that both try, those before it, and what the second one is told. */
const single: readonly (readonly [line: string, before: readonly string[], code: string])[] = [
  ['start fn-1.1', [], 'task.claimed'],
  ['done fn-1.1', ['start fn-1.1 --actor ann'], 'task.transition'],
  ['fail fn-1.1', ['start fn-1.1 --actor ann'], 'task.transition'],
  ['unblock fn-1.1', ['block fn-1.1 --reason Key'], 'task.transition'],
  ['block fn-1.1 --reason Key', [], 'task.transition'],
];

it.each(single)('exactly one can %s, and the other is told who did', async (line, before, code) => {
  for (const each of before) await project.json(each.split(' '));
  const [winner, loser] = await race(line.split(' '));
  expect([winner?.outcome.code, loser?.outcome.code]).toEqual([0, 1]);
  const told = JSON.parse(loser?.outcome.stderr ?? '') as Json;
  expect(told['code']).toBe(code);
  expect(told['error']).toContain(winner?.who);
});

it('an epic is closed once, whoever does it', async () => {
  await project.json(['done', 'fn-1.1', '--force']);
  await race(['epic', 'close', 'fn-1']);
  expect(await project.json(['events', '--type', 'epic_closed'])).toMatchObject({ count: 1 });
});

it('an approval is answered once, and whoever comes second is told by whom', async () => {
  const { id } = await project.json(['approval', 'create', '--question', 'May I?']);
  const [winner, loser] = await race(
    ['approval', 'approve', String(id)],
    ['approval', 'reject', String(id)],
  );
  expect([winner?.outcome.code, loser?.outcome.code]).toEqual([0, 1]);
  const { error, code } = JSON.parse(loser?.outcome.stderr ?? '') as Json;
  expect(code).toBe('approval.resolved');
  expect(error).toContain(` by ${winner?.who}`);
});

it('a file has one holder, and whoever comes second is told which task has it', async () => {
  await project.json(['task', 'create', '--epic', 'fn-1', '--title', 'Page']);
  const outcomes = await race(
    ['lock', '--task', 'fn-1.1', '--files', 'a.ts'],
    ['lock', '--task', 'fn-1.2', '--files', 'a.ts'],
  );
  const answers = outcomes.map(({ who, outcome }) => {
    const { locked, already_locked: held } = JSON.parse(outcome.stdout) as {
      readonly locked: readonly string[];
      readonly already_locked: readonly Json[];
    };
    return { who, locked, held };
  });
  const winner = answers.find(({ locked }) => locked.length > 0)?.who;
  expect(answers.flatMap(({ locked }) => locked)).toEqual(['a.ts']);
  expect(answers.flatMap(({ held }) => held)).toMatchObject([{ file: 'a.ts', actor: winner }]);
});
