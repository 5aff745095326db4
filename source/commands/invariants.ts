/** The commands about what must always hold. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FlowdeckError, messageOf } from '../domain/errors.js';
import { invariantsTemplate } from '../domain/invariants.js';
import { headRevision } from '../platform/git-log.js';
import { runShell } from '../platform/programs.js';
import { announce, inTurn, placeOfChecks } from './checks.js';
import type { CommandBody } from './definition.js';
import { readInvariants } from './invariants-file.js';
import { linesOf } from './output.js';
import { oneLine, plural } from './text.js';

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
  const place = await placeOfChecks(context);
  const results = await inTurn(context, invariants, async ({ name, verify, fix }, signal) => {
    announce(context, `${name}: ${verify}`);
    const { code, output } = await runShell(verify, { ...place, signal });
    return { name, command: verify, passed: code === 0, exit_code: code, fix, output };
  });
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
      `${holding} of ${plural(results.length, 'invariant')} ${holding === 1 ? 'holds' : 'hold'}`,
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
