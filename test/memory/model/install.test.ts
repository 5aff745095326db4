import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { packTar, type TarEntry } from 'modern-tar';
import { describe, expect, it } from 'vitest';
import { shippedModel } from '../../../source/memory/model/definition.js';
import { findFiles } from '../../../source/memory/model/find.js';
import { modelDirectory, removeModel, verifyFiles } from '../../../source/memory/model/install.js';
import { temporaryDirectory } from '../../platform/tree.js';
import {
  archive,
  definitionOf,
  errorOf,
  expectAbsent,
  expectInstalled,
  fileEntry,
  machine,
  modelFiles,
  modelId,
  packed,
  serve,
  sha256,
  startServer,
  usualEntries,
  type TestMachine,
} from './support.js';

const lacking = (missing: string): Readonly<Record<string, Buffer>> =>
  Object.fromEntries(Object.entries(modelFiles).filter(([name]) => name !== missing));

/** Installs an archive whose hash is what it must be, whatever is in it. */
async function installArchive(at: TestMachine, bytes: Buffer): Promise<void> {
  const server = await startServer(serve(bytes));
  await at.install(server.url, { definition: definitionOf(bytes) });
}

const folder = 'tiny-model';
const linkTo = (type: 'symlink' | 'link', name: string): TarEntry => ({
  header: { name, size: 0, type, linkname: '/etc/passwd' },
});
const without = (name: string): TarEntry[] =>
  usualEntries().filter(({ header }) => header.name !== `${folder}/${name}`);
const tar = await packTar(usualEntries());

const archives: Readonly<Record<string, { bytes: Buffer; says: RegExp }>> = {
  'a path above it': {
    bytes: await packed([...usualEntries(), fileEntry('../../escaped', 'x')]),
    says: /\.\.\/\.\.\/escaped in it leads outside/,
  },
  'a path above it that ends in a wanted name': {
    bytes: await packed([fileEntry('tiny-model/../../config.json', '{}'), ...usualEntries()]),
    says: /leads outside/,
  },
  'an absolute path': {
    bytes: await packed([fileEntry('/tmp/escaped', 'x'), ...usualEntries()]),
    says: /leads outside/,
  },
  'a path of another system': {
    bytes: await packed([fileEntry('tiny-model\\..\\escaped', 'x'), ...usualEntries()]),
    says: /leads outside/,
  },
  'a symbolic link': {
    bytes: await packed([linkTo('symlink', `${folder}/vocab.txt`), ...usualEntries()]),
    says: /is a symlink/,
  },
  'a symbolic link in place of a wanted file': {
    bytes: await packed([...without('config.json'), linkTo('symlink', `${folder}/config.json`)]),
    says: /is a symlink/,
  },
  'a hard link': {
    bytes: await packed([...usualEntries(), linkTo('link', `${folder}/other`)]),
    says: /is a link/,
  },
  'a file twice': {
    bytes: await packed([...usualEntries(), fileEntry(`${folder}/config.json`, '{}')]),
    says: /holds config\.json twice/,
  },
  'no weights': {
    bytes: await packed(without('model_optimized.onnx')),
    says: /holds no model_optimized\.onnx/,
  },
  'a file that is far too long': {
    bytes: await packed([
      ...without('config.json'),
      fileEntry(`${folder}/config.json`, 'x'.repeat(1_100_000)),
    ]),
    says: /config\.json is far too long/,
  },
  'half of it': { bytes: archive.subarray(0, archive.length / 2), says: /unexpected end of file/ },
  'half of the files inside': {
    bytes: gzipSync(tar.subarray(0, tar.length / 2)),
    says: /truncated/,
  },
  'no archive inside': {
    bytes: gzipSync('x'.repeat(5000)),
    says: /^The archive of the model is of no use: .*[^.]\.$/,
  },
};

