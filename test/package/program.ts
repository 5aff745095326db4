import { spawn } from 'node:child_process';
import path from 'node:path';
import { buildDirectory } from '../support/built.js';

export const program = path.join(buildDirectory, 'cli.js');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The environment without what names a project, an actor or a session. */
export function cleanEnvironment(
  more: Readonly<Record<string, string>> = {},
): Record<string, string | undefined> {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(FLOW_|FLOWDECK_|CLAUDE_|NO_COLOR|FORCE_COLOR)/.test(name),
  );
  return { ...Object.fromEntries(kept), FLOW_ACTOR: 'tester', ...more };
}

/** Runs a program to its end. */
export function execute(
  file: string,
  args: readonly string[],
  options: {
    readonly directory: string;
    readonly environment?: Readonly<Record<string, string>>;
  },
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, [...args], {
      cwd: options.directory,
      env: cleanEnvironment(options.environment),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Runs the test build of flowdeck. */
export function flowdeck(
  args: readonly string[],
  directory: string,
  environment?: Readonly<Record<string, string>>,
): Promise<Ended> {
  return execute(process.execPath, [program, ...args], {
    directory,
    ...(environment && { environment }),
  });
}
