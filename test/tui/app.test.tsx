import { cleanup, render } from 'ink-testing-library';
import { afterEach, describe, expect, it } from 'vitest';
import { App } from '../../source/tui/app.js';
import { unicodeGlyphs } from '../../source/tui/glyphs.js';
import { registry } from '../../source/tui/registry.js';
import { Screen } from '../../source/tui/screen.js';
import { loadProjectData } from '../../source/tui/snapshot.js';
import { Cockpit } from '../../source/tui/state/cockpit.js';
import { initialState } from '../../source/tui/state/cockpit-state.js';
import { Models } from '../../source/tui/state/models.js';
import { createTheme } from '../../source/tui/theme.js';
import { now } from './panes/support.js';
import { sampleStore } from './support.js';

afterEach(cleanup);

async function mounted() {
  const models = new Models(registry);
  const theme = createTheme('none');
  const screen = new Screen({ models, glyphs: unicodeGlyphs, theme, demoAvailable: true });
  const state = initialState(registry, { size: { columns: 100, rows: 24 }, now });
  const cockpit = new Cockpit(models, screen, state);
  const client = sampleStore().client();
  const data = await loadProjectData((name, input) => client.query(name, input));
  const app = render(<App cockpit={cockpit} onMounted={() => undefined} />);
  return { app, cockpit, data };
}

/** Once React has drawn. */
async function frame(
  app: Awaited<ReturnType<typeof mounted>>['app'],
  wanted: RegExp,
): Promise<string> {
  const limit = Date.now() + 5000;
  while (!wanted.test(app.lastFrame() ?? '')) {
    if (Date.now() > limit) throw new Error(`Ran out of time:\n${app.lastFrame()}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return app.lastFrame() ?? '';
}

describe('the app', () => {
  it('fills the screen from the first frame on', async () => {
    const { app } = await mounted();
    expect((await frame(app, /Opening the project/)).split('\n')).toHaveLength(24);
  });

  it('follows the cockpit', async () => {
    const { app, cockpit, data } = await mounted();
    cockpit.change({ data, state: { ...cockpit.state, stage: { type: 'ready' } } });
    await frame(app, /Check the password/);
    const notice = {
      level: 'error',
      text: 'store.conflict: somebody was faster.',
      at: now,
    } as const;
    cockpit.change({ state: { ...cockpit.state, notice } });
    expect(await frame(app, /! store\.conflict/)).toContain('Check the password');
    cockpit.change({ state: { ...cockpit.state, notice: null } });
    await frame(app, /^(?![^]*store\.conflict)/);
  });

  it('draws nothing when nothing it shows changed', async () => {
    const { app, cockpit, data } = await mounted();
    cockpit.change({ data, state: { ...cockpit.state, stage: { type: 'ready' } } });
    await frame(app, /Check the password/);
    const before = app.frames.length;
    cockpit.change({ state: { ...cockpit.state, focusedAt: 5 } });
    await new Promise((resolve) => setImmediate(resolve));
    expect(app.frames.length).toBe(before);
  });
});
