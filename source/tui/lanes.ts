/**
 * Lanes of a dependency graph, one task a row, dependencies above their dependents.
 *
 * A task that others wait for owns a lane: the column below its node, down to the last task that waits for it. A task
 * that waits for something has a horizontal line, and every lane joined with that line is one of its dependencies. So
 * - a lane joined with a row's line (`├ ┤ ┼`, ending there: `┴ ╯`) feeds that row's node and nothing else;
 * - a lane that passes beneath the line is drawn as a plain `│`;
 * - the last to wait takes over the column, so a chain is one straight lane;
 * - two nodes that stand one above the other are connected, therefore a column rests for a row before it is used anew;
 * - a task without edges has no node, and a graph without edges no lanes.
 *
 * When a task finds no free column among `maximum`, the overflow mark stands in its node's place: the edges from above
 * reach it, the edges below it are not drawn, and each of its dependents carries the mark and names it in `hidden`.
 */
import type { Glyphs } from './glyphs.js';
import type { Span } from './line.js';

export type LaneCellKind =
  | 'blank'
  | 'vertical'
  | 'horizontal'
  | 'node'
  | 'mergeLeft'
  | 'mergeRight'
  | 'cross'
  | 'branchUp'
  | 'cornerUp'
  | 'overflow';

export interface LaneRow {
  readonly id: string;
  /** One cell a column, without blank ones at the end. */
  readonly cells: readonly LaneCellKind[];
  /** The columns that the row's horizontal line joins, ends included; null without a line. */
  readonly line: readonly [number, number] | null;
  /** Columns whose cell lies on the critical path. */
  readonly critical: readonly number[];
  /** The part of the line that lies on the critical path. */
  readonly criticalLine: readonly [number, number] | null;
  /** Dependencies that are not drawn for want of a column. */
  readonly hidden: readonly string[];
  /** Dependencies that are not drawn because they do not stand above: they close a cycle. */
  readonly backward: readonly string[];
}

export interface LaneDrawing {
  readonly rows: readonly LaneRow[];
  /** Columns used, the one of the overflow mark included. */
  readonly columns: number;
}

export interface LaneOptions {
  /** The most lanes to draw side by side. */
  readonly maximum: number;
  /** The ids of the critical path, in order. */
  readonly critical: readonly string[];
}

/**
 * Lays out the lanes for ids in `order`. Dependencies that are not in `order` are left out; those that do not come
 * before their dependent (a cycle) are named in `backward`.
 */
export function drawLanes(
  order: readonly string[],
  dependenciesOf: (id: string) => readonly string[],
  options: LaneOptions,
): LaneDrawing {
  const graph = orientEdges(order, dependenciesOf);
  const critical = new CriticalPath(options.critical);
  const lanes = new LaneTable(options.maximum);
  const rows = order.map((id, row) => drawRow(id, row, graph, lanes, critical));
  const columns = rows.reduce((widest, row) => Math.max(widest, row.cells.length), 0);
  return { rows, columns };
}

/** The cells that a drawing takes when its columns stand `spacing` cells apart. */
export function lanesWidth(columns: number, spacing: number): number {
  return columns === 0 ? 0 : (columns - 1) * spacing + 1;
}

/** The text of a row's lanes, without blanks at its end, and its width in cells. */
export function laneSpans(
  row: LaneRow,
  glyphs: Glyphs,
  spacing: 1 | 2,
): { readonly spans: readonly Span[]; readonly width: number } {
  const spans: { text: string; role: 'critical' | 'muted' }[] = [];
  const add = (text: string, critical: boolean): void => {
    const role = critical ? 'critical' : 'muted';
    const last = spans.at(-1);
    if (last?.role === role || (last !== undefined && text === ' ')) last.text += text;
    else spans.push({ text, role });
  };
  row.cells.forEach((kind, column) => {
    add(cellText(kind, glyphs), row.critical.includes(column));
    if (spacing === 1 || column === row.cells.length - 1) return;
    const joined = within(row.line, column);
    add(joined ? glyphs.lane.horizontal : ' ', joined && within(row.criticalLine, column));
  });
  return { spans, width: lanesWidth(row.cells.length, spacing) };
}

