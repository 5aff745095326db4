import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { closeCockpits, openCockpit, sampleStore } from './support.js';

afterEach(closeCockpits);

const twoNews = {
  tasks: [
    { id: 'fn-1-login.2', epicId: 'fn-1-login', event: 7 },
    { id: 'fn-2-search.1', epicId: 'fn-2-search', event: 8 },
  ],
  epics: [],
  actors: [],
};

describe('what changed since one last looked', () => {
  it('is marked, led to with ] and [, and cleared by looking', async () => {
    const store = sampleStore();
    store.answers.set('news.list', () => twoNews);
    const { terminal } = openCockpit(store);
    await terminal.until(/•○ Log in[^]*•○ Search/);
    terminal.type('2');
    await terminal.until(/Phases of fn-1\.1/);
    terminal.type(']');
    await terminal.until(/Phases of fn-1\.2/);
    await terminal.until((screen) => !/•○ Log in/.test(screen));
    terminal.type(']');
    await terminal.until(/Tasks of fn-2[^]*Phases of fn-2\.1/);
    await terminal.until((screen) => !screen.includes('•○ Search'));
    terminal.type(']');
    await terminal.until(/Nothing has happened here since/);
  });

  it('is kept over a restart of the program', async () => {
    const home = mkdtempSync(path.join(tmpdir(), 'flowdeck-unread-'));
    onTestFinished(() => rmSync(home, { recursive: true, force: true }));
    const environment = { XDG_STATE_HOME: home };
    const store = sampleStore();
    const first = openCockpit(store, { environment });
    await first.terminal.until(/Check the password/);
    first.terminal.type('2jz');
    await first.terminal.until((screen) => !screen.includes('Epics'));
    first.terminal.type('\u0003');
    await first.exit;

    store.answers.set('news.list', () => twoNews);
    const again = openCockpit(store, { environment });
    await again.terminal.until(/2 Tasks of fn-1[^]*•● ○ \.2 Check/);
    expect(again.terminal.screen()).not.toContain('Epics');
    expect(store.called('news.list').at(-1)?.input).toEqual({ afterId: 0, exceptActor: 'ada' });
  });

  it('is not cleared while the terminal has not the focus', async () => {
    const store = sampleStore();
    const { terminal } = openCockpit(store);
    await terminal.until(/Check the password/);
    terminal.type('2\u001b[O');
    await terminal.until(/Phases of fn-1\.1/);

    const [task] = store.tasks;
    if (task) store.change({ tasks: [{ ...task, title: 'Draw it again' }], by: 'elm' });
    await terminal.until(/•● ✓ \.1 Draw it again/);
    terminal.type('\u001b[I');
    await terminal.until(/│● ✓ \.1 Draw it again/);
  });
});
