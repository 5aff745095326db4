/** A process that owns an embedder, says under which id its model's process runs, and stays until it is killed. */
import { pathToFileURL } from 'node:url';
import { startEmbedder } from '../../../source/memory/embedder.js';

const [modelDirectory = '', packageDirectory = '', entry = ''] = process.argv.slice(2);
const embedder = startEmbedder({
  modelDirectory,
  modelId: 'tiny-1',
  packageDirectory,
  entry: pathToFileURL(entry),
});
await embedder.embed(['login']);
process.send?.(embedder.processId());
