/** Takes the files of the model out of its archive; nothing else in it reaches the disk. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream';
import { ReadableStream } from 'node:stream/web';
import { createGunzip } from 'node:zlib';
import { createTarDecoder, type ParsedTarEntry, type TarHeader } from 'modern-tar';
import { FlowdeckError } from '../../domain/errors.js';
import type { ModelDefinition, ModelFile } from './definition.js';
import { causeOf, codeOf, failure, throwIfInterrupted } from './failures.js';
import type { ManifestFile } from './manifest.js';

/** All of an archive together, in bytes: what is skipped must be read too. */
const mostUnpacked = 1024 ** 3;

/**
 * Writes the files of the model into a directory that exists.
 *
 * @throws FlowdeckError model.archive_invalid where it is damaged, holds links or paths that lead outside, or lacks a
 * file
 */
export async function extractArchive(
  archive: string,
  into: string,
  definition: ModelDefinition,
  signal?: AbortSignal,
): Promise<readonly ManifestFile[]> {
  const written = new Map<string, ManifestFile>();
  let unpacked = 0;
  try {
    for await (const entry of entriesOf(archive)) {
      throwIfInterrupted(signal);
      refuseUnsafe(entry.header);
      unpacked += entry.header.size;
      if (unpacked > mostUnpacked) throw invalid('it unpacks to more than a gigabyte');
      const file = wanted(entry.header, definition);
      if (file === null) {
        await skip(entry);
        continue;
      }
      if (written.has(file.name)) throw invalid(`it holds ${file.name} twice`);
      if (entry.header.size > file.maximumBytes) throw invalid(`its ${file.name} is far too long`);
      written.set(file.name, await writeEntry(entry, path.join(into, file.name), file, signal));
    }
  } catch (error) {
    throwIfInterrupted(signal);
    // Errors of the file system have a name for the call; what is wrong with the archive has none.
    if (error instanceof FlowdeckError || isFromSystem(error)) throw error;
    throw invalid(causeOf(error), error);
  }
  const lacking = definition.files.find(({ name }) => !written.has(name));
  if (lacking) throw invalid(`it holds no ${lacking.name}`);
  return definition.files.flatMap(({ name }) => written.get(name) ?? []);
}

function entriesOf(archive: string): ReadableStream<ParsedTarEntry> {
  const unzipped = createGunzip();
  // A failure of the file ends the unzipping with it, where it is met.
  pipeline(createReadStream(archive), unzipped, () => undefined);
  // Not through Readable.toWeb: what is still on its way when the decoder gives up would end the program there.
  const bytes = ReadableStream.from<Uint8Array>(unzipped);
  return bytes.pipeThrough(createTarDecoder({ strict: true }));
}

function refuseUnsafe({ name, type = 'file' }: TarHeader): void {
  if (type !== 'file' && type !== 'directory') throw invalid(`${shown(name)} in it is a ${type}`);
  const leads = path.posix.isAbsolute(name) || path.win32.isAbsolute(name) || name.includes('\\');
  if (leads || name.includes('\0') || name.split('/').includes('..')) {
    throw invalid(`${shown(name)} in it leads outside`);
  }
}

/** The file of the model that an entry is: at the top of the archive or in its one folder. */
function wanted(
  { name, type = 'file' }: TarHeader,
  { archive, files }: ModelDefinition,
): ModelFile | null {
  if (type !== 'file') return null;
  const [first = '', ...rest] = name.split('/').filter((part) => part !== '' && part !== '.');
  const inside = first === archive.folder ? rest : [first, ...rest];
  return inside.length === 1 ? (files.find((file) => file.name === inside[0]) ?? null) : null;
}

/** Read to its end: cancelling a body that is small enough to wait in full stops the decoder for good. */
async function skip({ body }: ParsedTarEntry): Promise<void> {
  const reader = body.getReader();
  while (!(await reader.read()).done) continue;
}

async function writeEntry(
  entry: ParsedTarEntry,
  target: string,
  { name }: ModelFile,
  signal: AbortSignal | undefined,
): Promise<ManifestFile> {
  const hash = createHash('sha256');
  const handle = await open(target, 'wx');
  let size = 0;
  try {
    for await (const chunk of entry.body) {
      throwIfInterrupted(signal);
      hash.update(chunk);
      await handle.appendFile(chunk);
      size += chunk.length;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { name, size, sha256: hash.digest('hex') };
}

function invalid(what: string, cause?: unknown): FlowdeckError {
  return failure('model.archive_invalid', `The archive of the model is of no use: ${what}.`, cause);
}

function isFromSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && codeOf(error) !== null;
}

/** A name from outside, short enough for a message. */
function shown(name: string): string {
  return name.length > 100 ? `${name.slice(0, 100)}…` : name;
}
