import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { commands } from '../../source/commands/table.js';
import type { IdKind } from '../../source/commands/definition.js';
import { leftOut, participants, placesOf, type Ids, type Place } from './places.js';
import { sharedProject, type SharedProject } from './shared-project.js';

vi.mock('../../source/store/open.js', async (original) => ({
  ...(await original<object>()),
  openDatabase: (await import('./kept-database.js')).openKept,
}));

let project: SharedProject;
let places: readonly Place[] = [];

beforeAll(async () => {
  project = await sharedProject();
  places = placesOf(project.ids);
});
beforeEach(() => project.renew());
afterAll(() => project.close());

const names = participants.map(([name]) => name);

/** What a terminal acts on, line breaks and tabs aside. */
const obeyed = new RegExp(
  String.raw`[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]`,
);
/** What only programmers are told. */
const internals =
  /\n\s+at |\b[A-Z][a-z]+Error:|SQLITE|\bE[A-Z]{4,}\b:|\bundefined\b|\bNaN\b|\[object|defect of flowdeck/;

interface Tried {
  readonly line: string;
  readonly code: number;
  /** Empty where the line succeeded. */
  readonly error: string;
  readonly errorCode: string;
  readonly problems: readonly string[];
}

/** Runs a line in its JSON form and says what is wrong with how it ended, whatever that was. */
async function tried(argv: readonly string[], stdin?: string): Promise<Tried> {
  const outcome = await project.run(['--json', ...argv], stdin);
  const { code, stdout, stderr } = outcome;
  const isCheck = code === 1 && stdout !== '';
  const failed = code !== 0 && !isCheck;
  const problems: string[] = [];
  let [error, errorCode] = ['', ''];
  if (![0, 1, 2].includes(code)) problems.push(`exits with ${code}`);
  if (failed) {
    try {
      ({ error, code: errorCode } = JSON.parse(stderr) as { error: string; code: string });
    } catch {
      problems.push(`says no JSON: ${stderr.slice(0, 300)}`);
    }
    if (stdout !== '') problems.push('prints an answer as well');
    if (error.length > 700 || !/^[^\n]+[.?]$/.test(error)) problems.push('says no short sentence');
    if (internals.test(stderr)) problems.push('tells of the inside');
    if ((code === 2) !== errorCode.startsWith('usage.')) problems.push(`exits with ${code}`);
    if (await project.changed()) problems.push('changed the database');
  } else await project.changed();
  if (obeyed.test(stdout.replaceAll('\n', '') + stderr))
    problems.push('lets control characters through');
  const shown = error.slice(0, 500);
  return { line: abbreviated(argv), code: failed ? code : 0, error: shown, errorCode, problems };
}

function abbreviated(argv: readonly string[]): string {
  return argv.map((word) => JSON.stringify(word.slice(0, 60))).join(' ');
}

/** Of a command's places of a kind, whatever the values in them bring about that should not be. */
async function complaints(
  chosen: readonly Place[],
  values: (place: Place) => readonly string[],
  expected: (outcome: Tried, place: Place) => string | null = () => null,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const place of chosen) {
    for (const value of values(place)) {
      const outcome = await tried(place.line(value));
      const problems = [...outcome.problems, expected(outcome, place)].filter(Boolean);
      if (problems.length > 0) {
        found.push(
          `${outcome.line}: ${problems.join(', ')} (${outcome.errorCode} ${outcome.error})`,
        );
      }
    }
  }
  return found;
}

function placesOfKind(command: string, ...kinds: readonly Place['kind'][]): readonly Place[] {
  return places.filter((place) => place.command === command && kinds.includes(place.kind));
}

const isRefused = ({ code }: Tried): string | null => (code === 0 ? 'succeeds' : null);
const isUsage = ({ code }: Tried): string | null => (code === 2 ? null : `is no wrong usage`);

/** What a project without a `.flow` directory, git and the network cannot do. */
const refusedHere: Readonly<Record<string, string>> = {
  import: 'import.no_flow_directory',
  'memory embed': 'embedding.unavailable',
  'memory import': 'usage.invalid',
  'model install': 'model.offline',
  diff: 'git.failed',
  recover: 'recover.no_log',
  // States that the seed does not have.
  'epic archive': 'epic.not_done',
  'epic close': 'epic.tasks_open',
  'epic reopen': 'epic.open',
  fail: 'task.transition',
  redo: 'redo.nothing',
  'task set-deps': 'dependency.self',
  unblock: 'task.transition',
};

