/**
 * What the hooks of agents have in common: JSON on standard input, 0 to let something happen, 2 to keep it from
 * happening. Anything else that goes wrong is 1, which lets it happen: a broken hook must not stop the work.
 */
import { messageOf, FlowdeckError } from '../../domain/errors.js';
import { isDirectory } from '../../platform/files.js';
import type { ServiceContext } from '../../service/context.js';
import type { CommandBody, CommandContext } from '../definition.js';
import { readInput } from '../input.js';
import { printLines } from '../output.js';
import type { Opened, Project } from '../project.js';

/** What the agent's program tells; every field may be missing. */
export class HookEvent {
  readonly #fields: Readonly<Record<string, unknown>>;

  constructor(fields: Readonly<Record<string, unknown>>) {
    this.#fields = fields;
  }

  text(name: string): string | null {
    const value = this.#fields[name];
    return typeof value === 'string' && value !== '' ? value : null;
  }

  /** The line for a shell that is about to run; null for another tool. */
  get shellCommand(): string | null {
    const input = this.#fields['tool_input'];
    if (typeof input !== 'object' || input === null || !('command' in input)) return null;
    const { command } = input;
    if (Array.isArray(command)) return command.map(String).join(' ');
    return typeof command === 'string' ? command : null;
  }
}

export interface HookCall {
  readonly event: HookEvent;
  readonly context: CommandContext;
  readonly opened: Opened;
  readonly project: Project;
  /** The session that the event names, for what is written. */
  readonly session: Partial<ServiceContext>;
}

export interface HookOutcome {
  readonly say?: readonly string[];
  /** Why it must not happen, told to the agent. */
  readonly block?: readonly string[];
}

/** @param concerns false when there is nothing to look at, which is told without opening the database */
export function hook(
  run: (call: HookCall) => Promise<HookOutcome>,
  concerns: (event: HookEvent) => boolean = () => true,
): CommandBody<never> {
  return async (context) => {
    const event = await readEvent(context);
    if (!concerns(event)) return null;
    const directory = event.text('cwd');
    const elsewhere = directory !== null && isDirectory(directory);
    const project = elsewhere ? context.project.elsewhere({ dir: directory }) : context.project;
    try {
      // Hooks are often set up for all projects of a person.
      if (!(await project.exists())) return null;
      const opened = await project.open();
      const sessionId = event.text('session_id');
      const session = sessionId === null ? {} : { sessionId };
      const outcome = await run({ event, context, opened, project, session });
      if (outcome.block) {
        printLines({ ...context.io, stdout: context.io.stderr }, outcome.block);
        return 2;
      }
      printLines(context.io, outcome.say ?? []);
      return null;
    } finally {
      if (elsewhere) await project.close();
    }
  };
}

async function readEvent({ io }: CommandContext): Promise<HookEvent> {
  try {
    const text = io.stdin.isTTY === true ? '' : await readInput(io, '-', 'standard input');
    if (text.trim() === '') return new HookEvent({});
    const fields: unknown = JSON.parse(text);
    if (typeof fields === 'object' && fields !== null) return new HookEvent({ ...fields });
  } catch (error) {
    throw invalid(messageOf(error).replace(/\.$/, ''));
  }
  throw invalid('it is no object');
}

/** Not one of the errors of usage: their exit code would block. */
function invalid(reason: string): FlowdeckError {
  return new FlowdeckError('hook.input_invalid', `Standard input is not a hook's JSON: ${reason}.`);
}
