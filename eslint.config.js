import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** The layers: a folder of `source/`, and what it may import besides itself. Imports point downwards only. */
const openToAll = ['search', 'platform', 'domain'];
const layers = {
  commands: ['service', 'sources', 'server', 'tui', 'memory', ...openToAll],
  tui: ['worker', ...openToAll],
  server: ['service', ...openToAll],
  worker: ['service', 'sources', 'store', ...openToAll],
  sources: ['service', ...openToAll],
  service: ['store', 'memory', ...openToAll],
  memory: ['store', ...openToAll],
  store: openToAll,
  search: ['domain'],
  platform: [],
  domain: [],
};

const layerRules = Object.entries(layers).map(([layer, allowed]) => ({
  files: [`source/${layer}/**/*.{ts,tsx}`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: Object.keys(layers)
              .filter((other) => other !== layer && !allowed.includes(other))
              .map((other) => `**/${other}/**`),
            message: `source/${layer} may import ${allowed.join(', ') || 'nothing'}: imports point downwards only.`,
          },
        ],
      },
    ],
  },
}));

const storeOnly = {
  files: ['source/**/*.{ts,tsx}'],
  ignores: ['source/store/**'],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        paths: ['@libsql/client', '@libsql/client/sqlite3', 'libsql'].map((name) => ({
          name,
          message: 'Only source/store opens a database.',
        })),
      },
    ],
  },
};

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', '.test-build*/', 'coverage/'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  {
    files: ['**/*.js'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
  {
    files: ['source/tui/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: reactHooks.configs.recommended.rules,
  },
  storeOnly,
  ...layerRules,
);
