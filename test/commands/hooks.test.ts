import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { defaultContext } from '../../source/service/context.js';
import { openService } from '../../source/service/open.js';
import { temporaryDirectory } from '../platform/tree.js';
import { emptyProject, runCommand } from './support.js';

let project: Awaited<ReturnType<typeof emptyProject>>;

beforeEach(async () => {
  project = await emptyProject();
  await project.json(['epic', 'create', '--title', 'Add sign-in']);
  await project.json(['task', 'create', '--epic', 'fn-1', '--title', 'Store']);
  await project.json(['task', 'create', '--epic', 'fn-1', '--title', 'Form', '--deps', 'fn-1.1']);
});

const hook = (name: string, event: object | string) =>
  project.run(['hook', name], { stdin: typeof event === 'string' ? event : JSON.stringify(event) });

const commit = { tool_name: 'Bash', tool_input: { command: 'git commit -m "feat: form"' } };
const nothing = { code: 0, stdout: '', stderr: '' };

/** What a run of the guard leaves in the log, some minutes ago. */
async function guardRan(passed: boolean, minutesAgo = 0): Promise<void> {
  const databasePath = path.join(project.directory, 'flowdeck.db');
  const now = () => new Date(Date.now() - minutesAgo * 60_000).toISOString();
  const opened = await openService({ databasePath, context: defaultContext({ actor: 'a', now }) });
  await opened.service.command('check.record', { check: 'guard', passed, results: [] });
  await opened.close();
}

describe('every hook', () => {
  it('lets things happen where there is no project, and never blocks by a defect of its input', async () => {
    const elsewhere = temporaryDirectory();
    const run = await runCommand(['hook', 'commit-gate'], {
      directory: elsewhere,
      stdin: JSON.stringify(commit),
    });
    expect(run).toEqual(nothing);
    for (const input of ['{', '[1', 'null']) {
      const { code, stderr } = await hook('pre-compact', input);
      expect(code).toBe(1);
      expect(stderr).toContain("Standard input is not a hook's JSON");
    }
    expect(await hook('auto-memory', '')).toEqual(nothing);
  });

  it('works on the project of the directory that the event names', async () => {
    const named = { cwd: project.directory, hook_event_name: 'PreCompact' };
    const { stdout } = await runCommand(
      ['hook', 'pre-compact', '--db', path.join(project.directory, 'flowdeck.db')],
      {
        directory: temporaryDirectory(),
        stdin: JSON.stringify(named),
      },
    );
    expect(stdout).toContain('fn-1-add-sign-in.1: Store');
  });
});

describe('commit-gate', () => {
  beforeEach(async () => {
    await project.json(['config', 'set', 'stack.backend.test', 'npm test']);
  });

  it('blocks a commit while a task runs until the guard has passed, which lets one commit through (mends: the gate looked for words that the guard does not print)', async () => {
    expect(await hook('commit-gate', commit)).toEqual(nothing);
    await project.json(['start', 'fn-1.1', '--actor', 'claude']);
    const blocked = await hook('commit-gate', commit);
    expect(blocked).toMatchObject({ code: 2, stdout: '' });
    expect(blocked.stderr).toContain('1 task in progress: fn-1-add-sign-in.1 (claude).');
    expect(blocked.stderr).toContain('Run flowdeck guard, then commit.');

    // The pass counts however the guard was asked to print: the log tells it, not the words of its output.
    await guardRan(true);
    expect(await hook('commit-gate', commit)).toEqual(nothing);
    const again = await hook('commit-gate', commit);
    expect(again).toMatchObject({ code: 2 });
    expect(again.stderr).toContain('has been used for a commit already');
    await guardRan(true);
    expect(await hook('commit-gate', commit)).toEqual(nothing);
  });

  it('lets one of two commits at the same time through', async () => {
    await project.json(['start', 'fn-1.1']);
    await guardRan(true);
    const both = await Promise.all([hook('commit-gate', commit), hook('commit-gate', commit)]);
    expect(both.map(({ code }) => code).sort()).toEqual([0, 2]);
  });

  it('counts no pass that is ten minutes old, or that a failure followed', async () => {
    await project.json(['start', 'fn-1.1']);
    await guardRan(true, 11);
    expect(await hook('commit-gate', commit)).toMatchObject({ code: 2 });
    await guardRan(true);
    await guardRan(false);
    expect(await hook('commit-gate', commit)).toMatchObject({ code: 2 });
  });

  it('leaves everything else alone', async () => {
    await project.json(['start', 'fn-1.1']);
    for (const command of ['git status', 'echo "git commit"']) {
      expect(await hook('commit-gate', { tool_input: { command } })).toEqual(nothing);
    }
    expect(await hook('commit-gate', { tool_input: { file_path: 'a.ts' } })).toEqual(nothing);
    await project.json(['config', 'set', 'stack.backend.test', 'null']);
    expect(await hook('commit-gate', commit)).toEqual(nothing);
  });
});

