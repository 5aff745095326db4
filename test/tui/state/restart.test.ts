import { expect, it } from 'vitest';
import type { StoreClient } from '../../../source/domain/contract/store-client.js';
import { carryOut } from '../../../source/tui/state/actions.js';
import { planTask } from '../../../source/tui/state/intents.js';
import { openBench } from '../../service/support/service.js';

it('restarts the own running task once that was confirmed', async () => {
  const { service } = await openBench('ada');
  const store = service as unknown as StoreClient;
  const epic = await service.command('epic.create', { title: 'Log in' });
  const { id } = await service.command('task.create', { epicId: epic.id, title: 'Draw the form' });
  await service.command('task.start', { id });
  const [row] = await service.query('tasks.list', { epicId: epic.id });
  if (!row) throw new Error('The task was created.');
  const plan = planTask('restart', row, { actor: 'ada', now: 0, overridden: [] });
  if (plan.type !== 'do') throw new Error(`Not planned: ${plan.type}`);
  const asked = await carryOut(store, plan.intent);
  if (!asked.question) throw new Error('Nothing was asked.');
  expect((await carryOut(store, asked.question.intent)).message).toBe(`${id} restarted.`);
  const [after] = await service.query('tasks.list', { epicId: epic.id });
  expect(after?.status).toBe('todo');
});
