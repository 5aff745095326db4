import { processIo } from './platform/stdio.js';
import { run } from './commands/run.js';

// Left to end by itself, so that output still on its way arrives.
process.exitCode = await run(process.argv.slice(2), processIo());