describe('the hooks that tell how the work stands', () => {
  beforeEach(async () => {
    await project.json(['start', 'fn-1.1', '--actor', 'claude']);
    const databasePath = path.join(project.directory, 'flowdeck.db');
    const opened = await openService({
      databasePath,
      context: defaultContext({ actor: 'claude' }),
    });
    await opened.service.command('lock.acquire', { taskId: 'fn-1.1', paths: ['src/store.ts'] });
    await opened.close();
  });

  it('pre-compact lists what runs, and the files that are locked (mends: the list of locks was never printed)', async () => {
    const { code, stdout } = await hook('pre-compact', { trigger: 'auto' });
    expect(code).toBe(0);
    expect(stdout.split('\n')).toEqual(
      expect.arrayContaining([
        'In progress:',
        '- fn-1-add-sign-in.1: Store (claude)',
        'Locked files:',
        '- src/store.ts (fn-1-add-sign-in.1, write)',
      ]),
    );
  });

  it('subagent-context answers in the form that the program wants', async () => {
    const { stdout } = await hook('subagent-context', { hook_event_name: 'SubagentStart' });
    expect(JSON.parse(stdout)).toEqual({
      hookSpecificOutput: {
        hookEventName: 'SubagentStart',
        additionalContext: expect.stringContaining(
          '- fn-1-add-sign-in.1: Store (claude)',
        ) as string,
      },
    });
    expect((await hook('subagent-context', {})).stdout).toContain('In progress:\n');
  });

  it('task-completed gives the files back and tells the log, not the project’s tree', async () => {
    const named = { teammate_name: 'worker-fn-1-add-sign-in.1', session_id: 'session-7' };
    const { code, stdout } = await hook('task-completed', named);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'Unlocked for fn-1-add-sign-in.1: src/store.ts\n',
    });
    const { events } = await project.json(['events', '--limit', '1']);
    expect(events).toMatchObject([{ event_type: 'note_logged', session_id: 'session-7' }]);
    for (const other of ['worker-fn-9-other.1', 'fn-1.10', 'somebody']) {
      expect(await hook('task-completed', { teammate_name: other })).toEqual(nothing);
    }
  });
});

describe('auto-memory', () => {
  const talk = 'I read the files that the task names and ran all of the tests again. '.repeat(4);
  const lesson = 'The root cause was that the mock server drops idle connections.';

  function transcript(...entries: object[]): string {
    const file = path.join(project.directory, 'transcript.jsonl');
    writeFileSync(
      file,
      `${entries.map((entry) => JSON.stringify(entry)).join('\n')}\n{"type":"assis`,
    );
    return file;
  }

  it('remembers in the memory that everything reads, once (mends: lessons went into files that no command reads)', async () => {
    const file = transcript(
      {
        type: 'user',
        message: { role: 'user', content: 'We decided to keep all of it as it is now.' },
      },
      {
        type: 'assistant',
        message: { role: 'assistant', content: [{ type: 'text', text: talk }] },
      },
      {
        type: 'response_item',
        payload: { role: 'assistant', content: [{ type: 'output_text', text: lesson }] },
      },
    );
    const event = { transcript_path: file, session_id: 'session-8' };
    expect((await hook('auto-memory', event)).stdout).toBe('Remembered 1 lesson.\n');
    expect(await hook('auto-memory', event)).toEqual(nothing);
    expect(await project.json(['memory', 'read'])).toMatchObject({
      entries: [
        { type: 'pitfall', content: lesson, tags: expect.arrayContaining(['auto']) as string[] },
      ],
    });
  });

  it('says at the end of a turn in JSON what it did: there, programs take nothing else', async () => {
    const file = transcript({ type: 'assistant', message: { content: `${talk}\n\n${lesson}` } });
    const event = { transcript_path: file, hook_event_name: 'Stop' };
    const { stdout } = await hook('auto-memory', event);
    expect(JSON.parse(stdout)).toEqual({ systemMessage: 'Remembered 1 lesson.' });
    expect(await hook('auto-memory', event)).toEqual(nothing);
  });

  it('does nothing where it is turned off, or the transcript is gone', async () => {
    const file = transcript({ type: 'assistant', message: { content: `${talk}\n\n${lesson}` } });
    await project.json(['config', 'set', 'memory.auto', 'false']);
    expect(await hook('auto-memory', { transcript_path: file })).toEqual(nothing);
    expect(await hook('auto-memory', { transcript_path: '/nowhere' })).toEqual(nothing);
    expect(await project.json(['memory', 'list'])).toMatchObject({ total: 0 });
  });
});
