/** Runs one command line from beginning to end: nothing but an exit code leaves. */
import { wantsAscii, wantsColour } from '../platform/environment.js';
import { parseCommandLine, wantsJson, type Parsed } from './arguments.js';
import { compactObject } from './compact.js';
import type { CommandBody, CommandContext } from './definition.js';
import type { Io } from './io.js';
import type { Invocation } from './invocation.js';
import { printError, printJson, printLines } from './output.js';
import { Project } from './project.js';
import { plural } from './text.js';
import { serialiseError } from '../domain/errors.js';

export interface VersionJson {
  readonly version: string;
}

/**
 * @param argv without the program itself
 * @returns the exit code: 0, 1 after an error or a check that found something, 2 after wrong usage
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const json = wantsJson(argv);
  try {
    return await dispatch(parseCommandLine(argv), json, io);
  } catch (error) {
    printError(io, error, json);
    return serialiseError(error).code.startsWith('usage.') ? 2 : 1;
  }
}

async function dispatch(parsed: Parsed, json: boolean, io: Io): Promise<number> {
  switch (parsed.kind) {
    case 'help': {
      const { helpText } = await import('./help.js');
      io.stdout.write(helpText(parsed.name));
      return 0;
    }
    case 'version': {
      const { version } = await import('./help.js');
      if (json) printJson(io, { version: version() } satisfies VersionJson);
      else io.stdout.write(`${version()}\n`);
      return 0;
    }
    case 'cockpit': {
      const { cockpit } = await import('./cockpit.js');
      return execute(cockpit, parsed.invocation, io);
    }
    case 'command':
      return execute(await parsed.definition.load(), parsed.invocation, io);
  }
}

async function execute(body: CommandBody, invocation: Invocation, io: Io): Promise<number> {
  const json = invocation.switch('json');
  const flags = {
    dir: invocation.text('dir'),
    db: invocation.text('db'),
    actor: invocation.text('actor'),
  };
  const project = new Project(io, flags, ({ counts }) => {
    if (json) return;
    const [epics, tasks] = [plural(counts.epics, 'epic'), plural(counts.tasks, 'task')];
    io.stderr.write(`Imported ${epics} and ${tasks} from .flow.\n`);
  });
  const context: CommandContext = {
    io,
    invocation,
    project,
    json,
    ascii: wantsAscii(io.environment, invocation.switch('ascii')),
    colour: wantsColour(io.environment, invocation.switch('no-color')),
  };
  try {
    const answer = await body(context);
    if (answer === null) return 0;
    if (typeof answer === 'number') return answer;
    if (json)
      printJson(io, invocation.switch('compact') ? compactObject(answer.json) : answer.json);
    else printLines(io, answer.text());
    return answer.exitCode ?? 0;
  } finally {
    await project.close();
  }
}
