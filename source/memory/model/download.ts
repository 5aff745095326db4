/** Fetches the archive into a file that later attempts go on with, until it is whole and what it must be. */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream, writeFileSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { FlowdeckError, type ErrorCode } from '../../domain/errors.js';
import type { Environment } from '../../platform/environment.js';
import { readText, statusOf } from '../../platform/files.js';
import type { ModelDefinition } from './definition.js';
import { failure, interrupted, throwIfInterrupted } from './failures.js';
import { isRecord } from './manifest.js';
import { discard, type Patience } from './part.js';
import { archiveUrl, isOffline, shownUrl } from './places.js';
import type { OnProgress } from './progress.js';
import { withReply, type Reply } from './request.js';

export interface DownloadOptions {
  readonly definition: ModelDefinition;
  readonly environment: Environment;
  /** Where it is kept while it arrives; beside it, `.json`, what is known of it. */
  readonly part: string;
  readonly patience: Patience;
  readonly onProgress: OnProgress;
  readonly signal?: AbortSignal | undefined;
}

/** What passes by itself. */
const passing: readonly ErrorCode[] = ['model.unreachable', 'model.stalled'];
const passingStatuses = [408, 425, 429];
/** However often bytes are won: a server that always cuts must not keep us for ever. */
const mostAttempts = 100;

/**
 * Resolves when `part` holds the archive with the hash that the definition gives.
 *
 * @throws FlowdeckError model.*; what has arrived stays for the next attempt unless it proved wrong
 */
export async function downloadArchive(options: DownloadOptions): Promise<void> {
  const { definition, environment, part, patience, onProgress, signal } = options;
  const url = archiveUrl(environment, definition);
  if (isOffline(environment)) {
    throw failure('model.offline', 'FLOWDECK_OFFLINE forbids to fetch the model.');
  }
  let failures = 0;
  let restarted = false;
  for (let attempt = 1; ; attempt += 1) {
    const before = sizeOf(part);
    try {
      await fetchRest(url, options);
      return;
    } catch (error) {
      throwIfInterrupted(signal);
      if (isWrong(error) && before > 0 && !restarted) {
        // What an earlier attempt left may be what is wrong; it is gone now.
        restarted = true;
        onProgress({ phase: 'retry', reason: error.message });
        continue;
      }
      if (!isPassing(error) || attempt >= mostAttempts) throw error;
      failures = sizeOf(part) > before ? 1 : failures + 1;
      if (failures >= patience.attempts) throw error;
      onProgress({ phase: 'retry', reason: error.message });
      await pause(patience.pauseMilliseconds * 2 ** (failures - 1), signal);
    }
  }
}

/** What is remembered beside a part, to go on with it. */
interface PartRecord {
  readonly url: string;
  /** What the server knows this version of the file by: a strong entity tag or a date. */
  readonly validator: string | null;
  readonly total: number | null;
}

/** One attempt: asks for what is missing and checks the whole. */
async function fetchRest(url: URL, options: DownloadOptions): Promise<void> {
  const { definition, part, onProgress, signal } = options;
  const { hash, offset, record } = await beginning(url, options);
  if (offset > 0 && offset === record?.total) {
    finish(hash, offset, options);
    return;
  }
  const headers = {
    'user-agent': 'flowdeck',
    // The bytes of the archive themselves, which is what the hash is of.
    'accept-encoding': 'identity',
    ...(offset > 0 && { range: `bytes=${offset}-` }),
    ...(offset > 0 && record?.validator != null && { 'if-range': record.validator }),
  };
  const { environment, patience } = options;
  const request = { headers, environment, signal, idleMilliseconds: patience.idleMilliseconds };
  const received = await withReply(url, request, async (reply) => {
    const rest = continuation(reply, offset, record, options);
    if ((rest.total ?? 0) > definition.archive.maximumBytes)
      throw notTheArchive(reply.url, tooLong);
    // Never the new record beside the old bytes, whenever this process may be killed.
    if (rest.from === 0) discard(part);
    writeRecord(part, { url: shownUrl(url), validator: validatorOf(reply), total: rest.total });
    const target = rest.from === 0 ? createHash('sha256') : hash;
    onProgress({ phase: 'download', received: rest.from, total: rest.total });
    const size = await receive(reply, rest, target, options);
    return { size, hash: target };
  });
  finish(received.hash, received.size, options);
}

/** The hash of what is there already, and how much that is; nothing where it belongs to another address. */
async function beginning(
  url: URL,
  { part, signal }: DownloadOptions,
): Promise<{ hash: Hash; offset: number; record: PartRecord | null }> {
  const hash = createHash('sha256');
  const record = readRecord(part);
  const size = sizeOf(part);
  const usable = record?.url === shownUrl(url) && (record.total === null || size <= record.total);
  if (!usable || size === 0) return { hash, offset: 0, record: null };
  try {
    for await (const chunk of createReadStream(part, signal && { signal })) {
      hash.update(chunk as Buffer);
    }
  } catch (error) {
    throwIfInterrupted(signal);
    throw error;
  }
  return { hash, offset: size, record };
}

