import { describe, expect, it } from 'vitest';
import { parseCommandLine, wantsJson } from '../../source/commands/arguments.js';
import { commandGroups } from '../../source/commands/definition.js';
import {
  firstCommands,
  flagUsage,
  helpText,
  usageOf,
  version,
} from '../../source/commands/help.js';
import { commands, globalFlags, retiredCommands } from '../../source/commands/table.js';
import { UsageError } from '../../source/commands/usage-error.js';

const parse = (line: string) => parseCommandLine(line === '' ? [] : line.split(' '));
const failure = (argv: readonly string[]): string => {
  try {
    parseCommandLine(argv);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error(`${argv.join(' ')} was accepted`);
};
const escaped = (text: string): string => text.replace(/[.[\](){}*+?^$|\\]/g, '\\$&');
const wrong = (line: string): string => failure(line.split(' '));

describe('parseCommandLine', () => {
  it('opens the cockpit without a command', () => {
    const parsed = parse('--dir /tmp --ascii');
    expect(parsed.kind).toBe('cockpit');
    if (parsed.kind !== 'cockpit') return;
    expect(parsed.invocation.text('dir')).toBe('/tmp');
    expect(parsed.invocation.switch('ascii')).toBe(true);
    expect(parsed.invocation.switch('json')).toBe(false);
  });

  it('takes global flags before and after the command', () => {
    for (const line of ['--json --dir x show fn-1.2', 'show --dir=x fn-1.2 --json']) {
      const parsed = parse(line);
      if (parsed.kind !== 'command') throw new Error(parsed.kind);
      expect(parsed.name).toBe('show');
      expect(parsed.invocation.argument('ID')).toBe('fn-1.2');
      expect(parsed.invocation.text('dir')).toBe('x');
      expect(parsed.invocation.switch('json')).toBe(true);
    }
  });

  it('knows commands of two words and their flags by type', () => {
    const parsed = parseCommandLine(
      ['task', 'create', '--epic', 'fn-1', '--title', 'A, b', '--priority', '-3'].concat([
        '--deps',
        'fn-1.1, fn-1.2,',
        '--deps=fn-1.3',
        '--files',
        '',
      ]),
    );
    if (parsed.kind !== 'command') throw new Error(parsed.kind);
    const { invocation } = parsed;
    expect(invocation.requiredText('title')).toBe('A, b');
    expect(invocation.integer('priority')).toBe(-3);
    expect(invocation.list('deps')).toEqual(['fn-1.1', 'fn-1.2', 'fn-1.3']);
    expect(invocation.list('files')).toEqual([]);
    expect(invocation.text('domain')).toBeUndefined();
    expect(invocation.integer('domain')).toBeUndefined();
  });

  it('keeps what follows -- as arguments', () => {
    const parsed = parseCommandLine(['memory', 'add', '--', 'pitfall', '--help']);
    if (parsed.kind !== 'command') throw new Error(parsed.kind);
    expect(parsed.invocation.argument('TEXT')).toBe('--help');
  });

  it('takes all words of a search', () => {
    const parsed = parse('memory search two words');
    if (parsed.kind !== 'command') throw new Error(parsed.kind);
    expect(parsed.invocation.rest('TEXT')).toEqual(['two', 'words']);
  });

  it('shows help for everything that has a name, and the version', () => {
    expect(parse('--help')).toEqual({ kind: 'help', name: '' });
    expect(parse('help')).toEqual({ kind: 'help', name: '' });
    expect(parse('done -h')).toEqual({ kind: 'help', name: 'done' });
    expect(parse('help epic create')).toEqual({ kind: 'help', name: 'epic create' });
    expect(parse('epic --help')).toEqual({ kind: 'help', name: 'epic' });
    expect(parse('--version')).toEqual({ kind: 'version' });
    expect(parse('-V')).toEqual({ kind: 'version' });
    expect(parse('-hV')).toEqual({ kind: 'help', name: '' });
    expect(parse('events -fh')).toEqual({ kind: 'help', name: 'events' });
  });

  it('suggests the nearest command and flag', () => {
    expect(wrong('strat fn-1.1')).toBe('There is no command strat. Did you mean start?');
    expect(wrong('epic crate')).toBe('There is no command epic crate. Did you mean epic create?');
    expect(wrong('memroy list')).toContain('Did you mean memory?');
    expect(wrong('help raedy')).toContain('Did you mean ready?');
    expect(wrong('xyzzy-plugh')).toBe('There is no command xyzzy-plugh.');
    // What it is about stands before the name, as in other tools.
    expect(wrong('task fail fn-1.1')).toBe('There is no command task fail. Did you mean fail?');
    expect(wrong('ready --epik fn-1')).toBe(
      'flowdeck ready has no flag --epik. Did you mean --epic?',
    );
    expect(wrong('--jsn')).toBe('flowdeck has no flag --jsn. Did you mean --json?');
    expect(failure(['x'.repeat(1_000_000)]).length).toBeLessThan(200);
    expect(failure(['start', `--${'y'.repeat(1_000_000)}`]).length).toBeLessThan(200);
  });

  it('names what is missing and what is too much', () => {
    expect(wrong('start')).toBe('flowdeck start needs TASK.');
    expect(wrong('dep add fn-1.1')).toBe('flowdeck dep add needs DEPENDENCY.');
    expect(wrong('start fn-1.1 fn-1.2')).toBe('flowdeck start does not take fn-1.2.');
    expect(wrong('epic create')).toBe('flowdeck epic create needs --title.');
    expect(wrong('dep')).toBe('flowdeck dep needs a second word: add or rm.');
    expect(wrong('stack')).toBe('flowdeck stack needs a second word: detect, set or show.');
    expect(wrong('start fn-1.1 --note')).toBe('--note needs a value.');
    expect(wrong('block fn-1.1 --reason --json')).toBe(
      '--reason needs a value. If --json is meant, write --reason=--json.',
    );
    expect(wrong('list --json=yes')).toBe('--json takes no value.');
    expect(wrong('events --limit many')).toBe('--limit needs a whole number, not many.');
    expect(wrong('events --limit 0')).toBe('--limit must be at least 1, not 0.');
    expect(failure(['list', '--db', ''])).toBe('--db is empty.');
    expect(failure(['list', '--dir= '])).toBe('--dir is empty.');
    expect(wrong('tasks --status finished')).toContain('--status is one of todo, ');
  });

  it.each(['in_progress', 'in-progress', 'InProgress', 'IN PROGRESS'])('knows %s', (word) => {
    const parsed = parseCommandLine(['tasks', '--status', word]);
    if (parsed.kind !== 'command') throw new Error(parsed.kind);
    expect(parsed.invocation.text('status')).toBe('in_progress');
  });

  it('says what to use in place of what it does not have', () => {
    for (const line of [
      'codex check',
      'rp windows',
      'ralph pause',
      'migrate-state',
      'hook ralph-guard',
      'hook rtk-rewrite',
      'hook daemon-start',
      'hook daemon-stop',
      ...['outputs list', 'log decision', 'checklist init', 'skill match', 'plan-depth', 'find x'],
      ...['write-file', 'index build', 'epic audit fn-1', 'config toggle', 'prep-chat'],
    ]) {
      expect(wrong(line), line).toMatch(/^flowdeck has no .+: .+\.$/);
    }
    const lines = ['codex check', 'rp x', 'ralph stop', 'migrate-state --clean'];
    const hooks = ['hook ralph-guard', 'hook rtk-rewrite', 'hook daemon-stop'];
    const later = [
      'outputs show',
      'log decisions',
      'checklist verify',
      'skill x',
      'edit',
      'epic audit',
    ];
    const all = [...lines, ...hooks, ...later, 'config toggle'];
    // Each entry of the table answers for itself.
    expect(new Set(all.map(wrong)).size).toBe(retiredCommands.length);
    expect(wrong('hook comit-gate')).toBe(
      'There is no command hook comit-gate. Did you mean hook commit-gate?',
    );
  });

  it('takes a text with spaces for a value, whatever it begins with', () => {
    const parsed = parseCommandLine(['done', 'fn-1.1', '--summary', '- Form\n- Tests']);
    if (parsed.kind !== 'command') throw new Error(parsed.kind);
    expect(parsed.invocation.text('summary')).toBe('- Form\n- Tests');
  });

  it.each([
    ['epic set-plan fn-1 --file plan.md', 'epic plan fn-1 --file plan.md'],
    ['epic set-plan-review-status fn-1 --status ship', 'epic review fn-1 --status ship'],
    [
      '--json spec set-completion-review-status fn-1 --status ship',
      'epic completion fn-1 --json --status ship',
    ],
    ['epic set-branch fn-1 --branch b', 'epic branch fn-1 --branch b'],
    ['epic set-title fn-1 --title T', 'epic title fn-1 --title T'],
    [
      'task set-spec fn-1.1 --description d --acceptance a',
      'task spec fn-1.1 --description d --acceptance a',
    ],
    ['task set-description fn-1.1 --file -', 'task spec fn-1.1 --desc -'],
    ['task set-acceptance fn-1.1 --file=a.md', 'task spec fn-1.1 --accept=a.md'],
    ['stats epic --id fn-1', 'stats epics --epic fn-1'],
    ['spec create --title S', 'epic create --title S'],
    ['-C there specs', 'epics --dir there'],
  ])('understands the former name in %s', (former, today) => {
    expect(parse(former)).toEqual(parse(today));
  });

  it('shows help by a former name, and names what has no successor', () => {
    expect(parse('task set-spec --help')).toEqual({ kind: 'help', name: 'task spec' });
    expect(wrong('spec chart fn-1')).toContain('There is no command epic chart.');
    expect(wrong('spec')).toContain('flowdeck epic needs a second word');
  });

  it('sees --json on a line that cannot be read', () => {
    expect(wantsJson(['nonsense', '--json'])).toBe(true);
    expect(wantsJson(['memory', 'add', 'pitfall', '--', '--json'])).toBe(false);
  });
});

describe('the table of commands', () => {
  const shared = Object.keys(globalFlags);

  it.each([...commands])('%s is described whole', (name, definition) => {
    expect(definition.summary).toMatch(/^[A-Z].*[^.]$/);
    expect(Object.keys(commandGroups)).toContain(definition.group);
    const parts = definition.arguments ?? [];
    const optional = parts.findIndex((part) => part.optional === true);
    expect(optional < 0 || optional === parts.length - 1).toBe(true);
    for (const [flag, { type, value, summary }] of Object.entries(definition.flags ?? {})) {
      expect(shared, flag).not.toContain(flag);
      expect(value === undefined, flag).toBe(type === 'switch');
      expect(summary, flag).not.toBe('');
    }
    expect(name.split(' ').length).toBeLessThan(3);
    expect(helpText(name)).toContain(definition.summary);
  });

  it.each([...commands])('the example of %s can be parsed', (name, { example }) => {
    const words = [...example.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
      ([, double, single, bare]) => double ?? single ?? bare ?? '',
    );
    expect(words[0]).toBe('flowdeck');
    expect(parseCommandLine(words.slice(1))).toMatchObject({ kind: 'command', name });
  });

  it.each([...commands])('%s loads', async (_, { load }) => {
    expect(await load()).toBeTypeOf('function');
  });
});

describe('the help', () => {
  it('lists every visible command and global flag', () => {
    const help = helpText('');
    const names = new Set(help.split(/[,\n]| {2,}/).map((part) => part.trim()));
    for (const [name, { hidden, group }] of commands) {
      expect(names.has(name), name).toBe(hidden !== true);
      expect(helpText(group).includes(`$ flowdeck ${usageOf(name)} `), name).toBe(hidden !== true);
    }
    for (const [name, flag] of Object.entries(globalFlags)) {
      expect(help).toContain(flagUsage(name, flag));
    }
    expect(help).toContain('A keyboard-driven terminal cockpit');
    expect(helpText('memory')).toContain('memory search TEXT...');
    expect(helpText('done')).toContain('--evidence-json FILE');
  });

  it('explains the ten commands that a newcomer needs, before all others', () => {
    const help = helpText('');
    expect(firstCommands).toHaveLength(10);
    for (const name of firstCommands) {
      expect(help).toMatch(new RegExp(`^ *${escaped(usageOf(name))} {2,}[A-Z]`, 'm'));
    }
    expect(help.indexOf('First commands')).toBeLessThan(help.indexOf('All commands'));
  });

  it('shows one group by its name', () => {
    expect(parse('help health')).toEqual({ kind: 'help', name: 'health' });
    expect(helpText('health')).toContain('flowdeck config set KEY VALUE');
    expect(wrong('help nothing')).toContain('There is no command nothing.');
  });

  it('fits a terminal of 100 columns', () => {
    for (const name of ['', ...commands.keys()]) {
      for (const line of helpText(name).split('\n')) expect(line.length, line).toBeLessThan(101);
    }
  });

  it('knows the version of the package', () => {
    expect(version()).toMatch(/^\d+\.\d+\.\d+/);
  });
});
