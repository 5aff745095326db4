import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { packTar, type TarEntry } from 'modern-tar';
import { afterEach, expect } from 'vitest';
import { FlowdeckError } from '../../../source/domain/errors.js';
import type { ModelDefinition } from '../../../source/memory/model/definition.js';
import type { Patience } from '../../../source/memory/model/part.js';
import { findModel } from '../../../source/memory/model/find.js';
import { installModel, type InstallOptions } from '../../../source/memory/model/install.js';
import { plant, temporaryDirectory } from '../../platform/tree.js';

export const sha256 = (bytes: string | Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');

/** Bytes that do not compress, the same at every run. */
function noise(length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, index) =>
    createHash('sha256').update(String(index)).digest(),
  );
  return Buffer.concat(blocks).subarray(0, length);
}

/** The files of a model as small as tests want it. */
export const modelFiles: Readonly<Record<string, Buffer>> = {
  'model_optimized.onnx': noise(400_000),
  'tokenizer.json': Buffer.from('{"model":{"vocab":{}}}'),
  'config.json': Buffer.from('{"pad_token_id":0}'),
  'tokenizer_config.json': Buffer.from('{"model_max_length":512}'),
  'special_tokens_map.json': Buffer.from('{"pad_token":"[PAD]"}'),
};

const folder = 'tiny-model';

export function fileEntry(name: string, body: Uint8Array | string): TarEntry {
  return { header: { name, size: Buffer.byteLength(body), type: 'file' }, body };
}

/** The archive as its makers pack it: one folder, and files that nobody needs. */
export function usualEntries(): TarEntry[] {
  return [
    { header: { name: `${folder}/`, size: 0, type: 'directory' } },
    fileEntry(`${folder}/._config.json`, 'not for us'),
    ...Object.entries(modelFiles).map(([name, body]) => fileEntry(`${folder}/${name}`, body)),
    fileEntry(`${folder}/vocab.txt`, 'nobody reads this'),
  ];
}

export async function packed(entries: readonly TarEntry[]): Promise<Buffer> {
  return gzipSync(await packTar(entries));
}

export const archive = await packed(usualEntries());

/** A model of which only the weights and the archive have a published hash. */
export function definitionOf(
  bytes: Uint8Array = archive,
  url = 'http://127.0.0.1:9/',
): ModelDefinition {
  return {
    name: 'tiny-model',
    archive: {
      name: 'tiny-model.tar.gz',
      url,
      sha256: sha256(bytes),
      maximumBytes: 2_000_000,
      folder,
    },
    weights: 'model_optimized.onnx',
    otherWeights: 'model.onnx',
    files: Object.entries(modelFiles).map(([name, body]) => ({
      name,
      sha256: name.endsWith('.onnx') ? sha256(body) : null,
      maximumBytes: 1_000_000,
    })),
    package: { name: 'fastembed', version: '2.1.0' },
  };
}

export const modelId = `tiny-model-${sha256(modelFiles['model_optimized.onnx'] ?? '').slice(0, 12)}`;

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

export interface TestServer {
  readonly url: string;
  readonly requests: readonly IncomingMessage[];
  /** Answers all requests from now on. */
  handle(handler: Handler): void;
}

