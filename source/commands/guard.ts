/** The commands that check the working tree: the guard, the invariants, the stack that says what there is to check. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { configurationAt, guardCommands, type GuardCommand } from '../domain/configuration.js';
import { FlowdeckError, messageOf } from '../domain/errors.js';
import { firstProgram, missingTool } from '../domain/guard-command.js';
import { summariseCheck } from '../domain/guard-summary.js';
import { invariantsTemplate } from '../domain/invariants.js';
import { headRevision } from '../platform/git-log.js';
import { hasProgram, runShell, type ProcessOptions } from '../platform/programs.js';
import type { Answer, CommandBody, CommandContext } from './definition.js';
import { parseObject, readInput } from './input.js';
import { readInvariants } from './invariants-file.js';
import { linesOf } from './output.js';
import { oneLine, plural } from './text.js';

export interface GuardJson {
  readonly guards: readonly {
    /** `layer/kind`. */
    readonly name: string;
    readonly status: 'pass' | 'fail' | 'skipped';
    readonly summary: string;
    /** The first ones, of a check that failed. */
    readonly errors?: readonly string[];
  }[];
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly message: string;
}

export interface InvariantsInitJson {
  readonly created: boolean;
  readonly path: string;
  readonly message: string;
}

export type InvariantsShowJson =
  | { readonly invariants: string; readonly path: string }
  | { readonly invariants: null; readonly message: string };

export interface InvariantsCheckJson {
  readonly all_passed: boolean;
  readonly results: readonly {
    readonly name: string;
    readonly command: string;
    readonly passed: boolean;
    readonly exit_code: number;
    readonly fix: string | null;
    /** The last lines, of one that is broken. */
    readonly output?: string;
  }[];
  /** Where there is nothing to check. */
  readonly message?: string;
}

export interface StackJson {
  /** Layers, each with its checks and what is known of it. */
  readonly stack: Readonly<Record<string, unknown>>;
}

export interface StackChangedJson extends StackJson {
  readonly message: string;
}

interface GuardResult {
  /** `layer/kind`. */
  readonly name: string;
  readonly status: 'pass' | 'fail' | 'skipped';
  readonly summary: string;
  readonly errors: readonly string[];
}

/** The end of a check's output says how it went; more is nobody's reading. */
const keptOutput = 2 * 1024 * 1024;

export const guard: CommandBody<GuardJson> = async (context) => {
  const { project, invocation } = context;
  const { service } = await project.open();
  const stored = await service.query('configuration.stored', {});
  const all = guardCommands(stored);
  const layer = invocation.text('layer')?.trim() ?? 'all';
  const commands = layer === 'all' ? all : all.filter((command) => command.layer === layer);
  if (commands.length === 0) return nothingToRun(layer, all);
  const place = await placeOf(context);
  const results: GuardResult[] = [];
  for (const command of commands) results.push(await runCheck(context, command, place));
  await service.command('check.record', {
    check: 'guard',
    passed: results.every(({ status }) => status !== 'fail'),
    revision: await headRevision(place),
    results: results.map(({ name, status }) => ({ name, status })),
  });
  return guardAnswer(results);
};

async function placeOf({ project, io }: CommandContext): Promise<ProcessOptions> {
  const { root } = await project.location();
  return { directory: root, environment: io.environment, keep: keptOutput };
}

function nothingToRun(layer: string, all: readonly GuardCommand[]): Answer<GuardJson> {
  const layers = [...new Set(all.map((command) => command.layer))];
  const message =
    layers.length === 0
      ? 'No checks are set up, so there is nothing to run. Set them up with: flowdeck stack detect'
      : `No checks are set up for the layer ${layer.slice(0, 100)}; there are ${layers.join(', ')}.`;
  return {
    json: { guards: [], passed: 0, failed: 0, skipped: 0, message },
    text: () => [message],
  };
}

async function runCheck(
  context: CommandContext,
  { layer, kind, command }: GuardCommand,
  place: ProcessOptions,
): Promise<GuardResult> {
  const name = `${layer}/${kind}`;
  const skipped = (tool: string): GuardResult => {
    return { name, status: 'skipped', summary: `${tool} is not installed`, errors: [] };
  };
  const program = firstProgram(command);
  // A program of the project's own may lie where `cd` leads; only a name is looked for beforehand.
  if (program !== null && !program.includes('/') && !hasProgram(program, place)) {
    return skipped(program);
  }
  announce(context, `${name}: ${command}`);
  const { code, output } = await runShell(command, place);
  if (code !== 0) {
    const tool = missingTool(command, output);
    if (tool !== null) return skipped(tool);
  }
  const passed = code === 0;
  return { name, status: passed ? 'pass' : 'fail', ...summariseCheck(kind, output, passed) };
}

/** Checks take minutes; a person who waits is told which one runs. */
function announce({ io, json }: CommandContext, line: string): void {
  if (!json && io.stderr.isTTY === true) io.stderr.write(`> ${oneLine(line)}\n`);
}

function guardAnswer(results: readonly GuardResult[]): Answer<GuardJson> {
  const count = (status: GuardResult['status']): number =>
    results.filter((result) => result.status === status).length;
  const [passed, failed, skipped] = [count('pass'), count('fail'), count('skipped')];
  const message = [
    `${passed}/${results.length} guards passed`,
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ].join(', ');
  return {
    json: {
      guards: results.map(({ errors, ...result }) => ({
        ...result,
        ...(errors.length > 0 && { errors }),
      })),
      passed,
      failed,
      skipped,
      message,
    },
    text: () => [
      ...results.flatMap(({ name, status, summary, errors }) => [
        `[${status}] ${name}: ${summary}`,
        ...errors.map((error) => `    ${error}`),
      ]),
      message,
    ],
    exitCode: failed > 0 ? 1 : 0,
  };
}

