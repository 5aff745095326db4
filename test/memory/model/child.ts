/** One process that installs the model as told by its first argument, and prints how it ended, one line of JSON. */
import { readFileSync } from 'node:fs';
import { FlowdeckError } from '../../../source/domain/errors.js';
import { installModel, type InstallOptions } from '../../../source/memory/model/install.js';

const options = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as InstallOptions;

try {
  const { modelId } = await installModel(options);
  console.log(JSON.stringify({ modelId }));
} catch (error) {
  if (!(error instanceof FlowdeckError)) throw error;
  console.log(JSON.stringify({ code: error.code, message: error.message }));
}
