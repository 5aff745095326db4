/** Screens as text: every scene at every size, in a document each. */
import type { Grid } from '../../source/tui/cells/grid.js';
import { project } from '../tui/support.js';
import { sizes, type Scene } from './scenes.js';
import { gridSvg } from './svg.js';
import { Stage } from './stage.js';

/** The scene at each size, the smallest first. */
export async function drawScene(scene: Scene): Promise<readonly Grid[]> {
  const { store: makeStore, keys = [], then, ascii = false, nowhere = false } = scene;
  const store = makeStore();
  const stage = await Stage.open(store, {
    ascii,
    size: sizes[2],
    ...(nowhere && { project: { ...project, databaseExists: false } }),
  });
  try {
    await stage.press(...keys);
    await then?.(stage, store);
    await stage.quiet();
    return sizes.map((size) => {
      stage.resize(size);
      return stage.cells();
    });
  } finally {
    await stage.close();
  }
}

/** What is kept of a scene, by the name of its file. */
export async function sceneFiles(scene: Scene): Promise<readonly (readonly [string, string])[]> {
  const grids = await drawScene(scene);
  const pictured = scene.pictured === true ? grids[2] : undefined;
  const texts = grids.map((grid): [string, string] => [
    `${grid.columns}x${grid.rows}/${scene.name}.txt`,
    `${gridText(grid)}\n`,
  ]);
  return pictured ? [...texts, [`${scene.name}.svg`, gridSvg(pictured)]] : texts;
}

export function gridText({ columns, rows, texts }: Grid): string {
  return Array.from({ length: rows }, (_, row) =>
    texts
      .slice(row * columns, (row + 1) * columns)
      .join('')
      .trimEnd(),
  ).join('\n');
}
