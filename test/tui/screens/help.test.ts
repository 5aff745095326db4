import { afterEach, describe, expect, it } from 'vitest';
import { busyStore } from '../../screens/fixture.js';
import { Stage } from '../../screens/stage.js';

const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.close();
});

async function help(...keys: readonly string[]): Promise<Stage> {
  const stage = await Stage.open(busyStore());
  stages.push(stage);
  await stage.press(...keys);
  return stage;
}

describe('the help', () => {
  it('begins with what works where one is', async () => {
    const pane = await help('2', '?');
    const inbox = await help('i', '?');
    expect(pane.text()).toMatch(/In a pane[^]*Move up/);
    expect(inbox.text()).toMatch(/Keys[^]*In the inbox[^]*Approve[^]*In a pane/);
  });

  it('is narrowed by what is typed, and closes with the key that opened it', async () => {
    const stage = await help('?', 'zoom');
    expect(stage.text()).not.toContain('Move up');
    await stage.press('\u0015', '?');
    expect(stage.cockpit.state.dialog).toBeNull();
  });

  it('finds by name, section and key', async () => {
    for (const words of ['fill the screen', 'pane fill', 'Ctrl-D']) {
      const stage = await help('?', words);
      expect(stage.text(), words).toMatch(/1 of [1-9]/);
    }
    expect((await help('?', 'xyzzy')).text()).toContain('No key has these words.');
  });

  it('does what the selected key does', async () => {
    const stage = await help('?', 'fill the screen', '\r');
    expect(stage.cockpit.state).toMatchObject({ zoomed: true, dialog: null });
  });

  it('says why it does not', async () => {
    const stage = await help('2', '?', 'Finish the task', '\r');
    expect(stage.cockpit.state.dialog?.type).toBe('help');
    expect(stage.cockpit.state.notice?.text).toContain('fn-1-login.1 is done');
    await stage.press('\u0015', 'Yes, do it', '\r');
    expect(stage.cockpit.state.notice?.text).toBe('This works elsewhere: when asked.');
  });

  it('runs nothing in the chunk that opened it', async () => {
    const stage = await help('?fill the screen\r');
    expect(stage.cockpit.state).toMatchObject({ zoomed: false });
    expect(stage.cockpit.state.dialog?.type).toBe('help');
  });
});
