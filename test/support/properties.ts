import fc from 'fast-check';

/**
 * Property tests draw the same cases in every run. FLOWDECK_TEST_SEED asks for other ones; a failure prints its seed.
 */
fc.configureGlobal({ seed: Number(process.env['FLOWDECK_TEST_SEED'] ?? 1) });
