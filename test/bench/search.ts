/**
 * How well and how fast the search finds: on the labelled set by method and kind of query, on made-up titles by kind of
 * slip, and from a key press to the answer at the sizes in FLOWDECK_BENCH_SEARCH (`1000,10000`). Meaning is measured
 * with the tiny model, which shows that the way is open and nothing of its worth, and with the real one where it is
 * installed. FLOWDECK_BENCH_HALF=tuning shows the half that thresholds were chosen on.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeTinyModel } from '../../scripts/tiny-model.js';
import { startEmbedder, type Embedder } from '../../source/memory/embedder.js';
import { embedPending } from '../../source/memory/embedding-queue.js';
import { findModel } from '../../source/memory/model/find.js';
import { createVectorIndex } from '../../source/memory/vectors.js';
import { createFuzzyIndex } from '../../source/search/fuzzy.js';
import { splitWords } from '../../source/search/fold.js';
import { quoted } from '../../source/search/full-text.js';
import { defaultContext } from '../../source/service/context.js';
import { openService, type OpenService } from '../../source/service/open.js';
import { findMemoryByWords } from '../../source/store/repositories/full-text.js';
import { figuresOf, printTable } from './figures.js';
import {
  labelledKinds,
  readLabelledSet,
  type LabelledQuery,
  type LabelledSet,
} from './labelled-set.js';
import { fuzzy } from './search-fuzzy.js';
import { latencies } from './search-latency.js';
import { qualityOf, type Found } from './search-quality.js';

interface Place {
  readonly directory: string;
  readonly scratch: string;
}

const limit = 10;
const fixtures = path.join('test', 'fixtures', 'search');

export async function search(place: Place): Promise<void> {
  await quality(place);
  fuzzy(place.scratch);
  await latencies(place.scratch);
}

async function open(databasePath: string): Promise<OpenService> {
  return openService({
    databasePath,
    create: true,
    context: defaultContext({ actor: 'bench@example.com', origin: 'command' }),
  });
}

/** Finds the numbers of notes for a query, best first. */
type Method = (query: LabelledQuery) => Promise<readonly number[]>;

async function quality(place: Place): Promise<void> {
  const half = process.env['FLOWDECK_BENCH_HALF'] === 'tuning' ? 'tuning' : 'frozen';
  const set = readLabelledSet(fixtures);
  const queries = set.queries.filter((query) => query.half === half);
  const opened = await open(path.join(place.scratch, 'labelled.db'));
  const numbers = await addNotes(opened, set);
  const rows: (string | number)[][] = [];
  const measure = async (name: string, method: Method): Promise<void> => {
    rows.push(...(await measureMethod(name, method, queries)));
  };
  await measure('full text alone', fullText(opened, numbers));
  await measure('fuzzy alone', fuzzyAlone(set));
  await measure(
    'words, merged',
    merged(opened, numbers, () => Promise.resolve(undefined)),
  );
  for (const { name, embedder } of await models(place)) {
    if (embedder === null) {
      console.log(`\n${name}`);
      continue;
    }
    try {
      while ((await embedPending(opened.database, embedder, { batch: 50 })).pending > 0);
      const vectorOf = async (text: string) => {
        const [values] = await embedder.embed([text], { urgent: true });
        return values && { model: embedder.modelId, values: Array.from(values) };
      };
      await measure(`${name}: meaning alone`, meaningAlone(opened, numbers, vectorOf));
      await measure(`${name}: together`, merged(opened, numbers, vectorOf));
    } finally {
      await embedder.close();
    }
  }
  await opened.close();
  printTable(
    `${set.notes.length} notes, ${queries.length} queries (${half} half)`,
    [
      'method',
      'kind',
      'n',
      'recall@5',
      '95 %',
      'MRR@10',
      'nDCG@10',
      'false answers',
      'ms p50',
      'p95',
    ],
    rows,
  );
}

async function addNotes(
  opened: OpenService,
  set: LabelledSet,
): Promise<ReadonlyMap<number, number>> {
  const numbers = new Map<number, number>();
  for (const [index, note] of set.notes.entries()) {
    const { id } = await opened.service.command('memory.add', note);
    numbers.set(id, index);
  }
  return numbers;
}