/** Whether the line goes on from `column` to the next. */
function within(line: readonly [number, number] | null, column: number): boolean {
  return line !== null && line[0] <= column && column < line[1];
}

function cellText(kind: LaneCellKind, glyphs: Glyphs): string {
  if (kind === 'blank') return ' ';
  if (kind === 'overflow') return glyphs.ellipsis.slice(0, 1);
  return glyphs.lane[kind];
}

interface OrientedEdges {
  readonly incoming: ReadonlyMap<string, readonly string[]>;
  /** Edges that do not point downwards, by dependent. */
  readonly backward: ReadonlyMap<string, readonly string[]>;
  /** The row of the last task that waits for this one. */
  readonly lastRow: ReadonlyMap<string, number>;
}

function orientEdges(
  order: readonly string[],
  dependenciesOf: (id: string) => readonly string[],
): OrientedEdges {
  const rowOf = new Map(order.map((id, row) => [id, row]));
  const incoming = new Map<string, string[]>();
  const backward = new Map<string, string[]>();
  const lastRow = new Map<string, number>();
  order.forEach((id, row) => {
    for (const dependency of new Set(dependenciesOf(id))) {
      const above = rowOf.get(dependency);
      if (above === undefined) continue;
      const edges = above < row ? incoming : backward;
      const list = edges.get(id);
      if (list === undefined) edges.set(id, [dependency]);
      else list.push(dependency);
      if (above < row) lastRow.set(dependency, row);
    }
  });
  return { incoming, backward, lastRow };
}

/** Which task owns each column, and since when a column is free. */
class LaneTable {
  readonly maximum: number;
  readonly #owners: (string | null)[] = [];
  readonly #lastUsed: number[] = [];
  readonly #columns = new Map<string, number>();

  constructor(maximum: number) {
    this.maximum = Math.max(1, maximum);
  }

  get owners(): readonly (string | null)[] {
    return this.#owners;
  }

  columnOf(id: string): number | undefined {
    return this.#columns.get(id);
  }

  /** The leftmost column that neither this row nor the one above uses; `maximum` when there is none. */
  free(row: number): number {
    for (let column = 0; column < this.maximum; column += 1) {
      const owner = this.#owners[column] ?? null;
      const lastUsed = this.#lastUsed[column] ?? -2;
      if (owner === null && lastUsed < row - 1) return column;
    }
    return this.maximum;
  }

