/** The figures of the store, the process and the screen, for whoever wants to know where time and room go. */
import type { StoreMetrics } from '../domain/contract/store-client.js';
import { formatDuration } from '../domain/format.js';
import { padEnd, padStart } from '../platform/terminal-text.js';
import type { Glyphs } from './glyphs.js';
import type { Line } from './line.js';
import { clean, cutLine, span } from './spans.js';

export interface DebugFigures {
  /** Null where no store is open. */
  readonly store: StoreMetrics | null;
  readonly process: {
    readonly uptimeSeconds: number;
    readonly cpuSeconds: number;
    /** In bytes. */
    readonly memory: Readonly<Record<'rss' | 'heapTotal' | 'heapUsed' | 'external', number>>;
    readonly version: string;
  };
  readonly screen: {
    readonly columns: number;
    readonly rows: number;
    readonly frames: number;
    readonly bytes: number;
    /** Of the last frame. */
    readonly lastBytes: number;
  };
}

const labelWidth = 26;
const figureWidth = 9;

export function debugLines(
  { store, process, screen }: DebugFigures,
  { width, glyphs }: { readonly width: number; readonly glyphs: Glyphs },
): readonly Line[] {
  const { memory } = process;
  const perFrame = screen.frames === 0 ? 0 : Math.round(screen.bytes / screen.frames);
  const lines: Line[] = [
    ...storeLines(store),
    [],
    [span('Process', 'heading')],
    row('node', process.version),
    row('up', formatDuration(process.uptimeSeconds)),
    row('processor time', `${process.cpuSeconds.toFixed(1)}s`),
    row('memory', megabytes(memory.rss)),
    row('heap', `${megabytes(memory.heapUsed)} of ${megabytes(memory.heapTotal)}`),
    row('outside the heap', megabytes(memory.external)),
    [],
    [span('Screen', 'heading')],
    row('size', `${screen.columns}x${screen.rows}`),
    row('frames', String(screen.frames)),
    row('bytes', `${screen.bytes}, ${perFrame} a frame, ${screen.lastBytes} the last`),
  ];
  return lines.map((line) => cutLine(line, width, glyphs.ellipsis));
}

function storeLines(store: StoreMetrics | null): Line[] {
  if (store === null) return [[span('Store', 'heading')], row('state', 'none is open')];
  const { feedLagMilliseconds: lag, closeMilliseconds: closing } = store;
  const durations = Object.entries(store.durations).sort(([left], [right]) =>
    left < right ? -1 : 1,
  );
  const errors = Object.entries(store.errors);
  return [
    [span('Store', 'heading')],
    row('state', store.state),
    row('queue', `${store.queueDepth} wait, ${store.overloads} turned away`),
    row('changes seen after', lag === null ? 'none seen' : milliseconds(lag)),
    row('deaths', String(store.crashes)),
    row(
      'closing',
      `${closing === null ? 'not yet' : milliseconds(closing)}, ${store.closeTimeouts} too slow, ${store.uncleanCloses} unclean`,
    ),
    ...errors.map(([code, count]) => row(`error ${clean(code)}`, String(count), 'levelError')),
    [],
    [
      span(padEnd('Calls', labelWidth, ''), 'heading'),
      span(
        ['count', 'p50', 'p95', 'max'].map((name) => padStart(name, figureWidth)).join(''),
        'muted',
      ),
    ],
    ...durations.map(([name, { count, p50, p95, max }]): Line => {
      const figures = [String(count), ...[p50, p95, max].map(milliseconds)];
      return [
        span(padEnd(`  ${clean(name)}`, labelWidth, ''), 'muted'),
        span(figures.map((each) => padStart(each, figureWidth)).join('')),
      ];
    }),
  ];
}

function row(label: string, value: string, role: 'muted' | 'levelError' = 'muted'): Line {
  return [span(padEnd(`  ${label}`, labelWidth, ''), role), span(` ${value}`)];
}

function milliseconds(value: number): string {
  return value < 10 ? `${value.toFixed(1)}ms` : `${Math.round(value)}ms`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
