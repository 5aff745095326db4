/** The files of the demo's imported epics, as planning tools write them. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { slugify } from '../../domain/ids.js';
import type { DemoEpic, DemoTask } from './scenario-types.js';

/** Failed once is up for retry, so that the demo shows both. */
const configuration = { memory: { enabled: true }, max_retries: 2 };

/**
 * Writes `.flow` below a directory.
 * @param now milliseconds since 1970; what the files tell of happened in the weeks before
 * @returns the path of `.flow`
 */
export async function writeFlowFiles(
  root: string,
  epics: readonly DemoEpic[],
  now: number,
): Promise<string> {
  const flow = path.join(root, '.flow');
  const write = (name: string, content: unknown): Promise<void> =>
    writeFile(
      path.join(flow, name),
      typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`,
    );
  for (const folder of ['epics', 'specs', 'tasks']) {
    await mkdir(path.join(flow, folder), { recursive: true });
  }
  await write('meta.json', { schema_version: 2, next_epic: 1 });
  await write('config.json', configuration);
  for (const [index, epic] of epics.entries()) {
    const id = `fn-${index + 1}-${slugify(epic.title, { random: () => 0 })}`;
    const created = new Date(now - (20 - index) * day).toISOString();
    const finished = epic.tasks.every(({ begins }) => begins === 'done');
    await write(`epics/${id}.json`, {
      id,
      title: epic.title,
      status: finished ? 'done' : 'open',
      branch_name: id,
      plan_review_status: 'ship',
      completion_review_status: finished ? 'ship' : 'unknown',
      depends_on_epics: [],
      spec_path: `.flow/specs/${id}.md`,
      created_at: created,
      updated_at: created,
    });
    await write(`specs/${id}.md`, `# ${epic.title}\n\n## Overview\n\n${epic.about}\n`);
    for (const task of epic.tasks) {
      const taskId = `${id}.${task.number}`;
      await write(`tasks/${taskId}.json`, taskFile(taskId, id, task, created));
      await write(`tasks/${taskId}.md`, taskText(taskId, task));
    }
  }
  return flow;
}

const day = 24 * 60 * 60 * 1000;

function taskFile(
  id: string,
  epic: string,
  task: DemoTask,
  created: string,
): Readonly<Record<string, unknown>> {
  return {
    id,
    epic,
    title: task.title,
    status: task.begins === 'done' ? 'done' : 'todo',
    priority: task.priority ?? null,
    domain: task.domain,
    depends_on: (task.dependsOn ?? []).map((number) => `${epic}.${number}`),
    files: task.files ?? [],
    spec_path: `.flow/tasks/${id}.md`,
    created_at: created,
    updated_at: created,
  };
}

function taskText(id: string, task: DemoTask): string {
  const finished = task.begins !== undefined;
  return [
    `# ${id} ${task.title}`,
    `## Description\n\n${task.about}`,
    `## Acceptance\n\n${acceptanceOf(task)}`,
    `## Done summary\n\n${finished ? summaryOf(task) : 'TBD'}`,
    finished
      ? `## Evidence\n\n- Commits: ${commitOf(id)}\n- Tests: npm test\n- PRs:`
      : '## Evidence\n\n- Commits:\n- Tests:\n- PRs:',
    '',
  ].join('\n\n');
}

export function acceptanceOf({ about }: DemoTask): string {
  return ['- [ ] ', about.replace(/\.$/, ''), '\n- [ ] Tests cover it'].join('');
}

export function summaryOf({ title, files = [] }: DemoTask): string {
  const where = files.length > 0 ? ` in ${files.join(', ')}` : '';
  return `${title}: done${where}, with tests.`;
}

/** A commit hash that stays the same for the same text. */
export function commitOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash.toString(16).padStart(8, '0').slice(0, 7);
}
