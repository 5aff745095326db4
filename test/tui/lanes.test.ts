import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asciiGlyphs, unicodeGlyphs, type Glyphs } from '../../source/tui/glyphs.js';
import { drawLanes, laneSpans, lanesWidth, type LaneDrawing } from '../../source/tui/lanes.js';

type Graph = Readonly<Record<string, readonly string[]>>;

function draw(graph: Graph, maximum = 24, critical: readonly string[] = []): LaneDrawing {
  return drawLanes(Object.keys(graph), (id) => graph[id] ?? [], { maximum, critical });
}

function textOf(
  drawing: LaneDrawing,
  glyphs: Glyphs = unicodeGlyphs,
  spacing: 1 | 2 = 2,
): string[] {
  return drawing.rows.map((row) =>
    laneSpans(row, glyphs, spacing)
      .spans.map((span) => span.text)
      .join(''),
  );
}

/** The edges that a reader finds by following the drawn characters, as `dependency>dependent`. */
function readEdges(lines: readonly string[], ids: readonly string[]): Set<string> {
  const at = (row: number, column: number): string => lines[row]?.[column] ?? ' ';
  const nodeColumn = (row: number): number =>
    Array.from(lines[row] ?? '').findIndex((glyph) => glyph === '●' || glyph === '…');
  const edges = new Set<string>();
  ids.forEach((from, start) => {
    const column = nodeColumn(start);
    if (at(start, column) !== '●') return;
    for (let row = start + 1; row < ids.length; row += 1) {
      const glyph = at(row, column);
      const to = ids[row] ?? '';
      if (glyph === '●') {
        edges.add(`${from}>${to}`);
        break;
      }
      if (glyph === ' ' || glyph === '─') break;
      if (glyph === '│') continue;
      // A joint: its arms must lead along the row to the row's node.
      const target = nodeColumn(row);
      const step = Math.sign(target - column);
      const arms = step > 0 ? '├┼' : '┤┼┴╯';
      expect(arms).toContain(glyph);
      for (let between = column + step; between !== target; between += step) {
        expect('─│┼┴').toContain(at(row, between));
      }
      edges.add(`${from}>${to}`);
      if (glyph === '╯' || glyph === '┴') break;
    }
  });
  return edges;
}

/** A random graph whose edges point from earlier to later ids. */
const graphs = fc
  .integer({ min: 1, max: 25 })
  .chain((size) =>
    fc.tuple(
      fc.constant(size),
      fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: size * 2 }),
    ),
  )
  .map(([size, pairs]): Graph => {
    const graph: Record<string, string[]> = {};
    for (let index = 0; index < size; index += 1) graph[`t${index}`] = [];
    for (const [one, other] of pairs) {
      if (one === other) continue;
      graph[`t${Math.max(one, other)}`]?.push(`t${Math.min(one, other)}`);
    }
    return graph;
  });

function edgesOf(graph: Graph): Set<string> {
  return new Set(Object.entries(graph).flatMap(([to, from]) => from.map((id) => `${id}>${to}`)));
}

