import { afterEach, describe, expect, it } from 'vitest';
import { FlowdeckError } from '../../source/domain/errors.js';
import { errorText } from '../../source/tui/lifecycle.js';
import type { FakeTerminal } from '../support/terminal.js';
import { closeCockpits, openCockpit, sampleStore } from './support.js';

afterEach(closeCockpits);

/** The terminal is as it was before: screen, cursor, modes, keyboard. */
function expectRestored(terminal: FakeTerminal): void {
  const written = terminal.writes.join('');
  expect(terminal.rawMode).toBe(false);
  for (const mode of ['1049', '1000', '1006', '1004', '2004']) {
    expect(written.lastIndexOf(`\u001b[?${mode}l`), mode).toBeGreaterThan(
      written.lastIndexOf(`\u001b[?${mode}h`),
    );
  }
  expect(written.lastIndexOf('\u001b[?25h')).toBeGreaterThan(written.lastIndexOf('\u001b[?25l'));
  const afterwards = written.slice(written.lastIndexOf('\u001b[?1049l'));
  expect(afterwards).toBe('\u001b[?1049l');
  // Nothing of it is left for a terminal that was resized meanwhile to put onto the shell's screen.
  expect(written).toMatch(/\[2J.\[H(.\[\?\d+[hl])+$/u);
}

describe('leaving the cockpit', () => {
  it('enters the alternate screen in raw mode', async () => {
    const { terminal } = openCockpit(sampleStore());
    await terminal.until(/live/);
    expect(terminal.onAlternateScreen).toBe(true);
    expect(terminal.rawMode).toBe(true);
  });

  it.each([
    ['q', 'q', 0],
    ['Ctrl-C', '\u0003', 0],
  ])('gives the terminal back on %s', async (_, key, code) => {
    const store = sampleStore();
    const { terminal, exit } = openCockpit(store);
    await terminal.until(/live/);
    terminal.type(key);
    expect(await exit).toBe(code);
    expectRestored(terminal);
    expect(store.closed).toBe(true);
  });

  it('quits from inside a prompt with Ctrl-C', async () => {
    const { terminal, exit } = openCockpit(sampleStore());
    await terminal.until(/live/);
    terminal.type('c');
    await terminal.until(/New epic/);
    terminal.type('q\u0003');
    expect(await exit).toBe(0);
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
  ] as const)('gives the terminal back on %s', async (signal, code) => {
    const before = process.listenerCount(signal);
    const { terminal, exit } = openCockpit(sampleStore());
    await terminal.until(/live/);
    process.emit(signal);
    expect(await exit).toBe(code);
    expectRestored(terminal);
    expect(process.listenerCount(signal)).toBe(before);
  });

  it('gives the terminal back and tells an error that nobody caught', async () => {
    const { terminal, exit, told } = openCockpit(sampleStore());
    await terminal.until(/live/);
    const { stdout } = terminal;
    process.emit('uncaughtException', new FlowdeckError('store.corrupt', 'Page 3 is damaged.'));
    expect(await exit).toBe(1);
    expectRestored(terminal);
    expect(told.join('')).toBe(
      'flowdeck: Page 3 is damaged. (store.corrupt)\n' +
        'Restore the file from the copy beside it, or move it away and import again.\n',
    );
    expect(stdout.listenerCount('error')).toBe(0);
  });

  it('gives the terminal back when drawing fails', async () => {
    const store = sampleStore();
    // A row that no pane can draw.
    store.epics = store.epics.map((epic) => ({ ...epic, title: null as never }));
    const { terminal, exit, told } = openCockpit(store);
    expect(await exit).toBe(1);
    expectRestored(terminal);
    expect(told.join('')).toContain('internal.unexpected');
    expect(told.join('')).toContain('TypeError');
  });

  it('ends when the terminal goes away', async () => {
    const { terminal, exit } = openCockpit(sampleStore());
    await terminal.until(/live/);
    terminal.stdout.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    expect(await exit).toBe(1);
    const { terminal: other, exit: otherExit } = openCockpit(sampleStore());
    await other.until(/live/);
    other.stdin.emit('end');
    expect(await otherExit).toBe(129);
  });

  it('suspends on Ctrl-Z and draws itself anew when it goes on', async () => {
    const seen: { raw: boolean; alternate: number }[] = [];
    const { terminal } = openCockpit(sampleStore(), {
      stopProcess: () => {
        const written = terminal.writes.join('');
        seen.push({
          raw: terminal.rawMode,
          alternate: written.lastIndexOf('\u001b[?1049h') - written.lastIndexOf('\u001b[?1049l'),
        });
        terminal.scribble('shell output');
      },
    });
    await terminal.until(/Check the password/);
    const before = await terminal.settled();
    terminal.type('\u001a');
    expect(seen).toEqual([{ raw: false, alternate: expect.any(Number) as number }]);
    expect(seen[0]?.alternate).toBeLessThan(0);
    await terminal.until(/Check the password/);
    expect(await terminal.settled()).toBe(before);
    expect(terminal.rawMode).toBe(true);
    terminal.type('2');
    await terminal.until(/Phases of fn-1/);
  });
});

describe('the text of an error', () => {
  it('names the code and what to do', () => {
    expect(errorText(new FlowdeckError('store.busy', 'The database is held.'))).toBe(
      'flowdeck: The database is held. (store.busy)\nAnother process holds the database; try again.',
    );
  });

  it('shows where an unexpected one comes from', () => {
    expect(errorText(new TypeError('nothing there'))).toMatch(
      /^flowdeck: nothing there \(internal\.unexpected\)\n.*\nTypeError: nothing there\n\s+at /,
    );
  });
});

describe('the reports of the mouse', () => {
  const on = '\u001b[?1000h\u001b[?1006h';
  const off = '\u001b[?1006l\u001b[?1000l';

  it('are asked for once the project says so, and again after every absence', async () => {
    let stopped = '';
    const { terminal } = openCockpit(sampleStore(), {
      stopProcess: () => (stopped = terminal.writes.join('')),
    });
    await terminal.until(/Check the password/);
    await terminal.until(() => terminal.writes.join('').includes(on));
    terminal.type('\u001a');
    expect(stopped.lastIndexOf(off)).toBeGreaterThan(stopped.lastIndexOf(on));
    await terminal.until(() => terminal.writes.join('').slice(stopped.length).includes(on));
    terminal.type('\u0018');
    await terminal.until(/left to the terminal/);
    const written = terminal.writes.join('');
    expect(written.lastIndexOf(off)).toBeGreaterThan(written.lastIndexOf(on));
  });

  it('are never asked for where the configuration says no', async () => {
    const store = sampleStore();
    store.configuration = { mouse: false };
    const { terminal } = openCockpit(store);
    await terminal.until(/Check the password/);
    await terminal.settled();
    expect(terminal.writes.join('')).not.toContain(on);
  });
});