  open(column: number, id: string): void {
    while (this.#owners.length <= column) this.#owners.push(null);
    this.#owners[column] = id;
    this.#columns.set(id, column);
  }

  close(column: number, row: number): void {
    const owner = this.#owners[column] ?? null;
    if (owner !== null) this.#columns.delete(owner);
    if (column < this.#owners.length) this.#owners[column] = null;
    this.#lastUsed[column] = row;
  }
}

/** The edges between neighbours on the critical path. */
class CriticalPath {
  readonly #next = new Map<string, string>();
  readonly #previous = new Map<string, string>();
  readonly #members: ReadonlySet<string>;
  readonly #reached = new Set<string>();

  constructor(path: readonly string[]) {
    this.#members = new Set(path);
    path.forEach((id, index) => {
      const next = path[index + 1];
      if (next === undefined) return;
      this.#next.set(id, next);
      this.#previous.set(next, id);
    });
  }

  has(id: string): boolean {
    return this.#members.has(id);
  }

  /** Whether the lane of `id` still leads to its successor on the path. */
  leadsOn(id: string): boolean {
    const next = this.#next.get(id);
    return next !== undefined && !this.#reached.has(next);
  }

  previous(id: string): string | undefined {
    return this.#previous.get(id);
  }

  reach(id: string): void {
    this.#reached.add(id);
  }
}

function drawRow(
  id: string,
  row: number,
  graph: OrientedEdges,
  lanes: LaneTable,
  critical: CriticalPath,
): LaneRow {
  const sources = graph.incoming.get(id) ?? [];
  const hidden: string[] = [];
  const joined: number[] = [];
  for (const source of sources) {
    const column = lanes.columnOf(source);
    if (column === undefined) hidden.push(source);
    else joined.push(column);
  }
  joined.sort((left, right) => left - right);
  const ends = (column: number): boolean => {
    const owner = lanes.owners[column] ?? null;
    return owner !== null && graph.lastRow.get(owner) === row;
  };
  const hasEdges = sources.length > 0 || graph.lastRow.has(id);
  const node = hasEdges ? (joined.find(ends) ?? lanes.free(row)) : null;
  const line = lineThrough(joined, node);
  const criticalLine = criticalPart(id, node, lanes, critical);

  const cells: LaneCellKind[] = [];
  const criticalColumns: number[] = [];
  const last = Math.max(lanes.owners.length - 1, line?.[1] ?? -1, node ?? -1);
  for (let column = 0; column <= last; column += 1) {
    const owner = lanes.owners[column] ?? null;
    cells.push(cellAt(column, { node, line, joined, owner, ends, overflow: lanes.maximum }));
    const onLane = owner !== null && column !== node && critical.leadsOn(owner);
    const onNode = column === node && critical.has(id);
    const onLine = owner === null && column !== node && within(criticalLine, column);
    if (onLane || onNode || onLine) criticalColumns.push(column);
  }
  if (hidden.length > 0) {
    while (cells.length < lanes.maximum) cells.push('blank');
    cells[lanes.maximum] = 'overflow';
  }
  while (cells.at(-1) === 'blank') cells.pop();

  for (const column of joined) if (ends(column)) lanes.close(column, row);
  if (node !== null && node < lanes.maximum) {
    if (graph.lastRow.has(id)) lanes.open(node, id);
    else lanes.close(node, row);
  }
  critical.reach(id);
  const backward = graph.backward.get(id) ?? [];
  return { id, cells, line, critical: criticalColumns, criticalLine, hidden, backward };
}

/** The columns between the outermost joined lanes and the node; null when nothing lies beside the node. */
function lineThrough(
  joined: readonly number[],
  node: number | null,
): readonly [number, number] | null {
  if (node === null) return null;
  const from = Math.min(node, ...joined);
  const to = Math.max(node, ...joined);
  return from === to ? null : [from, to];
}

/** The columns between the node and the lane of its predecessor on the critical path. */
function criticalPart(
  id: string,
  node: number | null,
  lanes: LaneTable,
  critical: CriticalPath,
): readonly [number, number] | null {
  const previous = critical.previous(id);
  const column = previous === undefined ? undefined : lanes.columnOf(previous);
  if (node === null || column === undefined || column === node) return null;
  return [Math.min(node, column), Math.max(node, column)];
}

interface CellSurroundings {
  readonly node: number | null;
  readonly line: readonly [number, number] | null;
  readonly joined: readonly number[];
  readonly owner: string | null;
  readonly ends: (column: number) => boolean;
  readonly overflow: number;
}

function cellAt(column: number, around: CellSurroundings): LaneCellKind {
  const { node, line, joined, owner, ends, overflow } = around;
  if (column === node) return column === overflow ? 'overflow' : 'node';
  if (owner === null) return within(line, column) ? 'horizontal' : 'blank';
  if (!joined.includes(column)) return 'vertical';
  // A lane that ends is never left of the node, because the leftmost of them is taken over by it.
  if (column === line?.[0]) return 'mergeRight';
  if (column === line?.[1]) return ends(column) ? 'cornerUp' : 'mergeLeft';
  return ends(column) ? 'branchUp' : 'cross';
}