describe('an archive with', () => {
  it.each(Object.entries(archives))(
    '%s is refused, and the right one succeeds',
    async (_, { bytes, says }) => {
      const at = machine();
      const error = await errorOf(installArchive(at, bytes));
      expect(error).toMatchObject({
        code: 'model.archive_invalid',
        message: expect.stringMatching(says) as string,
      });
      await expectAbsent(at);
      expect(readdirSync(at.home).sort()).toEqual(['.cache', 'program']);
      const server = await startServer(serve());
      await at.install(server.url);
      await expectInstalled(at);
    },
  );

  it('a changed byte in its middle, whatever was published of it, installs nothing', async () => {
    const at = machine();
    const bytes = Buffer.from(archive);
    bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 255, bytes.length >> 1);
    expect((await errorOf(installArchive(at, bytes))).code).toMatch(
      /^model\.(archive_invalid|checksum)$/,
    );
    await expectAbsent(at);
  });

  it('weights other than the published ones is refused', async () => {
    const at = machine();
    const other = fileEntry(`${folder}/model_optimized.onnx`, 'other weights');
    const bytes = await packed([...without('model_optimized.onnx'), other]);
    expect(await errorOf(installArchive(at, bytes))).toMatchObject({
      code: 'model.checksum',
      message: expect.stringMatching(/^model_optimized\.onnx from .* has the SHA-256/) as string,
    });
    await expectAbsent(at);
  });

  it('the files at its top is as good', async () => {
    const at = machine();
    await installArchive(
      at,
      await packed(Object.entries(modelFiles).map(([name, body]) => fileEntry(`./${name}`, body))),
    );
    await expectInstalled(at);
  });
});

describe('files carried over', () => {
  function carried(files: Readonly<Record<string, Buffer>>): string {
    const directory = temporaryDirectory();
    for (const [name, body] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
      writeFileSync(path.join(directory, name), body);
    }
    return directory;
  }
  const offline = (at: TestMachine, from: string) =>
    at.install(null, { from, environment: at.environment({ FLOWDECK_OFFLINE: '1' }) });
  const inFolder = Object.fromEntries(
    Object.entries(modelFiles).map(([name, body]) => [`${folder}/${name}`, body]),
  );

  it('are installed from a directory, a folder in it, an archive, or a directory with the archive', async () => {
    for (const from of [
      carried(modelFiles),
      carried(inFolder),
      path.join(carried({ 'any-name': archive }), 'any-name'),
      carried({ 'tiny-model.tar.gz': archive }),
    ]) {
      const at = machine();
      expect(await offline(at, from)).toMatchObject({ modelInstalled: true, modelId });
      await expectInstalled(at);
      expect(existsSync(from)).toBe(true);
    }
  });

  it('are followed where they are links, as caches of other tools have them', async () => {
    const at = machine();
    const directory = temporaryDirectory();
    for (const name of Object.keys(modelFiles)) {
      symlinkSync(path.join(carried(modelFiles), name), path.join(directory, name));
    }
    await offline(at, directory);
    await expectInstalled(at);
  });

  const incomplete = lacking('config.json');
  const cases = {
    'a place that does not exist': [() => '/nowhere/at/all', 'model.not_found', /does not exist/],
    'an empty directory': [() => carried({}), 'model.not_found', /holds neither/],
    'a directory without a file': [
      () => carried(incomplete),
      'model.incomplete',
      /config\.json is missing/,
    ],
    'weights cut off': [
      () => carried({ ...modelFiles, 'model_optimized.onnx': Buffer.from('short') }),
      'model.checksum',
      /model_optimized\.onnx from/,
    ],
    'a tokenizer cut off': [
      () => carried({ ...modelFiles, 'tokenizer.json': Buffer.from('{"model":') }),
      'model.incomplete',
      /tokenizer\.json is not the JSON it must be/,
    ],
    'another archive': [
      () => path.join(carried({ 'a.tgz': gzipSync('other') }), 'a.tgz'),
      'model.checksum',
      /a\.tgz has the SHA-256/,
    ],
  } as const;
  it.each(Object.entries(cases))('from %s are refused', async (_, [from, code, says]) => {
    const at = machine();
    const error = await errorOf(offline(at, from()));
    expect(error).toMatchObject({ code, message: expect.stringMatching(says) as string });
    await expectAbsent(at);
  });
});