export const invariantsInit: CommandBody<InvariantsInitJson> = async ({ project, invocation }) => {
  const { path: file, text } = await readInvariants(project);
  const made = text === null || invocation.switch('force');
  if (made) {
    try {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, invariantsTemplate);
    } catch (error) {
      throw new FlowdeckError(
        'project.read_only',
        `${file} cannot be written: ${messageOf(error)}.`,
      );
    }
  }
  const message = made
    ? 'invariants.md made'
    : 'invariants.md was there already; --force writes over it';
  return {
    json: { created: made, path: file, message },
    text: () => [`${message}: ${file}`],
  };
};

export const invariantsShow: CommandBody<InvariantsShowJson> = async ({ project }) => {
  const { path: file, text } = await readInvariants(project);
  const message = 'There are no invariants. Begin with: flowdeck invariants init';
  return {
    json: text === null ? { invariants: null, message } : { invariants: text, path: file },
    text: () => (text === null ? [message] : linesOf(text)),
  };
};

export const invariantsCheck: CommandBody<InvariantsCheckJson> = async (context) => {
  const { project } = context;
  const { invariants, text } = await readInvariants(project);
  if (invariants.length === 0) {
    const message =
      text === null ? 'There are no invariants.' : 'No invariant says how it is verified.';
    return { json: { all_passed: true, results: [], message }, text: () => [message] };
  }
  const place = await placeOf(context);
  const results: {
    name: string;
    command: string;
    passed: boolean;
    exit_code: number;
    fix: string | null;
    output: string;
  }[] = [];
  for (const { name, verify, fix } of invariants) {
    announce(context, `${name}: ${verify}`);
    const { code, output } = await runShell(verify, place);
    results.push({ name, command: verify, passed: code === 0, exit_code: code, fix, output });
  }
  const holding = results.filter(({ passed }) => passed).length;
  const allPassed = holding === results.length;
  if (await project.exists()) {
    const { service } = await project.open();
    await service.command('check.record', {
      check: 'invariants',
      passed: allPassed,
      revision: await headRevision(place),
      results: results.map(({ name, passed }) => ({ name, status: passed ? 'pass' : 'fail' })),
    });
  }
  return {
    json: {
      all_passed: allPassed,
      results: results.map(({ output, ...result }) => ({
        ...result,
        ...(!result.passed && output.trim() !== '' && { output: lastLines(output).join('\n') }),
      })),
    },
    text: () => [
      ...results.flatMap(({ name, command, passed, exit_code: code, fix, output }) => [
        `[${passed ? 'holds' : 'broken'}] ${oneLine(name)}`,
        ...(passed
          ? []
          : [
              `    ${oneLine(command)} ended with ${code}`,
              ...lastLines(output).map((line) => `    ${line}`),
            ]),
        ...(passed || fix === null ? [] : [`    Fix: ${oneLine(fix)}`]),
      ]),
      `${holding}/${plural(results.length, 'invariant')} ${holding === 1 ? 'holds' : 'hold'}`,
    ],
    exitCode: allPassed ? 0 : 1,
  };
};

const shownLines = 5;

function lastLines(output: string): readonly string[] {
  return linesOf(output)
    .filter((line) => line.trim() !== '')
    .slice(-shownLines)
    .map((line) => line.slice(0, 200));
}

export const stackDetect: CommandBody<StackChangedJson> = async ({ project, invocation }) => {
  const { detectStack } = await import('../sources/stack.js');
  const stack = detectStack((await project.location()).root);
  const isEmpty = Object.keys(stack).length === 0;
  const dryRun = invocation.switch('dry-run');
  if (!isEmpty && !dryRun) {
    const { service } = await project.open();
    await service.command('configuration.set', { key: 'stack', value: stack });
  }
  const message = isEmpty
    ? 'No stack was recognised. Describe it with: flowdeck stack set --file FILE'
    : dryRun
      ? 'Recognised, and not kept'
      : 'Recognised and kept';
  return { json: { stack, message }, text: () => [message, ...stackLines(stack)] };
};

export const stackSet: CommandBody<StackChangedJson> = async ({ project, invocation, io }) => {
  const text = await readInput(io, invocation.requiredText('file'), '--file');
  const stack = parseObject(text, '--file');
  const { service } = await project.open();
  await service.command('configuration.set', { key: 'stack', value: stack });
  return {
    json: { stack, message: 'Stack kept' },
    text: () => ['Stack kept', ...stackLines(stack)],
  };
};

export const stackShow: CommandBody<StackJson> = async ({ project }) => {
  const { service } = await project.open();
  const stored = configurationAt(await service.query('configuration.stored', {}), 'stack');
  const stack = isObject(stored) ? stored : {};
  const lines = stackLines(stack);
  return {
    json: { stack },
    text: () =>
      lines.length > 0 ? lines : ['No stack is set up. Begin with: flowdeck stack detect'],
  };
};

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `layer.key: value` lines, however deep the value lies. */
function stackLines(value: unknown, prefix = ''): readonly string[] {
  if (!isObject(value)) {
    return [`${prefix}: ${typeof value === 'string' ? oneLine(value) : JSON.stringify(value)}`];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    stackLines(inner, prefix === '' ? key : `${prefix}.${key}`),
  );
}
