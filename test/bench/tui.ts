/**
 * The built program at the terminal: first frame, keys, changes from outside, rest, memory; beside it, in the same run
 * and in turn with it, a bare screen made with Ink, and the peers that are installed. Ends with the targets.
 */
import { cpus, loadavg } from 'node:os';
import type { Bench } from './bench.js';
import { keyCosts } from './tui-keys.js';
import { peerCosts } from './tui-peers.js';
import type { Screen } from './tui-programs.js';
import { remoteChanges, storm } from './tui-remote.js';
import { firstFrames, rest } from './tui-start.js';
import { Verdicts } from './tui-verdicts.js';

const usual: Screen = { columns: 120, rows: 40 };
const large: Screen = { columns: 200, rows: 50 };

export async function tui(bench: Bench): Promise<void> {
  const verdicts = new Verdicts();
  const screens = bench.quick ? [usual] : [usual, large];
  const load = loadavg()[0]?.toFixed(1) ?? '';
  const kind = bench.quick ? 'a quick run' : 'a whole run';
  console.log(`Node ${process.version}, ${cpus().length} cores, load ${load}, ${kind}`);
  await firstFrames(bench, screens, verdicts);
  await keyCosts(bench, screens, verdicts);
  await remoteChanges(bench, verdicts);
  await storm(bench, usual, verdicts);
  await rest(bench, usual, verdicts);
  await peerCosts(bench, usual);
  verdicts.print();
}
