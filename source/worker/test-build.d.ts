/**
 * True only in builds for tests, which have the worker's fault commands in them.
 * Defined at build time, so that the shipped program does not even contain their code.
 */
declare const FLOWDECK_TEST_BUILD: boolean;