async function measureMethod(
  name: string,
  method: Method,
  queries: readonly LabelledQuery[],
): Promise<(string | number)[][]> {
  const found = new Map<LabelledQuery, readonly number[]>();
  const times = new Map<LabelledQuery, number>();
  for (const query of queries) {
    const began = performance.now();
    found.set(query, await method(query));
    times.set(query, performance.now() - began);
  }
  const row = (kind: string, chosen: readonly LabelledQuery[]): (string | number)[] => {
    const own = qualityOf(chosen, found satisfies Found);
    const figures = figuresOf(chosen.map((query) => times.get(query) ?? NaN));
    const [low, high] = own.interval;
    const shown = (value: number): string => (Number.isNaN(value) ? '' : value.toFixed(3));
    return [
      ...[name, kind, String(own.queries), shown(own.recall5)],
      Number.isNaN(low) ? '' : `${low.toFixed(2)}–${high.toFixed(2)}`,
      ...[shown(own.mrr10), shown(own.ndcg10), shown(own.falseAnswers)],
      ...[figures.p50, figures.p95],
    ];
  };
  return [
    ...labelledKinds.map((kind) =>
      row(
        kind,
        queries.filter((query) => query.kind === kind),
      ),
    ),
    row('all', queries),
  ];
}

/** What an index of words does by itself: any of the words, ranked by BM25. */
function fullText({ database }: OpenService, numbers: ReadonlyMap<number, number>): Method {
  return async ({ text, filter = {} }) => {
    const words = splitWords(text).map(({ word }) => quoted(word));
    if (words.length === 0) return [];
    const ids = await database.read((reader) =>
      findMemoryByWords(reader, words.join(' OR '), filter, limit),
    );
    return ids.map((id) => numbers.get(id) ?? -1);
  };
}

function fuzzyAlone({ notes }: LabelledSet): Method {
  const index = createFuzzyIndex(
    notes.map((note, number) => ({ ...note, number })),
    ({ title, tags, module, content }) =>
      `${title} ${tags.join(' ')} ${module} ${content.slice(0, 120)}`,
  );
  return ({ text, filter = {} }) =>
    Promise.resolve(
      index
        .find(text, index.size)
        .filter(
          ({ item }) =>
            (filter.type ?? item.type) === item.type &&
            (filter.module ?? item.module) === item.module,
        )
        .slice(0, limit)
        .map(({ item }) => item.number),
    );
}

type VectorOf = (
  text: string,
) => Promise<{ readonly model: string; readonly values: readonly number[] } | undefined>;

function merged(
  { service }: OpenService,
  numbers: ReadonlyMap<number, number>,
  vectorOf: VectorOf,
): Method {
  return async ({ text, filter }) => {
    const vector = await vectorOf(text);
    const { hits } = await service.query('search', {
      ...{ text, scope: 'memory', limit },
      ...(filter && { filter }),
      ...(vector && { vector }),
    });
    return hits.map(({ id }) => numbers.get(Number(id)) ?? -1);
  };
}

function meaningAlone(
  { database }: OpenService,
  numbers: ReadonlyMap<number, number>,
  vectorOf: VectorOf,
): Method {
  const index = createVectorIndex();
  return async ({ text, filter }) => {
    const vector = await vectorOf(text);
    if (!vector) return [];
    const hits = await database.read((reader) =>
      index.nearest(reader, {
        ...{ model: vector.model, vector: Float32Array.from(vector.values), limit },
        ...(filter && { filter }),
      }),
    );
    return hits.map(({ id }) => numbers.get(id) ?? -1);
  };
}

async function models({
  directory,
  scratch,
}: Place): Promise<{ name: string; embedder: Embedder | null }[]> {
  const entry = pathToFileURL(path.join(directory, 'program', 'embedder.js'));
  const found: { name: string; embedder: Embedder | null }[] = [];
  try {
    const modulePath = createRequire(import.meta.url).resolve('fastembed');
    const modelDirectory = path.join(scratch, 'tiny');
    await writeTinyModel(modelDirectory);
    const packageDirectory = path.resolve(path.dirname(modulePath), '..', '..');
    const embedder = startEmbedder({ modelDirectory, modelId: 'tiny', packageDirectory, entry });
    found.push({ name: 'tiny model', embedder });
  } catch (error) {
    found.push({ name: `The tiny model cannot run here: ${String(error)}`, embedder: null });
  }
  const status = await findModel(process.env);
  if (status.state === 'ready') {
    const { directory: modelDirectory, modelId, packageDirectory } = status;
    const embedder = startEmbedder({ modelDirectory, modelId, packageDirectory, entry });
    found.push({ name: 'real model', embedder });
  } else found.push({ name: 'Paraphrase with the real model: no model here.', embedder: null });
  return found;
}