describe('the table of commands', () => {
  it('takes part as a whole, but for what is left out with a reason', () => {
    expect([...commands.keys()].filter((name) => !names.includes(name))).toEqual(
      Object.keys(leftOut),
    );
  });

  it('is tried with lines that go through, where all in them is right', async () => {
    const found: Record<string, string> = {};
    for (const [name] of participants) {
      const [place] = places.filter(({ command }) => command === name);
      const right = place?.isRequired ? place.line(place.right) : place?.line();
      const { code, errorCode } = await tried(right ?? name.split(' '));
      await project.renew();
      if (code !== 0) found[name] = errorCode;
    }
    expect(found).toEqual(refusedHere);
  });
});

describe.each(names)('%s', (command) => {
  it('says what is missing', async () => {
    for (const place of places.filter((each) => each.command === command && each.isRequired)) {
      const outcome = await tried(place.line());
      expect(outcome).toMatchObject({ code: 2, problems: [] });
      expect(outcome.error).toContain(place.name);
    }
  });

  it('refuses ids that are empty, of another kind, unknown or none at all', async () => {
    const chosen = placesOfKind(command, 'id').filter(({ isList }) => !isList);
    expect([
      ...(await complaints(chosen, () => ['', ' '], isUsage)),
      ...(await complaints(placesOfKind(command, 'id'), wrongKinds, isOfAnotherKind)),
      ...(await complaints(placesOfKind(command, 'id'), unknown, namesTheNearest)),
      ...(await complaints(
        placesOfKind(command, 'id'),
        () => ['fn-1\u001b[31m\u202e\u009b', 'x'.repeat(1_000_000)],
        isRefused,
      )),
    ]).toEqual([]);
  });

  it('takes any text, or says in a sentence why not', async () => {
    const chosen = placesOfKind(command, 'text');
    // A megabyte costs a while where it is kept: one place of each command has to do.
    const [first] = chosen;
    const hostile = 'Red \u001b[31malert\u001b]0;x\u0007 \u202egnp.\u009b2J\u2066\ud800';
    expect(
      await complaints(chosen, (place) => [
        '',
        `${hostile} ${'word '.repeat(place === first ? 200_000 : 20)}`,
      ]),
    ).toEqual([]);
  });

  it('refuses words that are no numbers or none of the choices', async () => {
    const numbers = ['', 'abc', '1.5', '1e3', '-99999999999999999999', '99999999999999999999'];
    expect([
      ...(await complaints(placesOfKind(command, 'integer'), () => numbers, isUsage)),
      ...(await complaints(placesOfKind(command, 'integer'), () => ['-1', '0', '999999999999999'])),
      ...(await complaints(placesOfKind(command, 'choice'), () => ['', 'nothing'], isUsage)),
    ]).toEqual([]);
  });

  it('reads files that are there and text', async () => {
    const wrong = [
      'nowhere.txt',
      'folder',
      'latin.txt',
      'binary.bin',
      'broken.json',
      'plan.md/x',
      'a\u001b[31m\u202e',
    ];
    expect(await complaints(placesOfKind(command, 'file'), () => wrong)).toEqual([]);
  });
});

function wrongKinds({ ids }: Place): readonly string[] {
  const kinds: readonly IdKind[] = ['epic', 'task', 'gap', 'approval'];
  const fitting = ids.includes('checkpoint') ? ['epic'] : ids;
  return kinds.filter((kind) => !fitting.includes(kind)).map((kind) => project.ids[kind]);
}

function isOfAnotherKind({ errorCode, code, error }: Tried): string | null {
  if (code === 0) return 'succeeds';
  const says = errorCode === 'id.invalid' || errorCode === 'dependency.other_epic';
  return says && / is (an?|neither) |wait/.test(error) ? null : 'does not say what it is';
}

const unknownIds: Ids = {
  epic: 'fn-1-add-sign-im',
  task: 'fn-1.9',
  memory: '9',
  gap: 'gap-',
  approval: 'apv-',
  action: '',
  checkpoint: 'fn-1-add-sign-im',
};

function unknown({ ids }: Place): readonly string[] {
  return ids.map((kind) =>
    unknownIds[kind].endsWith('-') || unknownIds[kind] === ''
      ? `${project.ids[kind].slice(0, -1)}${project.ids[kind].endsWith('x') ? 'y' : 'x'}`
      : unknownIds[kind],
  );
}

function namesTheNearest({ code, error }: Tried): string | null {
  if (code !== 1) return 'is found';
  return /Nearest: |There are some of/.test(error) ? null : 'names no nearest';
}
