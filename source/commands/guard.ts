/** The command that checks the working tree by what the stack names. */
import { guardCommands, type GuardCommand } from '../domain/configuration.js';
import { firstProgram, missingTool } from '../domain/guard-command.js';
import { summariseCheck } from '../domain/guard-summary.js';
import { headRevision } from '../platform/git-log.js';
import { hasProgram, runShell, type ProcessOptions } from '../platform/programs.js';
import { announce, inTurn, placeOfChecks } from './checks.js';
import type { Answer, CommandBody, CommandContext } from './definition.js';

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

interface GuardResult {
  /** `layer/kind`. */
  readonly name: string;
  readonly status: 'pass' | 'fail' | 'skipped';
  readonly summary: string;
  readonly errors: readonly string[];
}

export const guard: CommandBody<GuardJson> = async (context) => {
  const { project, invocation } = context;
  const { service } = await project.open();
  const stored = await service.query('configuration.stored', {});
  const all = guardCommands(stored);
  const layer = invocation.text('layer')?.trim() ?? 'all';
  const commands = layer === 'all' ? all : all.filter((command) => command.layer === layer);
  if (commands.length === 0) return nothingToRun(layer, all);
  const place = await placeOfChecks(context);
  const results = await inTurn(context, commands, (command, signal) =>
    runCheck(context, command, { ...place, signal }),
  );
  await service.command('check.record', {
    check: 'guard',
    passed: results.every(({ status }) => status !== 'fail'),
    revision: await headRevision(place),
    results: results.map(({ name, status }) => ({ name, status })),
  });
  return guardAnswer(results);
};

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
