import { bundle } from '../../scripts/build.js';
import { buildDirectory } from './built.js';

/** Tests of the worker and of the terminal run on built code, with the worker's fault commands in it. */
export default async function setup(): Promise<void> {
  await bundle({ outdir: buildDirectory, testBuild: true });
}