interface Rest {
  /** Where the body begins in the file. */
  readonly from: number;
  /** The size of the whole file; null where the server does not say. */
  readonly total: number | null;
}

/** Where the reply goes on from; a reply that does not fit what is there starts over at the next attempt. */
function continuation(
  reply: Reply,
  offset: number,
  record: PartRecord | null,
  { part }: DownloadOptions,
): Rest {
  const { status, url } = reply;
  if (status === 200) {
    refusePage(reply);
    return { from: 0, total: numberOf(reply.header('content-length')) };
  }
  if (status === 206 && offset > 0) {
    const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(reply.header('content-range') ?? '');
    const total = numberOf(range?.[2] ?? null);
    const known = record?.total ?? total;
    if (Number(range?.[1]) === offset && (total === null || total === known)) {
      return { from: offset, total: known };
    }
  }
  if (status === 206 || status === 416) {
    discard(part);
    const message = `${url.host} does not go on where the download stopped; it starts over.`;
    throw failure('model.unreachable', message);
  }
  const message = `${shownUrl(url)} answers with status ${status}.`;
  const passes = status >= 500 || passingStatuses.includes(status);
  throw new FlowdeckError('model.refused', message, { details: { status, passes } });
}

/** Networks that ask for a sign-in answer everything with a page of their own. */
function refusePage(reply: Reply): void {
  const type = reply.header('content-type') ?? '';
  if (/^text\/|^application\/(xhtml|json)/i.test(type)) throw notTheArchive(reply.url, type);
}

function notTheArchive(url: URL, what: string): FlowdeckError {
  const message = `${shownUrl(url)} answers with something else than the archive (${what}).`;
  return failure('model.not_the_archive', message);
}

/** Appends the body to the part; resolves with the size of the whole. */
async function receive(
  reply: Reply,
  { from, total }: Rest,
  hash: Hash,
  { definition, part, onProgress }: DownloadOptions,
): Promise<number> {
  const handle = await open(part, from === 0 ? 'w' : 'a');
  let size = from;
  try {
    for await (const chunk of reply.body) {
      const unfit = unfitness(chunk, size, definition);
      if (unfit !== null) {
        discard(part);
        throw notTheArchive(reply.url, unfit);
      }
      await writeAll(handle, chunk);
      hash.update(chunk);
      size += chunk.length;
      onProgress({ phase: 'download', received: size, total });
    }
  } finally {
    await handle.close();
  }
  if (total !== null && size !== total) {
    const message = `${reply.url.host} sent ${size} of ${total} bytes.`;
    throw failure('model.unreachable', message);
  }
  return size;
}

/** A disk that is nearly full takes a part of the bytes before it refuses the rest. */
async function writeAll(handle: FileHandle, chunk: Buffer): Promise<void> {
  for (let written = 0; written < chunk.length;) {
    written += (await handle.write(chunk, written)).bytesWritten;
  }
}

const tooLong = 'far too long';

function unfitness(chunk: Buffer, size: number, { archive }: ModelDefinition): string | null {
  if (size === 0 && !isGzip(chunk)) return 'no gzip';
  return size + chunk.length > archive.maximumBytes ? tooLong : null;
}

function isGzip(chunk: Buffer): boolean {
  return chunk[0] === 0x1f && (chunk.length < 2 || chunk[1] === 0x8b);
}

function finish(hash: Hash, size: number, { definition, part, onProgress }: DownloadOptions): void {
  onProgress({ phase: 'check' });
  const found = hash.digest('hex');
  const { sha256, name } = definition.archive;
  if (found === sha256) return;
  discard(part);
  const message = `${name} (${size} bytes) has the SHA-256 ${found} and not ${sha256}.`;
  throw failure('model.checksum', message);
}

function isWrong(error: unknown): error is FlowdeckError {
  return error instanceof FlowdeckError && error.code === 'model.checksum';
}

function isPassing(error: unknown): error is FlowdeckError {
  if (!(error instanceof FlowdeckError)) return false;
  const passes = error.details?.['passes'];
  return typeof passes === 'boolean' ? passes : passing.includes(error.code);
}

async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(milliseconds, undefined, signal && { signal });
  } catch {
    throw interrupted();
  }
}

function validatorOf(reply: Reply): string | null {
  const tag = reply.header('etag');
  return tag?.startsWith('"') ? tag : reply.header('last-modified');
}

function numberOf(text: string | null): number | null {
  return text !== null && /^\d+$/.test(text) ? Number(text) : null;
}

function sizeOf(file: string): number {
  return statusOf(file)?.size ?? 0;
}

function writeRecord(part: string, record: PartRecord): void {
  writeFileSync(`${part}.json`, JSON.stringify(record));
}

function readRecord(part: string): PartRecord | null {
  try {
    const value: unknown = JSON.parse(readText(`${part}.json`) ?? '');
    if (!isRecord(value) || typeof value['url'] !== 'string') return null;
    const { url, validator, total } = value;
    return {
      url,
      validator: typeof validator === 'string' ? validator : null,
      total: typeof total === 'number' ? total : null,
    };
  } catch {
    return null;
  }
}
