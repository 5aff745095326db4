import { defineConfig } from 'vitest/config';

/** Tests that run the built program: they share one build made before the first of them. */
const built = ['test/worker/**', 'test/e2e/**', 'test/package/**', 'test/server/**'];

export default defineConfig({
  define: { FLOWDECK_TEST_BUILD: 'true' },
  test: {
    reporters: ['default', './test/support/summary-reporter.ts'],
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'source',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: built,
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'built',
          include: built.map((folder) => `${folder}/*.test.{ts,tsx}`),
          globalSetup: ['test/support/build.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
