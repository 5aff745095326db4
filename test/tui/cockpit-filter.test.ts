import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { closeCockpits, openCockpit, sampleStore } from './support.js';

beforeAll(async () => {
  await import('../../source/tui/run.js');
}, 60_000);
afterEach(closeCockpits);

describe('filtering, sorting, grouping and views', () => {
  it('narrows the tasks as one types, completes with Tab and says what is wrong', async () => {
    const { terminal } = openCockpit(sampleStore());
    await terminal.until(/Check the password/);
    terminal.type('2/');
    await terminal.until(/Tab status/);
    terminal.type('stat\t');
    await terminal.until(/Search tasks: status:/);
    terminal.type('in_p\t');
    await terminal.until(/status:in_progress/);
    await terminal.until((screen) => !screen.includes('Check the password'));
    terminal.type('\u0015status:bloked');
    await terminal.until(/! .*bloked/);
    terminal.type('\u0015grace');
    await terminal.until(/Search tasks: grace/);
    terminal.type('\r');
    await terminal.until(/\/grace 1 of 3/);
    terminal.type('\u001b');
    await terminal.until(/Check the password/);
  });

  it('sorts with o, turns around with the same again, groups with O and folds with Enter', async () => {
    const { terminal } = openCockpit(sampleStore());
    await terminal.until(/Check the password/);
    terminal.type('2o');
    await terminal.until(/Sort the tasks/);
    terminal.type('title\r');
    await terminal.until(/Check the password[^]*Draw the form[^]*Remember the user/);
    terminal.type('o');
    await terminal.until(/turn around/);
    terminal.type('title\r');
    await terminal.until(/Remember the user[^]*Draw the form[^]*Check the password/);
    terminal.type('O');
    await terminal.until(/Group the tasks/);
    terminal.type('status\r');
    await terminal.until(/▾ in_progress 1[^]*Remember the user/);
    terminal.type('g\r');
    await terminal.until(/▸ in_progress 1/);
    await terminal.until((screen) => !screen.includes('Remember the user'));
  });

  it('saves a view, offers it again, and remembers it for the next time', async () => {
    const home = mkdtempSync(path.join(tmpdir(), 'flowdeck-views-'));
    onTestFinished(() => rmSync(home, { recursive: true, force: true }));
    const environment = { XDG_STATE_HOME: home };
    const store = sampleStore();
    const first = openCockpit(store, { environment });
    await first.terminal.until(/Check the password/);
    first.terminal.type('2/status:todo');
    await first.terminal.until(/Search tasks: status:todo/);
    first.terminal.type('\r');
    await first.terminal.until(/\/status:todo 1 of 3/);
    first.terminal.type('v');
    await first.terminal.until(/Views of the tasks/);
    first.terminal.type('save\r');
    await first.terminal.until(/Save the view/);
    first.terminal.type('to begin\r');
    await first.terminal.until(/Saved the view to begin/);
    first.terminal.type('\u0003');
    await first.exit;

    const again = openCockpit(store, { environment });
    await again.terminal.until(/\/status:todo 1 of 3/);
    again.terminal.type('\u001b');
    await again.terminal.until(/Draw the form/);
    again.terminal.type('v');
    await again.terminal.until(/to begin/);
    again.terminal.type('begin\r');
    await again.terminal.until(/\/status:todo 1 of 3/);
    expect(again.terminal.screen()).not.toContain('Draw the form');
  });
});

describe('the box of the memory', () => {
  it('completes its fields and says what is wrong with them', async () => {
    const { terminal } = openCockpit(sampleStore());
    await terminal.until(/Check the password/);
    terminal.type('4/');
    await terminal.until(/Tab type/);
    terminal.type('type:nonsense ');
    await terminal.until(/! .*nonsense/);
    terminal.type('\u0015sort');
    await terminal.until(/Search memory: sort/);
    expect(await terminal.settled()).not.toContain('Tab sort');
  });
});
