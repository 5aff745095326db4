import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { countTasks } from '../../source/domain/counts.js';
import { displayWidth } from '../../source/platform/terminal-text.js';
import { asciiGlyphs, unicodeGlyphs } from '../../source/tui/glyphs.js';
import {
  loadProjectData,
  renderOverviewText,
  renderSnapshot,
  type SnapshotOptions,
} from '../../source/tui/snapshot.js';
import { createTheme } from '../../source/tui/theme.js';
import { makeEpic, now } from './panes/support.js';
import { sampleStore } from './support.js';

const plain = createTheme('none');

async function snapshot(options: Partial<SnapshotOptions> = {}): Promise<string[]> {
  const client = sampleStore().client();
  const data = await loadProjectData((name, input) => client.query(name, input), {
    taskId: options.taskId ?? null,
  });
  const given = { data, columns: 120, rows: 40, glyphs: unicodeGlyphs, theme: plain, now };
  return renderSnapshot({ ...given, ...options }).split('\n');
}

/** Without what styles it. */
function bare(line: string): string {
  return stripVTControlCharacters(line).trimEnd();
}

describe('a snapshot', () => {
  it.each([
    [200, 60],
    [120, 40],
    [80, 24],
    [60, 16],
  ])('has the size that was asked for: %i x %i', async (columns, rows) => {
    const lines = await snapshot({ columns, rows });
    expect(lines).toHaveLength(rows);
    for (const line of lines) expect(displayWidth(bare(line))).toBeLessThan(columns);
    expect(lines.join('\n')).toContain('1 Epics');
  });

  it('shows the task that is named, with its phases', async () => {
    const lines = await snapshot({ taskId: 'fn-1-login.2' });
    expect(lines.join('\n')).toContain('Phases of fn-1.2');
  });

  it('says what is too small', async () => {
    expect((await snapshot({ columns: 39, rows: 10 })).map(bare)).toEqual([
      'flowdeck needs 40x10, not 39x10',
      ...Array.from({ length: 9 }, () => ''),
    ]);
  });

  it('looks like this', async () => {
    const lines = await snapshot({ columns: 100, rows: 16, glyphs: asciiGlyphs });
    expect(`\n${lines.map(bare).join('\n')}\n`).toMatchInlineSnapshot(`
      "
       sample  2 open epics  ###>>>...... 25%  1/4 done  > 1 running                               * live
      +- 1 Epics ---------------------- 1/2 --+- 2 Tasks of fn-1 -------------------------- 1 done  1/3 -
      |o Log in                          fn-1 >* + .1 Draw the form                           1w
      |o Search                          fn-2 |* o .2 Check the password                      1w
      |                                       |  > .3 Remember the user                   1h 00m grace
      |                                       |
      |                                       |
      |                                       |
      |                                       |
      |                                       +- 3 Pipeline of fn-1 -------------------------------------
      |                                       |There are no phases.
      |                                       |
      |                                       |
      |                                       |
      +- 4 Memory ----------------------------+- 5 Activity ---------------------------------------------
       Tab pane  Enter open  / search  c new epic  : find  q quit  ? help
       Tab pane  Enter open  / search  c new epic  i inbox  a agents  q quit  ? help
      "
    `);
  });

  it('is what the cockpit shows', async () => {
    const { openCockpit, closeCockpits } = await import('./support.js');
    const { terminal } = openCockpit(sampleStore(), { columns: 100, rows: 30 });
    await terminal.until(/Check the password/);
    const screen = (await terminal.settled()).split('\n');
    await closeCockpits();
    const lines = (await snapshot({ columns: 100, rows: 30, now: Date.now() })).map(bare);
    // The keys differ by the reopening alone; the clock may step between the two.
    expect(lines.slice(0, 2)).toEqual(screen.slice(0, 2));
    expect(lines).toHaveLength(screen.length);
  });
});

describe('the overview as text', () => {
  it('tells totals and every epic that is not archived', async () => {
    const store = sampleStore();
    store.epics = [
      makeEpic({ id: 'fn-1-login', title: 'Log in', counts: countTasks(store.tasks) }),
      makeEpic({ id: 'fn-2', title: 'Old', archived: true }),
      makeEpic({ id: 'fn-3', title: 'Pay\u001b[2J\nhere', status: 'done' }),
    ];
    const client = store.client();
    const data = await loadProjectData((name, input) => client.query(name, input), {
      epicId: null,
    });
    expect(renderOverviewText(data, { ascii: true, columns: 80 })).toMatchInlineSnapshot(`
      "sample
      2 open epics, 1 done, 0 archived
      1 of 4 tasks finished, 1 running, 0 blocked, 0 failed, 2 ready
      0 memory entries

      fn-1-login ##>>......     1/4  Log in  (1 running)
      fn-3       ..........     0/0  Pay here  (done)
      "
    `);
  });
});
