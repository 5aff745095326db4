/**
 * The queue of entries that wait for a vector: those whose text changed since the model last saw it. It lies in the
 * database, so nothing is lost with a process, and whoever has a model takes from it.
 */
import { sha256 } from '../domain/digest.js';
import { FlowdeckError } from '../domain/errors.js';
import {
  advanceMark,
  countPendingTexts,
  dropUnusedVectors,
  hasUnusedModels,
  isRevision,
  listPendingTexts,
  noteModel,
  type PendingText,
} from '../store/repositories/vectors.js';
import type { Database } from '../store/types.js';
import type { Embedder } from './embedder.js';
import { createVectorIndex, type VectorIndex } from './vectors.js';

export interface EmbedPendingOptions {
  /** How many entries at most. */
  readonly batch: number;
  /** Ends the waiting for the model and for the database; what was made is then made again another time. */
  readonly signal?: AbortSignal;
  readonly index?: VectorIndex;
  readonly now?: () => Date;
}

export interface EmbeddedBatch {
  readonly embedded: number;
  /** Entries whose text the model does not take; they are tried again when it changes. */
  readonly refused: number;
  /** Entries that still wait. */
  readonly pending: number;
}

/** More of a text than the model can see. */
const contentCharacters = 12_000;

/** How long the vectors of a model that nobody uses are kept: another process may come back to it. */
const unusedDays = 7;
const unusedBatch = 200;

interface Result {
  readonly text: PendingText;
  readonly hash: string;
  /** `same`: the text is what it was when its vector was made. */
  readonly outcome: Float32Array | 'same' | 'refused';
}

/**
 * Makes the vectors of the entries that wait longest. Reading and writing are short transactions of their own, and the
 * model is asked outside of both.
 * @throws FlowdeckError as the embedder does when it can make no vectors at all, and as the database does
 */
export async function embedPending(
  database: Database,
  embedder: Embedder,
  { batch, signal, index = createVectorIndex(), now = () => new Date() }: EmbedPendingOptions,
): Promise<EmbeddedBatch> {
  const model = embedder.modelId;
  const call = signal ? { signal } : {};
  const waiting = await database.read(
    (reader) => listPendingTexts(reader, model, { limit: batch, characters: contentCharacters }),
    call,
  );
  const last = waiting.at(-1);
  if (!last) {
    const pending = await database.read((reader) => countPendingTexts(reader, model), call);
    return { embedded: 0, refused: 0, pending };
  }
  const results: Result[] = [];
  for (const text of waiting) results.push(await embedText(embedder, text, signal));
  return database.write(async (transaction) => {
    let embedded = 0;
    let refused = 0;
    await noteModel(transaction, model, now().toISOString());
    for (const { text, hash, outcome } of results) {
      // It changed or went meanwhile: its new text waits already.
      if (!(await isRevision(transaction, text.memoryId, text.revision))) continue;
      if (outcome === 'refused') {
        refused += 1;
        await index.remove(transaction, text.memoryId, model);
      } else if (outcome !== 'same') {
        embedded += 1;
        const stored = { memoryId: text.memoryId, model, vector: outcome, textHash: hash };
        await index.upsert(transaction, stored);
      }
    }
    await advanceMark(transaction, model, last.revision);
    return { embedded, refused, pending: await countPendingTexts(transaction, model) };
  }, call);
}

/** Forgets some vectors of models that nobody uses any more. True while there are more of them. */
export async function forgetUnusedModels(
  database: Database,
  model: string,
  {
    signal,
    now = () => new Date(),
  }: { readonly signal?: AbortSignal; readonly now?: () => Date } = {},
): Promise<boolean> {
  const before = new Date(now().getTime() - unusedDays * 24 * 3600 * 1000).toISOString();
  const call = signal ? { signal } : {};
  // Looked for first: a transaction that writes nothing would still wake whoever follows the file.
  if (!(await database.read((reader) => hasUnusedModels(reader, model, before), call)))
    return false;
  const gone = await database.write(
    (transaction) => dropUnusedVectors(transaction, { kept: model, before, limit: unusedBatch }),
    call,
  );
  return gone === unusedBatch;
}

async function embedText(
  embedder: Embedder,
  pending: PendingText,
  signal: AbortSignal | undefined,
): Promise<Result> {
  const text = embeddedText(pending);
  const hash = sha256(text).slice(0, 32);
  if (hash === pending.textHash) return { text: pending, hash, outcome: 'same' };
  try {
    const [vector] = await embedder.embed([text], signal ? { signal } : {});
    return { text: pending, hash, outcome: vector ?? 'refused' };
  } catch (error) {
    if (concernsTextOnly(error)) return { text: pending, hash, outcome: 'refused' };
    throw error;
  }
}

/** What of an entry is embedded: its title unless the text begins with it, and the tags that the text does not name. */
export function embeddedText({
  title,
  content,
  tags,
}: Pick<PendingText, 'title' | 'content' | 'tags'>): string {
  const lower = content.toLowerCase();
  const heading = title.replace(/…$/, '').trim();
  const added = (JSON.parse(tags) as string[]).filter((tag) => !lower.includes(tag.toLowerCase()));
  return [content.startsWith(heading) ? '' : title, added.join(' '), content]
    .filter((part) => part !== '')
    .join('\n');
}

function concernsTextOnly(error: unknown): boolean {
  return (
    error instanceof FlowdeckError &&
    (error.code === 'embedding.text_refused' || error.code === 'embedding.crashed')
  );
}