/** A server on this machine, gone after the test. */
export async function startServer(handler: Handler): Promise<TestServer> {
  const requests: IncomingMessage[] = [];
  let current = handler;
  const server = createServer((request, response) => {
    requests.push(request);
    // A client that goes away in the middle is what these tests are about.
    response.on('error', () => undefined);
    current(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/models/tiny-model.tar.gz`,
    requests,
    handle: (next) => (current = next),
  };
}

/** Serves bytes as a good server does, with ranges and an entity tag. */
export function serve(bytes: Buffer = archive, tag = '"1"'): Handler {
  return (request, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? NaN);
    const fresh = (request.headers['if-range'] ?? tag) === tag;
    const headers = { etag: tag, 'content-type': 'application/gzip' };
    if (Number.isNaN(from) || !fresh) {
      response.writeHead(200, { ...headers, 'content-length': bytes.length }).end(bytes);
    } else if (from >= bytes.length) {
      response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
    } else {
      const range = `bytes ${from}-${bytes.length - 1}/${bytes.length}`;
      const rest = bytes.subarray(from);
      response
        .writeHead(206, { ...headers, 'content-range': range, 'content-length': rest.length })
        .end(rest);
    }
  };
}

/** Serves as many of the bytes that are asked for, and then what `then` does. */
export function servePartly(count: number, then: (response: ServerResponse) => void): Handler {
  return (request, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const head = { etag: '"1"', 'content-length': archive.length - from };
    const range = { 'content-range': `bytes ${from}-${archive.length - 1}/${archive.length}` };
    if (request.headers.range === undefined) response.writeHead(200, head);
    else response.writeHead(206, { ...head, ...range });
    response.write(archive.subarray(from, from + count), () => then(response));
  };
}

export const cut = (response: ServerResponse): void => void response.destroy();

const patient: Patience = { idleMilliseconds: 30_000, attempts: 2, pauseMilliseconds: 0 };

/** A machine with a home, with or without the package that runs the model. */
export function machine({ withPackage = true } = {}) {
  const home = temporaryDirectory();
  const program = path.join(home, 'program');
  plant(home, { 'program/main.js': '' });
  if (withPackage) plantPackage(program);
  const models = path.join(home, '.cache', 'flowdeck', 'models');
  const base = {
    definition: definitionOf(),
    patience: patient,
    packageFrom: path.join(program, 'main.js'),
    machine: { platform: 'linux', architecture: 'x64' },
  };
  const environment = (variables: Readonly<Record<string, string>> = {}) => ({
    HOME: home,
    ...variables,
  });
  return {
    home,
    models,
    model: path.join(models, 'tiny-model'),
    base,
    environment,
    /** Installs from an address. */
    install: (url: string | null, options: Partial<InstallOptions> = {}) =>
      installModel({
        ...base,
        environment: environment(url === null ? {} : { FLOWDECK_MODEL_URL: url }),
        ...options,
      }),
    find: (variables: Readonly<Record<string, string>> = {}) =>
      findModel(environment(variables), base),
    /** What lies beside the model, by name. */
    names: () => (existsSync(models) ? readdirSync(models).sort() : []),
  };
}
export type TestMachine = ReturnType<typeof machine>;

/** A package that looks whole. */
export function plantPackage(root: string): void {
  plant(root, packageFiles);
}

const entry = (name: string) => ({
  [`node_modules/${name}/package.json`]: JSON.stringify({ name, main: 'index.js' }),
  [`node_modules/${name}/index.js`]: '',
});

export const packageFiles: Readonly<Record<string, string>> = {
  ...entry('fastembed'),
  ...entry('onnxruntime-node'),
  ...entry('@anush008/tokenizers'),
  ...entry('@anush008/tokenizers-linux-x64-gnu'),
  ...entry('@anush008/tokenizers-darwin-universal'),
  ...entry('@anush008/tokenizers-win32-x64-msvc'),
};

/** The error a promise must end in. */
export async function errorOf(promise: Promise<unknown>): Promise<FlowdeckError> {
  const error: unknown = await promise.then(
    () => new Error('it succeeded'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof FlowdeckError)) throw error;
  return error;
}

/** The model is there, with all its bytes, and nothing is left over. */
export async function expectInstalled(at: TestMachine): Promise<void> {
  expect(await at.find()).toEqual({
    state: 'ready',
    directory: at.model,
    modelId,
    packageDirectory: expect.stringMatching(/node_modules\/fastembed$/) as string,
  });
  expect(at.names()).toEqual(['tiny-model']);
  expect(readdirSync(at.model).sort()).toEqual(
    [...Object.keys(modelFiles), 'manifest.json'].sort(),
  );
  for (const [name, body] of Object.entries(modelFiles)) {
    expect(readFileSync(path.join(at.model, name)).equals(body), name).toBe(true);
  }
}

/** Nothing of the model is there, but what a later attempt goes on with may be. */
export async function expectAbsent(at: TestMachine): Promise<void> {
  expect(await at.find()).toMatchObject({ state: 'missing' });
  const kept = ['tiny-model.tar.gz.part', 'tiny-model.tar.gz.part.json'];
  expect(at.names().filter((name) => !kept.includes(name))).toEqual([]);
}
