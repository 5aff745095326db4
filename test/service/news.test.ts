import { describe, expect, it } from 'vitest';
import { makeEpic, openBench } from './support/service.js';

describe('news', () => {
  it('name the last event about each task, epic and actor since one, without details and without one’s own', async () => {
    const bench = await openBench();
    const { epic, task } = await makeEpic(bench.service, 3);
    const { cursor } = await bench.service.query('overview', {});
    const elm = bench.beside('elm');
    await elm.command('task.start', { id: task(1) });
    await elm.command('task.done', { id: task(1) });
    await elm.command('phase.next', { taskId: task(2) });
    await bench.service.command('task.start', { id: task(3) });
    await elm.command('pipeline.advance', { epicId: epic, phase: 'plan', status: 'active' });

    const after = cursor.event;
    const news = await bench.service.query('news.list', { afterId: after, exceptActor: 'ada' });
    expect(news).toEqual({
      tasks: [{ id: task(1), epicId: epic, event: after + 2 }],
      epics: [{ id: epic, event: after + 5 }],
      actors: [{ id: 'elm', event: after + 5 }],
    });
    const last = await bench.service.query('news.list', { afterId: after + 5, exceptActor: 'ada' });
    expect(last).toEqual({ tasks: [], epics: [], actors: [] });
  });
});