describe('an installed model', () => {
  async function installed() {
    const at = machine();
    const server = await startServer(serve());
    await at.install(server.url);
    return { at, server };
  }
  const damages: Readonly<Record<string, (directory: string) => void>> = {
    'a file is missing': (directory) => rmSync(path.join(directory, 'tokenizer.json')),
    'a file is cut off': (directory) => writeFileSync(path.join(directory, 'tokenizer.json'), '{'),
    'the manifest is missing': (directory) => rmSync(path.join(directory, 'manifest.json')),
    'the manifest is cut off': (directory) =>
      writeFileSync(path.join(directory, 'manifest.json'), '{"ver'),
    'the manifest lists nothing': (directory) => {
      const file = path.join(directory, 'manifest.json');
      const manifest = JSON.parse(readFileSync(file, 'utf8')) as object;
      writeFileSync(file, JSON.stringify({ ...manifest, files: [] }));
    },
    'the directory is empty': (directory) => {
      rmSync(directory, { recursive: true });
      mkdirSync(directory);
    },
  };

  it.each(Object.entries(damages))(
    'is damaged where %s, and is mended by installing it again',
    async (_, damage) => {
      const { at, server } = await installed();
      damage(at.model);
      expect(await at.find()).toEqual({
        state: 'damaged',
        reason: expect.stringContaining(at.model) as string,
        hint: 'Install it again with: flowdeck model install',
      });
      await at.install(server.url);
      await expectInstalled(at);
    },
  );

  it('is whole to the eye with a changed byte, and not to who reads it', async () => {
    const { at } = await installed();
    const read = async () => {
      const files = await findFiles(at.environment(), definitionOf());
      return files.state === 'ready' ? verifyFiles(files) : [files.reason];
    };
    expect(await read()).toEqual([]);
    const file = path.join(at.model, 'config.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('0', '1'));
    expect(await at.find()).toMatchObject({ state: 'ready' });
    expect(await read()).toEqual([expect.stringMatching(/^config\.json has the SHA-256/)]);
  });

  it('is not fetched again, unless asked to; then the old one stays until the new one is whole', async () => {
    const { at, server } = await installed();
    expect(await at.install(server.url)).toMatchObject({ modelInstalled: false });
    expect(server.requests).toHaveLength(1);
    server.handle((_, response) => response.writeHead(404).end());
    await errorOf(at.install(server.url, { force: true }));
    await expectInstalled(at);
    server.handle(serve());
    expect(await at.install(server.url, { force: true })).toMatchObject({ modelInstalled: true });
    await expectInstalled(at);
  });

  it('is removed with all that belongs to it', async () => {
    const { at } = await installed();
    writeFileSync(path.join(at.models, 'tiny-model.tar.gz.part'), 'x');
    const { removed } = await removeModel(at.environment(), definitionOf());
    expect(removed).toEqual([at.model, path.join(at.models, 'tiny-model.tar.gz.part')]);
    expect(at.names()).toEqual([]);
    expect(await removeModel(at.environment(), definitionOf())).toEqual({ removed: [] });
    expect(await removeModel({}, definitionOf())).toEqual({ removed: [] });
  });
});

describe('a shared copy', () => {
  function shared(files: Readonly<Record<string, Buffer>> = modelFiles) {
    const at = machine();
    const directory = temporaryDirectory();
    for (const [name, body] of Object.entries(files))
      writeFileSync(path.join(directory, name), body);
    const variables = { FLOWDECK_MODEL_DIR: directory };
    const list = () => readdirSync(directory).sort();
    return { at, directory, variables, list, before: list() };
  }

  it('is used and never written', async () => {
    const { at, directory, variables, list, before } = shared();
    const found = { state: 'ready', directory, modelId };
    expect(await at.find(variables)).toMatchObject(found);
    // From what was remembered of it.
    expect(await at.find(variables)).toMatchObject(found);
    const environment = at.environment(variables);
    expect(await at.install(null, { environment })).toMatchObject({
      directory,
      modelInstalled: false,
    });
    await removeModel(environment, definitionOf());
    expect(modelDirectory(environment, definitionOf())).toBe(directory);
    expect(list()).toEqual(before);
    for (const options of [{ force: true }, { from: directory }]) {
      expect((await errorOf(at.install(null, { environment, ...options }))).code).toBe(
        'model.shared',
      );
    }
  });

  it('of other weights has another name, also after it changed', async () => {
    const { at, directory, variables } = shared({
      ...modelFiles,
      'model_optimized.onnx': Buffer.from('one'),
    });
    expect(await at.find(variables)).toMatchObject({
      modelId: `custom-${sha256('one').slice(0, 12)}`,
    });
    writeFileSync(path.join(directory, 'model_optimized.onnx'), 'other');
    expect(await at.find(variables)).toMatchObject({
      modelId: `custom-${sha256('other').slice(0, 12)}`,
    });
  });

  it('may call its weights otherwise', async () => {
    const { 'model_optimized.onnx': weights = Buffer.of(), ...rest } = modelFiles;
    const { at, variables } = shared({ ...rest, 'model.onnx': weights });
    expect(await at.find(variables)).toMatchObject({ state: 'ready', modelId });
  });

  it('made of an installed one is held to its manifest', async () => {
    const { at, directory, variables } = shared();
    const server = await startServer(serve());
    const other = machine();
    await other.install(server.url);
    writeFileSync(
      path.join(directory, 'manifest.json'),
      readFileSync(path.join(other.model, 'manifest.json')),
    );
    expect(await at.find(variables)).toMatchObject({ state: 'ready', modelId });
    writeFileSync(path.join(directory, 'tokenizer.json'), '{}');
    expect(await at.find(variables)).toMatchObject({ state: 'damaged' });
  });

  it('that is of no use is said to be, and nothing is fetched in its place', async () => {
    const incomplete = lacking('tokenizer.json');
    for (const files of [
      {},
      incomplete,
      { ...modelFiles, 'config.json': Buffer.from('{"pad_') },
      { ...modelFiles, 'model_optimized.onnx': Buffer.of() },
    ]) {
      const { at, variables, directory } = shared(files);
      expect(await at.find(variables)).toEqual({
        state: 'damaged',
        reason: expect.stringContaining(directory) as string,
        hint: 'Unset FLOWDECK_MODEL_DIR to install a copy of your own.',
      });
      const environment = at.environment(variables);
      expect((await errorOf(at.install(null, { environment }))).code).toBe('model.shared');
    }
    const at = machine();
    expect(await at.find({ FLOWDECK_MODEL_DIR: '/nowhere' })).toMatchObject({ state: 'missing' });
  });
});

describe('where there is no home', () => {
  it('says so, and a shared copy still works', async () => {
    const at = machine();
    const environment = { HOME: undefined };
    expect((await errorOf(at.install(null, { environment }))).code).toBe('model.no_home');
    expect(await findFiles(environment, definitionOf())).toMatchObject({
      state: 'missing',
      directory: null,
    });
    const directory = temporaryDirectory();
    for (const [name, body] of Object.entries(modelFiles))
      writeFileSync(path.join(directory, name), body);
    const shared = { FLOWDECK_MODEL_DIR: directory };
    expect(await findFiles(shared, definitionOf())).toMatchObject({ state: 'ready', modelId });
    expect(await at.install(null, { environment: shared })).toMatchObject({ directory });
  });

  it('or no directory where one must be, nothing breaks', async () => {
    const at = machine();
    writeFileSync(path.join(at.home, '.cache'), 'a file');
    const server = await startServer(serve());
    expect((await errorOf(at.install(server.url))).code).toBe('model.not_writable');
  });
});

it('the shipped model names what it must be', () => {
  expect(shippedModel.archive.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(new URL(shippedModel.archive.url).protocol).toBe('https:');
  expect(shippedModel.archive.url.endsWith(`/${shippedModel.archive.name}`)).toBe(true);
  expect(shippedModel.files.map(({ name }) => name)).toContain(shippedModel.weights);
  const pinned = shippedModel.files.filter((file) => file.sha256 !== null).map(({ name }) => name);
  expect(pinned).toEqual(['model_optimized.onnx', 'tokenizer.json']);
});
