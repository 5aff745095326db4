/** Writes what agents' programs need to find flowdeck into the project, and takes it out again. */
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { ask } from '../ask.js';
import type { CommandBody, CommandContext } from '../definition.js';
import { printLines } from '../output.js';
import { plural } from '../text.js';
import { isObject, readJson } from './json-text.js';
import { programs, type ManagedFile, type Program } from './programs.js';

export interface SetupJson {
  readonly program: Program;
  readonly removed: boolean;
  /** False when the changes were only shown. */
  readonly applied: boolean;
  readonly changes: readonly {
    readonly path: string;
    readonly action: 'create' | 'change' | 'delete';
    /** A unified difference. */
    readonly diff: string;
  }[];
  readonly message: string;
}

interface Change {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

export const setup: CommandBody<SetupJson> = async (context) => {
  const { project, invocation } = context;
  const { root } = await project.location();
  const program = invocation.requiredArgument('PROGRAM') as Program;
  const removing = invocation.switch('remove');
  const changes = programs[program].flatMap((file) => changeOf(root, file, removing));
  const shown = changes.map((change) => ({ ...change, diff: differenceOf(change) }));
  const applied = changes.length > 0 && (await agreed(context, shown));
  if (applied) for (const change of changes) apply(root, change);
  const message = messageOf(program, changes.length, { removing, applied });
  return {
    json: {
      program,
      removed: removing,
      applied,
      changes: shown.map(({ path: file, before, after, diff }) => ({
        path: file,
        action: before === null ? 'create' : after === null ? 'delete' : 'change',
        diff,
      })),
      message,
    },
    text: () => [message],
    exitCode: changes.length > 0 && !applied ? 1 : 0,
  };
};

function changeOf(root: string, file: ManagedFile, removing: boolean): readonly Change[] {
  const place = path.join(root, file.path);
  const before = existsSync(place) ? readFileSync(place, 'utf8') : null;
  if (before === null && removing) return [];
  const text = removing ? file.remove(before ?? '') : file.add(before ?? '');
  if (text === (before ?? '')) return [];
  return [{ path: file.path, before, after: removing && isEmpty(file.path, text) ? null : text }];
}

/** What would be left of a file that held nothing else. */
function isEmpty(file: string, text: string): boolean {
  if (text.trim() === '') return true;
  if (!file.endsWith('.json')) return false;
  const value = readJson(text, file);
  return isObject(value) && Object.keys(value).length === 0;
}

function differenceOf({ path: file, before, after }: Change): string {
  return createTwoFilesPatch(
    before === null ? '/dev/null' : `a/${file}`,
    after === null ? '/dev/null' : `b/${file}`,
    before ?? '',
    after ?? '',
    undefined,
    undefined,
    { headerOptions: FILE_HEADERS_ONLY },
  );
}

/** The difference is seen before anybody agrees; where nobody can be asked, only `--yes` does. */
async function agreed(
  { io, invocation, json }: CommandContext,
  changes: readonly { readonly diff: string }[],
): Promise<boolean> {
  if (!json)
    printLines(
      io,
      changes.flatMap(({ diff }) => diff.trimEnd().split('\n')),
    );
  if (invocation.switch('yes')) return true;
  const question = `Write ${changes.length === 1 ? 'this change' : 'these changes'}?`;
  return json ? false : ((await ask(io, question, false)) ?? false);
}

/** Beside the file first, so that a full disk leaves the old one. */
function apply(root: string, { path: file, after }: Change): void {
  const place = path.join(root, file);
  if (after !== null) {
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(`${place}.flowdeck`, after);
    renameSync(`${place}.flowdeck`, place);
    return;
  }
  rmSync(place);
  const folder = path.dirname(place);
  if (folder === root) return;
  try {
    rmdirSync(folder);
  } catch (error) {
    // It holds more than what was ours.
    if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
  }
}

function messageOf(
  program: Program,
  count: number,
  { removing, applied }: { readonly removing: boolean; readonly applied: boolean },
): string {
  if (count === 0) {
    return removing
      ? `There is nothing to remove for ${program}.`
      : `${program} is set up already.`;
  }
  if (!applied) return 'Nothing was written; --yes writes it.';
  const done = `${plural(count, 'file')} ${removing ? 'cleaned of flowdeck' : 'written'} for ${program}.`;
  const trust = ' Codex runs them once you trust the project and, under /hooks, the hooks.';
  return program === 'codex' && !removing ? done + trust : done;
}
