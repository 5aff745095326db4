import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface FlowTask {
  readonly title: string;
  readonly dependsOn?: readonly number[];
  readonly status?: string;
  readonly summary?: string;
  readonly description?: string;
}

export interface FlowEpic {
  readonly id: string;
  readonly title: string;
  readonly tasks: readonly FlowTask[];
  readonly dependsOn?: readonly string[];
}

const time = '2026-03-01T09:00:00.000000Z';

/** Writes a `.flow` directory of schema 2 (JSON beside Markdown), as it is found most often. */
export async function writeFlow(directory: string, epics: readonly FlowEpic[]): Promise<void> {
  const flow = path.join(directory, '.flow');
  for (const folder of ['epics', 'specs', 'tasks', 'memory']) {
    await mkdir(path.join(flow, folder), { recursive: true });
  }
  const json = (file: string, value: unknown): Promise<void> =>
    writeFile(path.join(flow, file), JSON.stringify(value, null, 2) + '\n');
  await json('meta.json', { schema_version: 2, next_epic: epics.length + 1 });
  await json('config.json', { memory: { enabled: true } });
  for (const epic of epics) {
    await json(`epics/${epic.id}.json`, {
      id: epic.id,
      title: epic.title,
      status: 'open',
      branch_name: epic.id,
      plan_review_status: 'unknown',
      plan_reviewed_at: null,
      depends_on_epics: epic.dependsOn ?? [],
      next_task: epic.tasks.length + 1,
      spec_path: `.flow/specs/${epic.id}.md`,
      created_at: time,
      updated_at: time,
    });
    await writeFile(
      path.join(flow, 'specs', `${epic.id}.md`),
      `# ${epic.title}\n\n## Overview\n\nWhy this epic exists.\n\n## Acceptance\n\n- [ ] it works\n`,
    );
    for (const [index, task] of epic.tasks.entries()) {
      const id = `${epic.id}.${index + 1}`;
      await json(`tasks/${id}.json`, {
        id,
        epic: epic.id,
        title: task.title,
        status: task.status ?? 'todo',
        priority: null,
        depends_on: (task.dependsOn ?? []).map((number) => `${epic.id}.${number}`),
        assignee: null,
        claimed_at: null,
        claim_note: '',
        spec_path: `.flow/tasks/${id}.md`,
        created_at: time,
        updated_at: time,
      });
      await writeFile(
        path.join(flow, 'tasks', `${id}.md`),
        `# ${id} ${task.title}\n\n## Description\n${task.description ?? 'TBD'}\n\n## Acceptance\n- [ ] TBD\n\n## Done summary\n${task.summary ?? 'TBD'}\n\n## Evidence\n- Commits:\n- Tests:\n- PRs:\n`,
      );
    }
  }
}

/** An empty directory of its own for a test; `remove` takes it away with all that is in it. */
export async function temporaryDirectory(): Promise<{ path: string; remove(): Promise<void> }> {
  const directory = await mkdtemp(path.join(tmpdir(), 'flowdeck-test-'));
  return {
    path: directory,
    remove: () => rm(directory, { recursive: true, force: true, maxRetries: 3 }),
  };
}
