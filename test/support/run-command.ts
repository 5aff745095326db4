import { execFile } from 'node:child_process';
import path from 'node:path';
import { buildDirectory } from './built.js';

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command of the built program in a process of its own, as an agent does. */
export function runCommand(
  args: readonly string[],
  options: { directory: string; environment?: Readonly<Record<string, string>> },
): Promise<CommandResult> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [path.join(buildDirectory, 'cli.js'), ...args],
      {
        cwd: options.directory,
        env: { ...process.env, FLOW_ACTOR: 'agent@example.com', ...options.environment },
        maxBuffer: 64 * 1024 * 1024,
      },
      (error, stdout, stderr) =>
        resolve({
          exitCode: error === null ? 0 : typeof error.code === 'number' ? error.code : 1,
          stdout,
          stderr,
        }),
    );
  });
}
