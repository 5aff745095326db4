/** The command that prints what a worker of a task is told. */
import { workerPrompt } from '../domain/worker-prompt.js';
import type { CommandBody } from './definition.js';
import { linesOf } from './output.js';

export interface WorkerPromptJson {
  readonly prompt: string;
  readonly mode: 'bootstrap' | 'full';
  readonly estimated_tokens: number;
}

export const printWorkerPrompt: CommandBody<WorkerPromptJson> = async ({ project, invocation }) => {
  const { service } = await project.open();
  const detail = await service.query('task.detail', { id: invocation.requiredText('task') });
  const { epicId } = detail.row;
  const epic = epicId === null ? null : await service.query('epic.detail', { id: epicId });
  const { prompt, mode, estimatedTokens } = workerPrompt(detail, {
    tdd: invocation.switch('tdd'),
    review: invocation.text('review') ?? null,
    full: invocation.switch('full'),
    epic: epic && { id: epic.row.id, title: epic.row.title, body: epic.body },
  });
  return {
    json: { prompt, mode, estimated_tokens: estimatedTokens },
    text: () => linesOf(prompt),
  };
};
