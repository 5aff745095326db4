/** Signs of life, messages and notes, from the command line. */
import { messageJson } from '../domain/answers.js';
import type { MessageRow } from '../domain/contract/coordination-calls.js';
import type { CommandBody } from './definition.js';
import { resolveEpic } from './ids.js';
import { argumentText } from './input.js';
import { oneLine } from './text.js';

export const heartbeat = (async ({ project, invocation }) => {
  const { service } = await project.open();
  const workerPid = invocation.integer('pid');
  const { taskId, lastBeat, messages } = await service.command('heartbeat.record', {
    taskId: invocation.requiredText('task'),
    ...(workerPid !== undefined && { workerPid }),
  });
  return {
    json: { task: taskId, last_beat: lastBeat, messages: messages.map(messageJson) },
    text: () => [`Heartbeat of ${taskId} at ${lastBeat}`, ...messages.map(messageLine)],
  };
}) satisfies CommandBody;

export const message = (async (context) => {
  const { project, invocation } = context;
  const text = await argumentText(context, 'TEXT');
  const { service } = await project.open();
  const to = invocation.text('to');
  const taskId = invocation.text('task');
  const { id } = await service.command('message.send', {
    text,
    ...(to !== undefined && { to }),
    ...(taskId !== undefined && { taskId }),
  });
  const reader = to ?? `whoever works on ${taskId ?? ''}`;
  return {
    json: { id, to: to ?? null, task: taskId ?? null, message: 'Message sent' },
    text: () => [`Message ${id} waits for ${reader}.`],
  };
}) satisfies CommandBody;

/** What waits for the caller is handed over by being listed; `--all` only looks. */
export const messages = (async ({ project, invocation }) => {
  const { service } = await project.open();
  const taskId = invocation.text('task');
  const ofTask = taskId !== undefined && { taskId };
  const rows = invocation.switch('all')
    ? await service.query('messages.list', { ...ofTask })
    : (await service.command('message.receive', { ...ofTask })).messages;
  return {
    json: { messages: rows.map(messageJson), count: rows.length },
    text: () => (rows.length > 0 ? rows.map(messageLine) : ['There are no new messages.']),
  };
}) satisfies CommandBody;

export const note = (async (context) => {
  const { project, invocation } = context;
  const text = await argumentText(context, 'TEXT');
  const { service } = await project.open();
  const epicId = await resolveEpic(service, invocation.text('epic'));
  const taskId = invocation.text('task');
  const { id } = await service.command('note.log', {
    text,
    ...(epicId !== undefined && { epicId }),
    ...(taskId !== undefined && { taskId }),
  });
  return { json: { id, message: 'Noted' }, text: () => ['Noted.'] };
}) satisfies CommandBody;

export function messageLine({ at, from, to, taskId, text }: MessageRow): string {
  const reader = [to, taskId].filter(Boolean).join(', ');
  return `${at}  ${from ?? '-'} to ${reader}: ${oneLine(text)}`;
}
