import { fileURLToPath } from 'node:url';
import path from 'node:path';

/** Where the build for tests lies, absolute; `FLOWDECK_TEST_BUILD_DIRECTORY` (relative to the root) moves it. */
export const buildDirectory = path.resolve(
  fileURLToPath(new URL('../..', import.meta.url)),
  process.env['FLOWDECK_TEST_BUILD_DIRECTORY'] ?? '.test-build',
);
