/** The cockpit in a terminal, which it gives back on every way out. */
import { render, type Instance } from 'ink';
import path from 'node:path';
import { deserialiseError, FlowdeckError } from '../domain/errors.js';
import type { Environment } from '../platform/environment.js';
import { isDirectory } from '../platform/files.js';
import { dieOfHangUp, isHungUp } from '../platform/hang-up.js';
import { personalFile } from '../platform/personal-file.js';
import { findProject, type ProjectLocation } from '../platform/project.js';
import { homeDirectory } from '../platform/xdg.js';
import { bell, desktopNotification } from '../platform/terminal-notification.js';
import { postJson } from '../platform/webhook.js';
import { App } from './app.js';
import { colourLevel } from './colour-level.js';
import { asciiGlyphs, unicodeGlyphs } from './glyphs.js';
import { errorText, Lifecycle, type End } from './lifecycle.js';
import { copySequence, editOutside } from './outside.js';
import { registry } from './registry.js';
import { Repainter } from './repainter.js';
import { processFigures } from './process-figures.js';
import { Screen } from './screen.js';
import type { CockpitOptions, OpenStore } from './start.js';
import { Cockpit } from './state/cockpit.js';
import { initialState, type Stage } from './state/cockpit-state.js';
import { Controller } from './state/controller.js';
import { Models } from './state/models.js';
import type { Herald } from './state/notifier.js';
import { TerminalInput } from './terminal-input.js';
import { TerminalOutput } from './terminal-output.js';
import { createTheme } from './theme.js';

export interface RunOptions extends CockpitOptions {
  readonly openStore: OpenStore;
}

/**
 * Shows the cockpit until it is quit. Resolves with the exit code once the terminal is as it was and the store is
 * closed; an error that ended it has then been told on stderr.
 */
export async function runCockpit(options: RunOptions): Promise<number> {
  const { stdin = process.stdin, stdout = process.stdout, stderr = process.stderr } = options;
  const output = new TerminalOutput(stdout);
  const lifecycle = new Lifecycle({ stdout, stopProcess: options.stopProcess });
  const cockpit = createCockpit(options, output);
  const repainter = new Repainter({
    output,
    onSize: (size) => controller.resize(size),
    onError: lifecycle.fail,
  });
  const input = new TerminalInput({
    stream: stdin,
    onChunk: (chunk) => lifecycle.guard(() => controller.handleInput(chunk)),
    onEnd: () => lifecycle.end({ exitCode: 129 }),
  });
  const controller = new Controller({
    cockpit,
    actor: options.actor,
    ascii: options.ascii,
    surroundings: {
      now: Date.now,
      openStore: options.openStore,
      findProject: (directory) => findOther(directory, options.environment),
      personalFile: (databaseId) =>
        options.keepPersonal === false ? null : personalFile(options.environment, databaseId),
      quit: () => lifecycle.end(quitting(cockpit.state.stage)),
      suspend: () => lifecycle.suspend(),
      edit: (text, name) =>
        lifecycle.lend((signal) =>
          editOutside(text, { name, environment: options.environment, signal }),
        ),
      copy: (text) => output.tell(copySequence(text, options.environment)),
      repaint: repainter.repaint,
      herald: heraldOf(output, options.environment),
      figures: () => ({ process: processFigures(), screen: output.figures }),
      demo: options.demo ? () => lifecycle.end({ exitCode: 0, demo: true }) : null,
    },
  });

  cockpit.subscribe(() => output.reportMouse(cockpit.state.mouse.on));
  const acquire = (): void => {
    output.enter();
    input.start();
  };
  const giveBack = (): void => {
    output.silence(true);
    input.stop();
    output.leave();
  };
  lifecycle.start({
    giveBack,
    takeBack() {
      // Whoever had it may have left other modes behind, also where nobody was asked to give it back.
      giveBack();
      acquire();
      controller.wake();
      repainter.repaint();
    },
    resized: repainter.repaint,
  });

  let instance: Instance | null = null;
  lifecycle.guard(() => {
    acquire();
    instance = render(<App cockpit={cockpit} onMounted={repainter.mounted} />, {
      // Ink needs a stream's writing, its size and nothing else; its own input handling stays off.
      stdout: output as unknown as NodeJS.WriteStream,
      stdin,
      interactive: true,
      incrementalRendering: true,
      // What follows a key is a frame of its own at most this soon behind it.
      maxFps: 60,
      exitOnCtrlC: false,
      patchConsole: stdout === process.stdout,
    });
    instance.waitUntilExit().catch(lifecycle.fail);
    void controller.open(options.project).catch(lifecycle.fail);
  });

  const end = await lifecycle.ended;
  giveBack();
  (instance as Instance | null)?.unmount();
  const closing = await lifecycle.within(controller.close());
  lifecycle.stop();
  if (isHungUp()) await dieOfHangUp();
  for (const error of [end.error, closing]) {
    if (error !== undefined) stderr.write(`${errorText(error)}\n`);
  }
  return end.demo && options.demo ? options.demo() : end.exitCode;
}

/** Who gives up on a project that cannot be opened is told why once more, where it stays on the screen. */
function quitting(stage: Stage): End {
  return stage.type === 'failed'
    ? { exitCode: 1, error: deserialiseError(stage.error) }
    : { exitCode: 0 };
}

/** The ways to somebody who looks elsewhere. */
function heraldOf(output: TerminalOutput, environment: Environment): Herald {
  return {
    bell: () => output.tell(bell),
    desktop: (notification) => output.tell(desktopNotification(notification, environment)),
    webhook: (address, body) => postJson(address, body, environment),
  };
}

function createCockpit(options: RunOptions, output: TerminalOutput): Cockpit {
  const glyphs = options.ascii ? asciiGlyphs : unicodeGlyphs;
  const level = options.colour ? colourLevel(options.environment, true) : 'none';
  const models = new Models(registry, options.actor);
  const demoAvailable = options.demo !== undefined;
  const screen = new Screen({ models, glyphs, theme: createTheme(level), demoAvailable });
  const state = initialState(registry, { size: output.size, now: Date.now() });
  return new Cockpit(models, screen, state);
}

/** A project elsewhere, asked for by hand: a database named for this one does not follow. */
async function findOther(typed: string, environment: Environment): Promise<ProjectLocation> {
  const home = homeDirectory(environment);
  const expanded = home === null ? typed : typed.replace(/^~(?=\/|$)/, home);
  const directory = path.resolve(expanded);
  if (!isDirectory(directory)) {
    throw new FlowdeckError('project.not_found', `${directory} is not a directory.`);
  }
  const withoutDatabase = { ...environment, FLOWDECK_DB: undefined };
  return findProject({ directory, environment: withoutDatabase, explicit: true });
}
