import { describe, expect, it } from 'vitest';
import {
  bindingFor,
  bindings,
  helpSections,
  hints,
  keymapMarkdown,
  keyName,
  labelOf,
  scopes,
  type KeyContext,
} from '../../source/tui/keys.js';
import type { TaskRow } from '../../source/domain/contract/rows.js';
import { makeTask } from './panes/support.js';

function about(task: TaskRow | null): Pick<KeyContext, 'task' | 'tasks'> {
  return { task, tasks: task ? [task] : [] };
}

const context: KeyContext = {
  screen: 'main',
  focus: 'tasks',
  panes: 5,
  detailOpen: false,
  openable: true,
  searching: false,
  filterable: true,
  groupable: true,
  markable: true,
  marked: 0,
  unread: 0,
  ...about(makeTask({ id: 'fn-1.1' })),
  epicSelected: true,
  inboxItem: null,
  addressee: null,
  revealable: false,
  epic: null,
  onEpic: false,
  memory: null,
  action: null,
  failed: false,
  storeDead: false,
  demoAvailable: true,
};

describe('the keymap', () => {
  it('binds a key once in each scope', () => {
    for (const scope of scopes) {
      const keys = bindings
        .filter((each) => each.scopes.includes(scope))
        .flatMap(({ keys }) => keys);
      expect(new Set(keys).size, scope).toBe(keys.length);
    }
  });

  it('hides no key of everywhere behind one of a pane', () => {
    const everywhere = bindings.filter((each) => each.scopes.includes('global'));
    for (const key of everywhere.flatMap(({ keys }) => keys)) {
      expect(bindingFor(key, ['pane', 'global']), key).toBe(bindingFor(key, ['global']));
      expect(bindingFor(key, ['detail', 'global']), key).toBe(bindingFor(key, ['global']));
    }
  });

  it('binds no printable key but ends where text is typed', () => {
    const typed = bindings.filter((each) => each.scopes.includes('prompt'));
    for (const key of typed.flatMap(({ keys }) => keys)) expect(key.length).toBeGreaterThan(1);
  });

  it('marks every key that changes the store', () => {
    const acting = bindings.filter(({ actsOnData }) => actsOnData).map(({ id }) => id);
    expect(acting).toEqual([
      'start',
      'finish',
      'block',
      'fail',
      'restart',
      'skip',
      'release',
      'reset',
      'create',
      'createEpic',
      'editTitle',
      'setPriority',
      'raise',
      'lower',
      'assign',
      'setDomain',
      'dependencies',
      'split',
      'closeEpic',
      'archiveEpic',
      'unarchiveEpic',
      'acceptHints',
      'replayEpic',
      'setBranch',
      'addMemory',
      'verifyMemory',
      'deleteMemory',
      'memoryFields',
      'insertReference',
      'approve',
      'reject',
      'settle',
      'message',
      'undo',
      'redo',
      'retry',
      'editText',
      'confirm',
      'initialise',
    ]);
  });

  it('hints at what can be done with the task', () => {
    const labels = (task: KeyContext['task']) =>
      hints(['pane', 'global'], { ...context, ...about(task) }).map(
        ({ key, label }) => `${key} ${label}`,
      );
    expect(labels(makeTask({ id: 'fn-1.1' }))).toEqual(
      expect.arrayContaining(['s start', 'b block', 'x skip', 'r restart', 'c new task']),
    );
    expect(labels(makeTask({ id: 'fn-1.1' }))).not.toContain('d done');
    expect(labels(makeTask({ id: 'fn-1.1', finishedHint: true }))).toContain('d accept');
    expect(labels(makeTask({ id: 'fn-1.1', status: 'blocked' }))).toContain('b unblock');
    expect(labels(makeTask({ id: 'fn-1.1', status: 'done' }))).not.toContain('x skip');
    expect(labels(null).join()).not.toMatch(/start|done|block/);
  });

  it('offers to reopen only a dead store', () => {
    const reopen = (storeDead: boolean) =>
      hints(['pane', 'global'], { ...context, storeDead }).some(({ key }) => key === 'R');
    expect([reopen(false), reopen(true)]).toEqual([false, true]);
  });

  it('tells each key once, for what it does there', () => {
    for (const active of [
      ['start', 'global'],
      ['pane', 'global'],
      ['detail', 'global'],
      ['reader'],
      ['confirm'],
    ] as const) {
      const all = { ...context, detailOpen: true, searching: true, storeDead: true };
      const keys = hints(active, all).map(({ key }) => key);
      expect(new Set(keys).size, active.join()).toBe(keys.length);
    }
    expect(hints(['start', 'global'], context).map(({ key }) => key)).toEqual([
      'i',
      'o',
      'd',
      'q',
      '?',
    ]);
  });

  it('leads back out of a detail and a search', () => {
    const back = (given: Partial<KeyContext>) =>
      hints(['detail', 'global'], { ...context, ...given }).find(({ key }) => key === 'Esc')?.label;
    expect(back({})).toBeUndefined();
    expect(back({ detailOpen: true })).toBe('back');
    expect(back({ detailOpen: true, searching: true })).toBe('end search');
  });

  it('does not offer what there is nothing for', () => {
    const empty = { ...context, ...about(null), openable: false, epicSelected: false };
    const keys = (focus: KeyContext['focus']) =>
      hints(['pane', 'global'], { ...empty, focus }).map(({ key }) => key);
    expect(keys('tasks')).toEqual(['Tab', '/', 'i', 'a', ':', '?', 'q']);
    expect(keys('epics')).toEqual(['Tab', '/', 'c', 'i', 'a', ':', '?', 'q']);
  });

  it('names create by the pane', () => {
    const create = bindings.find(({ id }) => id === 'create');
    expect(create && labelOf(create, { ...context, focus: 'epics' })).toBe('new epic');
    expect(create && labelOf(create, context)).toBe('new task');
  });

  it('tells every binding once in the help', () => {
    const told = helpSections().flatMap(({ entries }) => entries);
    expect(told).toHaveLength(bindings.length);
    const ascii = helpSections(true).flatMap(({ entries }) => entries.map(({ keys }) => keys));
    expect(ascii.join('')).toMatch(/^[ -~]*$/);
  });

  it('writes keys as people do', () => {
    expect(['ctrl+d', 'pageup', 'G', '?'].map((key) => keyName(key))).toEqual([
      'Ctrl-D',
      'PgUp',
      'G',
      '?',
    ]);
  });

  it('makes a table for the README', () => {
    const table = keymapMarkdown();
    expect(table).toContain('| `PgDn` `Ctrl-D` | One page down | In a pane |');
    expect(table.trimEnd().split('\n')).toHaveLength(bindings.length + 2);
  });
});
