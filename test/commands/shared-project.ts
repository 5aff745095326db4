/** A seeded project that is opened once for many lines, and put back whenever one of them changed it. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { keep, openUnkept as open } from './kept-database.js';
import { preparations } from './examples.js';
import type { Ids } from './places.js';
import { runCommand, wordsOf, type Outcome } from './support.js';

const seed: readonly string[] = [
  ...preparations,
  'flowdeck epic create --title "Send bills"',
  'flowdeck task create --epic fn-2 --title Layout',
  'flowdeck gap add --epic fn-1 --capability "Password reset"',
  'flowdeck approval create --task fn-1.2 --question "Drop the old table?"',
  'flowdeck checkpoint save --epic fn-2',
];

const files: Readonly<Record<string, string | Uint8Array>> = {
  'plan.md': '# Plan\n\nWords.\n',
  'object.json': '{}',
  'epics.json': '{"epics": []}',
  'memories.jsonl': '',
  'broken.json': '{"commits":\n  nope}',
  'latin.txt': Uint8Array.of(0x47, 0x72, 0xfc, 0xdf, 0x65),
  'binary.bin': Uint8Array.of(0x00, 0xff, 0xfe, 0x80, 0x00),
};

export interface SharedProject {
  readonly directory: string;
  readonly ids: Ids;
  run(argv: readonly string[], stdin?: string): Promise<Outcome>;
  /** True when something was written since the last time it was asked. */
  changed(): Promise<boolean>;
  /** Puts the seed back, where something was written. */
  renew(): Promise<void>;
  close(): Promise<void>;
}

export async function sharedProject(): Promise<SharedProject> {
  const directory = mkdtempSync(path.join(tmpdir(), 'flowdeck-test-'));
  const home = mkdtempSync(path.join(tmpdir(), 'flowdeck-test-home-'));
  let file = path.join(directory, 'project-0.db');
  const run = (argv: readonly string[], stdin = ''): Promise<Outcome> =>
    runCommand(argv, {
      ...{ directory, stdin },
      environment: { FLOWDECK_DB: file, HOME: home, FLOWDECK_OFFLINE: '1', PATH: '/nowhere' },
    });

  for (const [name, content] of Object.entries(files)) {
    writeFileSync(path.join(directory, name), content);
  }
  mkdirSync(path.join(directory, 'folder'));
  let kept = await open(file, { create: true });
  keep(kept);
  for (const line of seed) {
    const { code, stderr } = await run(wordsOf(line));
    if (code !== 0) throw new Error(`${line}: ${stderr}`);
  }
  const idIn = async (...argv: string[]): Promise<string> =>
    /"id":"([^"]+)"/.exec((await run([...argv, '--json'])).stdout)?.[1] ?? '';
  const ids: Ids = {
    ...{ epic: 'fn-1', task: 'fn-1.2', memory: '1', checkpoint: 'fn-2' },
    gap: await idIn('gap', 'list'),
    approval: await idIn('approval', 'list'),
    action: /"command_id":"([^"]+)"/.exec((await run(['history', '--json'])).stdout)?.[1] ?? '',
  };
  await kept.close();
  const seeded = readFileSync(file);
  const names = new Set(readdirSync(directory));
  kept = await open(file);
  keep(kept);
  let watcher = await open(file);
  let seen = await watcher.dataVersion();

  let number = 0;
  let isSeed = true;
  // Under another name, as the library lets go of a closed file when it likes.
  const putBack = async (): Promise<void> => {
    await watcher.close();
    await kept.close();
    number += 1;
    file = path.join(directory, `project-${number}.db`);
    writeFileSync(file, seeded);
    kept = await open(file);
    keep(kept);
    watcher = await open(file);
    seen = await watcher.dataVersion();
  };

  return {
    directory,
    ids,
    run,
    async changed() {
      for (const name of readdirSync(directory)) {
        const isKept = names.has(name) || name.startsWith(path.basename(file));
        if (!isKept) rmSync(path.join(directory, name), { recursive: true });
      }
      const version = await watcher.dataVersion();
      if (version === seen) return false;
      seen = version;
      isSeed = false;
      return true;
    },
    async renew() {
      if (!isSeed) await putBack();
      isSeed = true;
    },
    async close() {
      await watcher.close();
      await kept.close();
      keep(null);
      for (const each of [directory, home]) rmSync(each, { recursive: true, force: true });
    },
  };
}
