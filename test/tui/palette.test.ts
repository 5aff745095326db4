import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SearchHit } from '../../source/domain/contract/rows.js';
import { FlowdeckError } from '../../source/domain/errors.js';
import type { FakeTerminal } from '../support/terminal.js';
import { makeMemory } from './panes/support.js';
import { closeCockpits, openCockpit, sampleStore } from './support.js';

// Loading the screen's code for the first time takes longer than a screen may take to appear.
beforeAll(() => import('../../source/tui/run.js'), 60_000);
afterEach(closeCockpits);

const meaning = { state: 'off', reason: null } as const;

function hit(kind: SearchHit['kind'], id: string, title: string): SearchHit {
  return {
    kind,
    id,
    title,
    row: kind === 'memory' ? makeMemory({ id: Number(id), title }) : null,
    score: 1,
    arms: ['words'],
    excerpt: `An excerpt of ${title}`,
    matches: [],
    titleMatches: [],
  };
}

async function open(store = sampleStore(), size = {}): Promise<FakeTerminal> {
  const { terminal } = openCockpit(store, size);
  await terminal.until(/fn-2|1\/2/);
  return terminal;
}

describe('the palette', () => {
  it('shows every command with its key, and says why one is not possible', async () => {
    const terminal = await open();
    terminal.type(':');
    await terminal.until(/─ Find ─/);
    terminal.type('fail task');
    const screen = await terminal.until(/> Fail the task {2}Select a task first\. +f/);
    expect(screen).toMatch(/│ Fail the task/);
    terminal.type('\r');
    await terminal.until(/! Select a task first\./);
    expect(terminal.screen()).toContain('─ Find ─');
  });

  it('gives a command that has no key', async () => {
    const store = sampleStore();
    const terminal = await open(store);
    terminal.type('\u0010');
    await terminal.until(/─ Find ─/);
    terminal.type('branch of epic');
    await terminal.until(/› > Name the branch of the epic/);
    terminal.type('\r');
    await terminal.until(/Branch of fn-1-login/);
    store.answers.set('epic.edit', { id: 'fn-1-login', changed: ['branchName'] });
    terminal.type('login');
    terminal.type('\r');
    await terminal.until(/fn-1-login: the branch is now login\./);
    expect(store.called('epic.edit')[0]?.input).toEqual({
      id: 'fn-1-login',
      expectedVersion: 1,
      branchName: 'login',
    });
  });

  it('finds an epic at once and goes there, whatever a search hides', async () => {
    const terminal = await open();
    terminal.type('/');
    terminal.type('log');
    await terminal.until(/\/log 1 of 2/);
    terminal.type('\r');
    terminal.type(':');
    await terminal.until(/─ Find ─/);
    terminal.type('serch');
    await terminal.until(/› E Search/);
    terminal.type('\r');
    await terminal.until(/Tasks of fn-2/);
    expect(terminal.screen()).not.toContain('/log');
  });

  it('finds tasks through the store and reads the list that one is in', async () => {
    const store = sampleStore();
    store.answers.set('search', () => ({
      hits: [hit('task', 'fn-2-search.1', 'Index the words')],
      meaning,
    }));
    const terminal = await open(store);
    terminal.type(':');
    terminal.type('index');
    await terminal.until(/› T Index the words +fn-2\.1/);
    expect(store.called('search')[0]?.input).toMatchObject({ text: 'index', scope: 'all' });
    terminal.type('\r');
    await terminal.until(/3 Phases of fn-2\.1/);
  });

  it('opens a memory entry', async () => {
    const store = sampleStore();
    const row = makeMemory({ id: 7, title: 'Locks need an order' });
    store.memory = [row];
    store.answers.set('search', () => ({ hits: [hit('memory', '7', row.title)], meaning }));
    const detail = { row, content: 'Take them by name.', related: [], extra: {} };
    store.answers.set('memory.detail', () => detail);
    const terminal = await open(store);
    terminal.type(':');
    terminal.type('locks');
    await terminal.until(/› M Locks need an order +#7/);
    terminal.type('\r');
    await terminal.until(/Memory 7/);
    expect(await terminal.until(/Take them by name/)).toContain('Memory 7');
  });

  it('drops the answer to a text that was typed over', async () => {
    const store = sampleStore();
    const waiting = new Map<string, (answer: unknown) => void>();
    store.answers.set(
      'search',
      ({ text }: { text: string }) => new Promise((resolve) => waiting.set(text, resolve)),
    );
    const terminal = await open(store);
    const asked = (text: string) => terminal.until(() => waiting.has(text));
    terminal.type(':');
    terminal.type('wo');
    await asked('wo');
    terminal.type('rds');
    await asked('words');
    waiting.get('words')?.({ hits: [hit('task', 'fn-2-search.1', 'New words')], meaning });
    await terminal.until(/T New words/);
    waiting.get('wo')?.({ hits: [hit('task', 'fn-9.1', 'Old words')], meaning });
    expect(await terminal.settled()).not.toContain('Old words');
  });

  it('takes a paste as text, and nothing that came with the key that opened it as an answer', async () => {
    const store = sampleStore();
    const terminal = await open(store);
    terminal.type(':\r');
    await terminal.until(/─ Find ─/);
    terminal.type('\u001b[200~new\r\nepic\u001b[201~');
    await terminal.until(/│ new epic/);
    terminal.type('\u001b');
    await terminal.until((screen) => !screen.includes('─ Find ─'));
    expect(store.calls.filter(({ name }) => /create|start/.test(name))).toEqual([]);
  });

  it('refuses to act in a run of characters as a paste is, but still moves and shows', async () => {
    const store = sampleStore();
    const terminal = await open(store);
    terminal.type(':');
    await terminal.until(/─ Find ─/);
    terminal.type('create an epic\r');
    await terminal.until(/"enter" was ignored/);
    terminal.type('\u0015history\r');
    await terminal.until(/─ History ─/);
  });

  it('says so when the store cannot search', async () => {
    const store = sampleStore();
    store.answers.set('search', new FlowdeckError('store.busy', 'It is busy.'));
    const terminal = await open(store);
    terminal.type(':');
    terminal.type('abc');
    await terminal.until(/store\.busy: It is busy\./);
  });

  it('is readable at 40 x 10, with the reason for what is refused', async () => {
    const terminal = await open(sampleStore(), { columns: 40, rows: 10 });
    terminal.type(':');
    await terminal.until(/─ Find ─/);
    terminal.type('skip');
    const screen = await terminal.until(/> Skip the task/);
    expect(screen).toContain('Select a task first.');
    for (const line of terminal.lines()) expect(line.length).toBeLessThanOrEqual(39);
  });
});
