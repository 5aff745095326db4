/** Titles of the size and make of a developer's, the same in every run. */

const openings = [
  ...[
    'Fix',
    'Add',
    'Remove',
    'Rework',
    'Document',
    'Cover',
    'Split',
    'Speed up',
    'Guard',
    'Rename',
  ],
  ...['Retry', 'Validate', 'Migrate', 'Cache', 'Trace', 'Simplify', 'Unify', 'Deprecate'],
];
const nouns = (
  'access account adapter alert archive argument attachment audit avatar backlog backup badge banner batch billing ' +
  'bookmark boundary branch browser bucket budget buffer builder button cache calendar callback campaign canvas ' +
  'capacity card catalog certificate channel checkout checkpoint chunk client clipboard cluster collector column ' +
  'comment commit compiler composer connection consumer container context contract cookie counter coupon crawler ' +
  'credential currency cursor customer daemon dashboard database deadline decoder delivery dependency deployment ' +
  'descriptor dialog digest directory discount dispatcher document domain download draft driver editor element ' +
  'email embedding encoder endpoint engine environment estimate event exporter extension factory failover fallback ' +
  'feature feed field filter firewall fixture flag folder footer form formatter fragment gateway generator glossary ' +
  'gradient grammar graph grid group guide handler handshake header heartbeat helper history hook icon identity ' +
  'image importer index indicator inspector installer instance integration interface interval inventory invoice ' +
  'iterator journal keyboard kernel label language latency layout ledger library licence listener loader locale ' +
  'lock logger login machine manifest margin marker matcher member memory menu merchant message metric middleware ' +
  'migration mirror mobile model module monitor mutex namespace navigation network notebook notification observer ' +
  'offset operator optimizer order organization outline output override package pagination palette panel parameter ' +
  'parser partition password patch payload payment pipeline pixel planner platform player plugin pointer policy ' +
  'pool popup portal position preference prefix preview printer priority process processor producer profile progress ' +
  'project prompt property protocol provider proxy publisher query queue quota ranking reader receipt recipient ' +
  'record recovery redirect reducer reference refund region registry relay release reminder renderer replica report ' +
  'repository request resolver resource response restore retention revision role rollback router runner runtime ' +
  'sampler sandbox scanner scheduler schema scope screen scroll search section secret segment selector semaphore ' +
  'sender sensor sequence serializer server service session setting shard shell shipment shortcut sidebar signal ' +
  'signature sitemap snapshot socket sorter source spinner stage standard statement storage stream subscriber ' +
  'summary supervisor supplier switch symbol syntax table target telemetry template tenant terminal theme thread ' +
  'threshold throttle ticket timeline timeout timestamp token toolbar tooltip topic tracker transaction transformer ' +
  'translation trigger tunnel tutorial upgrade upload validator variable vendor version viewer viewport visitor ' +
  'volume voucher walker warehouse warning watcher webhook widget window wizard worker workflow workspace wrapper'
).split(' ');
const joints = [
  'in the',
  'for the',
  'of every',
  'when the',
  'without a',
  'after the',
  'behind the',
];

/** Numbers in [0, 1), the same for the same seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export interface Line {
  readonly text: string;
  readonly nouns: readonly string[];
}

export function makeLines(count: number, random: () => number): Line[] {
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? '';
  return Array.from({ length: count }, () => {
    const own = [pick(nouns), pick(nouns), pick(nouns), pick(nouns)];
    const [first, second, third, fourth] = own;
    const text = `${pick(openings)} ${first} ${second} ${pick(joints)} ${third} ${fourth}`;
    return { text, nouns: own };
  });
}

export const queryKinds = [
  ...(['exact', 'prefix', 'no vowels', 'glued', 'order'] as const),
  ...(['delete1', 'swap1', 'subst1', 'typo in each'] as const),
] as const;
export type QueryKind = (typeof queryKinds)[number];

/** A query for three of the four nouns of a line. */
export function makeQuery(kind: QueryKind, line: Line, random: () => number): string {
  const words = line.nouns.slice(0, 3);
  const inOne = (slip: (word: string) => string): string => {
    const chosen = words.reduce(
      (best, word, at) => (word.length > (words[best] ?? '').length ? at : best),
      0,
    );
    return words.map((word, at) => (at === chosen ? slip(word) : word)).join(' ');
  };
  const place = (word: string, last: number): number =>
    1 + Math.floor(random() * (word.length - last));
  const deleted = (word: string): string => {
    const at = place(word, 1);
    return word.slice(0, at) + word.slice(at + 1);
  };
  const swapped = (word: string): string => {
    const at = place(word, 2);
    return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
  };
  const replaced = (word: string): string => {
    const at = place(word, 1);
    const letter = 'abcdefghijklmnopqrstuvwxyz'.charAt(Math.floor(random() * 26));
    return word.slice(0, at) + letter + word.slice(at + 1);
  };
  switch (kind) {
    case 'exact':
      return words.join(' ');
    case 'prefix':
      return words
        .map((word) => word.slice(0, Math.max(3, Math.ceil(word.length * 0.6))))
        .join(' ');
    case 'no vowels':
      return words.map((word) => word.charAt(0) + word.slice(1).replace(/[aeiou]/g, '')).join(' ');
    case 'glued':
      return words.join('');
    case 'order':
      return [...words].reverse().join(' ');
    case 'delete1':
      return inOne(deleted);
    case 'swap1':
      return inOne(swapped);
    case 'subst1':
      return inOne(replaced);
    case 'typo in each':
      return words.map((word) => (word.length < 4 ? word : deleted(word))).join(' ');
  }
}