describe('lanes', () => {
  it('draws a chain as one lane', () => {
    expect(textOf(draw({ a: [], b: ['a'], c: ['b'] }))).toEqual(['●', '●', '●']);
  });

  it('draws no lanes for tasks that do not depend on each other', () => {
    expect(draw({ a: [], b: [], c: [] }).columns).toBe(0);
  });

  it('draws a diamond', () => {
    const diamond = { a: [], b: ['a'], c: ['a'], d: ['b', 'c'] };
    expect(textOf(draw(diamond)).join('\n')).toMatchInlineSnapshot(`
      "●
      ├─●
      ● │
      ●─╯"
    `);
    expect(textOf(draw(diamond), asciiGlyphs).join('\n')).toMatchInlineSnapshot(`
      "*
      +-*
      * |
      *-/"
    `);
    expect(textOf(draw(diamond), unicodeGlyphs, 1).join('\n')).toMatchInlineSnapshot(`
      "●
      ├●
      ●│
      ●╯"
    `);
  });

  it('lets a lane pass beneath a line, and ends several lanes in one node', () => {
    const graph = { a: [], b: ['a'], c: ['a'], d: [], e: ['a', 'c'], f: ['b', 'd', 'e'], g: ['d'] };
    expect(textOf(draw(graph)).join('\n')).toMatchInlineSnapshot(`
      "●
      ├─●
      ├─│─●
      │ │ │ ●
      ●─│─╯ │
      ●─┴───┤
            ●"
    `);
  });

  it('keeps unconnected nodes from standing one above the other', () => {
    expect(textOf(draw({ a: [], b: ['a'], c: [], d: ['c'] }))).toEqual(['●', '●', '  ●', '  ●']);
  });

  it('uses a lane again once it has rested for a row', () => {
    const chains: Record<string, string[]> = {};
    for (let index = 0; index < 20; index += 1) {
      chains[`a${index}`] = [];
      chains[`b${index}`] = [`a${index}`];
    }
    expect(draw(chains).columns).toBe(2);
  });

  it('marks the critical path and the line that leads to it', () => {
    const drawing = draw({ a: [], b: ['a'], c: ['a'], d: ['b', 'c'] }, 24, ['a', 'b', 'd']);
    const critical = drawing.rows.map((row) =>
      laneSpans(row, unicodeGlyphs, 2)
        .spans.filter((span) => span.role === 'critical')
        .map((span) => span.text.trim()),
    );
    expect(critical).toEqual([['●'], ['├─●'], ['│'], ['●─╯']]);
  });

  it('names the edges that close a cycle and draws the others', () => {
    const drawing = draw({ a: ['c'], b: ['a'], c: ['b'], d: ['d'] });
    expect(textOf(drawing)).toEqual(['●', '●', '●', '']);
    expect(drawing.rows.map((row) => row.backward)).toEqual([['c'], [], [], ['d']]);
  });

  it('leaves out dependencies that have no row', () => {
    expect(draw({ a: ['elsewhere'], b: [] }).columns).toBe(0);
  });

  it('marks what finds no lane', () => {
    const graph = { a: [], b: [], c: [], d: [], e: ['a', 'b', 'c', 'd'] };
    const drawing = draw(graph, 2);
    expect(textOf(drawing).join('\n')).toMatchInlineSnapshot(`
      "●
      │ ●
      │ │ …
      │ │ …
      ●─╯ …"
    `);
    expect(drawing.rows.at(-1)?.hidden).toEqual(['c', 'd']);
    expect(lanesWidth(drawing.columns, 2)).toBe(5);
  });

  it('connects every edge from its row to the row of the dependent, and invents none', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const found = readEdges(textOf(draw(graph, 100)), Object.keys(graph));
        expect(found).toEqual(edgesOf(graph));
      }),
      { numRuns: 500 },
    );
  });

  it('keeps its width, and connects or names every edge, when lanes run out', () => {
    fc.assert(
      fc.property(graphs, fc.integer({ min: 1, max: 6 }), (graph, maximum) => {
        const drawing = draw(graph, maximum);
        const found = readEdges(textOf(drawing), Object.keys(graph));
        const hidden = drawing.rows.flatMap((row) => row.hidden.map((id) => `${id}>${row.id}`));
        for (const edge of hidden) expect(found).not.toContain(edge);
        expect(new Set([...found, ...hidden])).toEqual(edgesOf(graph));
        expect(drawing.columns).toBeLessThanOrEqual(maximum + 1);
      }),
      { numRuns: 500 },
    );
  });

  it('draws the same edges in ASCII: a lane goes on below a joint unless nothing stands there', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const drawing = draw(graph, 100);
        const unicode = textOf(drawing);
        const ascii = textOf(drawing, asciiGlyphs);
        unicode.forEach((line, row) => {
          Array.from(line).forEach((glyph, column) => {
            if (!'├┤┼┴'.includes(glyph)) return;
            const below = ascii[row + 1]?.[column] ?? ' ';
            expect(' -'.includes(below)).toBe(glyph === '┴');
          });
        });
      }),
    );
  });

  it('needs no more columns than open lanes and those at rest', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const ids = Object.keys(graph);
        const last = new Map<string, number>();
        ids.forEach((id, row) => graph[id]?.forEach((from) => last.set(from, row)));
        const open = ids.map(
          (_, row) => ids.filter((id, at) => at <= row && (last.get(id) ?? -1) > row).length,
        );
        // The lanes open above a row, those that ended above it and rest, and the row's own node.
        const bound = Math.max(
          ...ids.map((_, row) => Math.max(open[row - 1] ?? 0, open[row - 2] ?? 0) + 2),
        );
        expect(draw(graph, 100).columns).toBeLessThanOrEqual(bound);
      }),
    );
  });

  it('gives the same drawing for the same graph', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        expect(draw(graph)).toEqual(draw(graph));
      }),
    );
  });

  it('lays out 20,000 tasks in a few columns', () => {
    const graph: Record<string, string[]> = {};
    for (let index = 0; index < 20_000; index += 1) {
      graph[`t${index}`] = index === 0 ? [] : [`t${index - 1}`, `t${Math.floor(index / 2)}`];
    }
    // 24 lanes and the mark of those that found no room.
    expect(draw(graph, 24).columns).toBe(25);
  });
});
