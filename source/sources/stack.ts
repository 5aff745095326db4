/** What a project is built with, as its files tell, and by which commands it is checked. */
import path from 'node:path';
import { isDirectory, namesIn, readText, statusOf } from '../platform/files.js';
import { isObject, type JsonObject } from './flow/values.js';

export type StackLayer = Readonly<Record<string, string | boolean>>;
export type Stack = Readonly<Record<string, StackLayer>>;

/** @param root where the checks are run */
export function detectStack(root: string): Stack {
  const layers = { backend: backend(root), frontend: frontend(root), infra: infra(root) };
  return Object.fromEntries(
    Object.entries(layers).filter(([, layer]) => Object.keys(layer).length > 0),
  );
}

function backend(root: string): StackLayer {
  return rust(root) ?? python(root) ?? go(root) ?? {};
}

function has(...parts: readonly string[]): boolean {
  return statusOf(path.join(...parts)) !== null;
}

function text(...parts: readonly string[]): string {
  return readText(path.join(...parts)) ?? '';
}

/** The first that the text speaks of. */
function mentioned(content: string, words: readonly string[]): string | undefined {
  return words.find((word) => content.toLowerCase().includes(word));
}

function defined(layer: Readonly<Record<string, string | undefined>>): StackLayer {
  return Object.fromEntries(
    Object.entries(layer).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

/** The root, else the first folder below it that holds the file. */
function folderWith(root: string, file: string): string | null {
  if (has(root, file)) return '';
  const folders = [...namesIn(root)].filter((name) => !name.startsWith('.')).sort();
  return folders.find((name) => name !== 'node_modules' && has(root, name, file)) ?? null;
}

function inFolder(folder: string, command: string): string {
  return folder === '' ? command : `cd ${folder} && ${command}`;
}

function rust(root: string): StackLayer | null {
  const folder = folderWith(root, 'Cargo.toml');
  if (folder === null) return null;
  return defined({
    language: 'rust',
    framework: mentioned(text(root, folder, 'Cargo.toml'), ['actix', 'axum', 'rocket']),
    test: inFolder(folder, 'cargo test --all'),
    lint: inFolder(folder, 'cargo clippy --all-targets -- -D warnings'),
    typecheck: inFolder(folder, 'cargo check'),
  });
}

function python(root: string): StackLayer | null {
  const files = ['pyproject.toml', 'requirements.txt', 'setup.py', 'setup.cfg'];
  if (!files.some((file) => has(root, file))) return null;
  const content = [...files, 'requirements-dev.txt', 'tox.ini']
    .map((file) => text(root, file))
    .join('\n');
  const isDjango = has(root, 'manage.py');
  const tool = (name: string, command: string): string | undefined =>
    mentioned(content, [name]) && command;
  return defined({
    language: 'python',
    framework: isDjango ? 'django' : mentioned(content, ['django', 'flask', 'fastapi']),
    test: tool('pytest', 'pytest') ?? (isDjango ? 'python manage.py test' : undefined),
    lint: tool('ruff', 'ruff check') ?? tool('flake8', 'flake8'),
    typecheck: tool('mypy', 'mypy .') ?? tool('pyright', 'pyright'),
  });
}

function go(root: string): StackLayer | null {
  if (!has(root, 'go.mod')) return null;
  const frameworks = { 'gin-gonic': 'gin', 'labstack/echo': 'echo', gofiber: 'fiber' };
  const known = Object.entries(frameworks);
  const content = text(root, 'go.mod');
  return defined({
    language: 'go',
    framework: known.find(([module]) => content.includes(module))?.[1],
    test: 'go test ./...',
    lint: 'golangci-lint run',
    typecheck: 'go vet ./...',
  });
}

const packageFolders = ['', 'frontend', 'client', 'web', 'app'];
const lockFiles = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lockb', 'bun'],
  ['bun.lock', 'bun'],
] as const;

function frontend(root: string): StackLayer {
  const found = packageFolders
    .map((folder) => ({ folder, content: packageAt(root, folder) }))
    .filter(({ content }) => content !== null)
    // The package with the most dependencies is the program, the others are tools.
    .sort((left, right) => dependencies(right.content).size - dependencies(left.content).size)[0];
  if (!found) return {};
  const { folder, content } = found;
  const needs = dependencies(content);
  const scripts = objectAt(content, 'scripts');
  const isTyped = [folder, ''].some((place) => has(root, place, 'tsconfig.json'));
  const manager =
    lockFiles.find(([file]) => has(root, folder, file) || has(root, file))?.[1] ?? 'npm';
  const script = (name: string): string | undefined =>
    typeof scripts[name] === 'string' ? inFolder(folder, `${manager} run ${name}`) : undefined;
  return defined({
    language: isTyped ? 'typescript' : 'javascript',
    framework: ['react', 'vue', 'svelte', '@angular/core']
      .find((name) => needs.has(name))
      ?.replace(/^@|\/core$/g, ''),
    meta_framework: [
      ['next', 'nextjs'],
      ['nuxt', 'nuxt'],
      ['@remix-run/react', 'remix'],
    ].find(([name = '']) => needs.has(name))?.[1],
    conventions: needs.has('tailwindcss') ? 'Tailwind' : undefined,
    test: isRealTest(scripts['test']) ? inFolder(folder, `${manager} test`) : undefined,
    lint: script('lint'),
    typecheck:
      script('typecheck') ??
      script('type-check') ??
      (isTyped ? inFolder(folder, 'npx tsc --noEmit') : undefined),
  });
}

/** `npm init` writes a test that only says that there is none. */
function isRealTest(script: unknown): boolean {
  return typeof script === 'string' && !script.includes('no test specified');
}

function packageAt(root: string, folder: string): JsonObject | null {
  try {
    const parsed = JSON.parse(text(root, folder, 'package.json')) as unknown;
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function objectAt(content: JsonObject | null, key: string): JsonObject {
  const value = content?.[key];
  return isObject(value) ? value : {};
}

function dependencies(content: JsonObject | null): ReadonlySet<string> {
  const keys = ['dependencies', 'devDependencies'];
  return new Set(keys.flatMap((key) => Object.keys(objectAt(content, key))));
}

const composeFiles = ['docker-compose.yml', 'docker-compose.yaml', 'compose.yml', 'compose.yaml'];
const pipelines = [
  ['.github/workflows', 'github'],
  ['.gitlab-ci.yml', 'gitlab'],
  ['.circleci', 'circleci'],
] as const;

function infra(root: string): StackLayer {
  const iac = ['terraform', 'pulumi'].find((folder) => isDirectory(path.join(root, folder)));
  const ci = pipelines.find(([place]) => has(root, place))?.[1];
  return {
    ...(has(root, 'Dockerfile') && { runtime: 'docker' }),
    ...(composeFiles.some((file) => has(root, file)) && { compose: true }),
    ...(iac !== undefined && { iac }),
    ...(ci !== undefined && { ci }),
  };
}
