import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../source/commands/arguments.js';
import { commands } from '../../source/commands/table.js';
import { plant, temporaryDirectory } from '../platform/tree.js';
import {
  expectSchema,
  formsNotIn,
  schemaFiles,
  validatorOf,
  wrongAnswersAccepted,
} from '../support/schemas.js';
import { examples, preparations } from './examples.js';
import { emptyProject, runCommand, wordsOf } from './support.js';

const lines = new Map(Object.entries(examples));

describe('the table of commands', () => {
  it.each([...commands])(
    '%s has a schema, unless it prints no JSON, and lines to show it',
    (name) => {
      const example = lines.get(name);
      expect(example, 'no lines in test/commands/examples.ts').toBeDefined();
      const printsNothing = Array.isArray(example) && example.length === 0;
      expect(validatorOf(name) === null).toBe(printsNothing);
    },
  );

  it('ships no schema of a command that there is not', () => {
    const further = ['overview', 'version', 'event', 'error', 'mcp-tools'];
    const names = [...commands.keys(), ...further].map((name) => name.replaceAll(' ', '-'));
    expect(schemaFiles().filter((name) => !names.includes(name))).toEqual([]);
  });

  it.each([...commands])('%s has an example in its help that can be read', (name, { example }) => {
    expect(parseCommandLine(wordsOf(example))).toMatchObject({ kind: 'command', name });
  });
});

describe('what a command prints with --json is what its schema says:', () => {
  let database: Buffer;

  beforeAll(async () => {
    const project = await emptyProject();
    for (const line of preparations) await project.json(wordsOf(line));
    database = readFileSync(path.join(project.directory, 'flowdeck.db'));
  });

  it.each([...lines].filter(([, example]) => Array.isArray(example) && example.length > 0))(
    '%s',
    async (name, example) => {
      const directory = temporaryDirectory();
      const environment = {
        FLOWDECK_DB: path.join(directory, 'flowdeck.db'),
        HOME: directory,
        PATH: path.join(directory, 'bin'),
      };
      plant(directory, { 'bin/git': '#!/bin/sh\n: > "$0-was-asked"\nexit 1\n', '.git/HEAD': '' });
      chmodSync(path.join(directory, 'bin/git'), 0o755);
      writeFileSync(environment.FLOWDECK_DB, database);
      const answers: unknown[] = [];
      for (const line of example as readonly string[]) {
        const argv = wordsOf(line);
        const { stdout, stderr } = await runCommand([...argv, '--json'], {
          directory,
          environment,
        });
        expect(stderr).toBe('');
        const parsed = parseCommandLine(argv);
        const answer = JSON.parse(stdout) as unknown;
        if (parsed.kind !== 'command') throw new Error(`${line} is no command`);
        expectSchema(parsed.name, answer);
        if (parsed.name === name) answers.push(answer);
        const accepted = wrongAnswersAccepted(parsed.name, answer as object);
        // A setting may be anything.
        const free = parsed.name.startsWith('config ') ? ['value of another kind'] : [];
        expect(accepted.filter((what) => !free.includes(what))).toEqual([]);
      }
      expect(formsNotIn(name, answers)).toEqual([]);
      expect(existsSync(path.join(directory, 'bin/git-was-asked'))).toBe(false);
    },
  );
});

it('prints the overview, without a command, as its schema says', async () => {
  const project = await emptyProject();
  for (const line of preparations) await project.json(wordsOf(line));
  expect(await project.json([])).toMatchObject({ ready: 1 });
});
