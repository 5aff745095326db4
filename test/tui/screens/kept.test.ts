/** The screens that are kept under `docs/screens/` are what the program draws. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sceneFiles } from '../../screens/render.js';
import { scenes } from '../../screens/scenes.js';

const directory = fileURLToPath(new URL('../../../docs/screens/', import.meta.url));

describe('the kept screens', () => {
  it.each(scenes.map((scene) => [scene.name, scene] as const))('%s', async (_, scene) => {
    for (const [name, text] of await sceneFiles(scene)) {
      const known = await readFile(`${directory}${name}`, 'utf8').catch(() => 'not kept yet');
      expect(text, `${name}: run npm run screens`).toBe(known);
    }
  });
});
