/** How soon the first frame stands, in turn with the bare screen; and what an open screen costs while nothing happens. */
import { cpuSeconds, quiet, quit, residentMegabytes, seed, type Bench } from './bench.js';
import { figuresOf, printTable } from './figures.js';
import { bareScreen, cockpit, sizeText, type Screen } from './tui-programs.js';
import type { Verdicts } from './tui-verdicts.js';

export async function firstFrames(
  bench: Bench,
  screens: readonly Screen[],
  verdicts: Verdicts,
): Promise<void> {
  const rows: (string | number)[][] = [];
  for (const tasks of [1000, 20_000]) {
    const databasePath = seed(bench, tasks);
    for (const screen of screens) {
      const milliseconds = [cockpit, bareScreen(bench)].map((program) => ({
        program,
        values: [] as number[],
      }));
      for (let run = 0; run < (bench.quick ? 4 : 12); run += 1) {
        for (const { program, values } of milliseconds) {
          const began = performance.now();
          const terminal = await program.open(databasePath, screen);
          values.push(performance.now() - began);
          await quit(terminal);
        }
      }
      const [ours, bare] = milliseconds.map(({ values }) => figuresOf(values));
      if (!ours || !bare) continue;
      const place = `${sizeText(screen)}, ${tasks.toLocaleString('en')} tasks`;
      rows.push([place, ours.minimum, ours.p50, bare.minimum, bare.p50, ours.p50 / bare.p50]);
      if (tasks === 1000) {
        verdicts.add(`first frame, ${place}, against bare`, ours.p50 / bare.p50, 1.3, 'times');
      }
    }
  }
  printTable(
    'First full frame, with tasks in it; milliseconds',
    ['screen', 'min', 'p50', 'bare min', 'bare p50', 'times bare'],
    rows,
  );
}

export async function rest(bench: Bench, screen: Screen, verdicts: Verdicts): Promise<void> {
  const databasePath = seed(bench, 1000);
  const seconds = bench.quick ? 5 : 10;
  const rows: (string | number)[][] = [];
  // Those that rest do not disturb each other.
  const open = await Promise.all(
    [cockpit, bareScreen(bench)].map(async (program) => {
      const terminal = await program.open(databasePath, screen);
      // Once a program rests, V8 collects its garbage a few times more.
      await quiet(terminal, bench.quick ? 8000 : 20_000);
      return { program, terminal };
    }),
  );
  const before = open.map(({ terminal }) => ({
    bytes: terminal.output.length,
    cpu: cpuSeconds(terminal.pid),
  }));
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  for (const [index, { program, terminal }] of open.entries()) {
    const { bytes = 0, cpu = 0 } = before[index] ?? {};
    const share = ((cpuSeconds(terminal.pid) - cpu) / seconds) * 100;
    const written = terminal.output.length - bytes;
    rows.push([program.name, String(written), share, residentMegabytes(terminal.pid)]);
    if (program === cockpit) {
      verdicts.add('idle, bytes', written, 0, 'bytes');
      verdicts.add('idle, CPU', share, 0.4, '% of a core');
    }
    await quit(terminal);
  }
  printTable(
    `At rest for ${seconds} s on 1,000 tasks, ${sizeText(screen)}`,
    ['program', 'bytes', 'CPU % of a core', 'memory MB'],
    rows,
  );
}
