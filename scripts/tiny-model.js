// Makes a real embedding model of about 220 KB for tests, in the format that fastembed loads: WordPiece tokenizer,
// ONNX graph, 384 dimensions. Its geometry is known: the words of one concept lie close together, concepts apart.
// Only exact arithmetic is used, so every run on every machine writes the same bytes.
//
//   node scripts/tiny-model.js DIRECTORY
import { Buffer } from 'node:buffer';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import * as onnx from './onnx-writer.js';

/** Words that mean much the same, by concept. The first word names it. */
export const concepts = {
  auth: 'authentication authenticate login sign signin password credential oauth jwt token session logout',
  database: 'db sqlite libsql postgres mysql schema migration table column query sql index wal',
  billing: 'invoice payment stripe refund charge subscription price money checkout',
  kubernetes: 'k8s kube helm pod cluster container docker deployment ingress namespace',
  test: 'tests testing vitest assertion mock fixture coverage flaky spec',
  layout: 'css flexbox margin style responsive pixel grid button screen',
  cache: 'redis memoize stale invalidation ttl eviction lookup',
  network: 'http request response socket timeout retry proxy dns latency url',
  build: 'compile bundle esbuild webpack tsc typescript transpile artifact lint',
  git: 'branch merge rebase commit conflict stash remote push',
  memory: 'leak heap garbage allocation rss buffer overflow oom',
  concurrency: 'thread lock deadlock race mutex parallel worker queue busy',
  crash: 'abort panic segfault exception sigkill fatal failure broken',
};

/** Words without a meaning of their own: their vectors are zero. */
const stopWords =
  'a an and are as at be by for from has in is it its of on or that the this to was with when';

const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const letters = 'abcdefghijklmnopqrstuvwxyz';
const inner = 64;
/** What one step of a stored byte is worth. */
const step = 1 / 127;
/** How much of a word's vector is its concept's, and how much its own. */
const share = { concept: 0.94, own: 0.34, piece: 0.3, special: 0.06 };

/**
 * The files of the model.
 *
 * @param {{dimensions?: number, seed?: number}} [options] another number of dimensions makes a model that must be
 * refused; another seed one whose vectors cannot be compared with the first one's
 * @returns {Record<string, Buffer>} contents by file name
 */
export function tinyModelFiles({ dimensions = 384, seed = 1 } = {}) {
  const vocabulary = makeVocabulary();
  const json = (value) => Buffer.from(`${JSON.stringify(value, null, 1)}\n`);
  return {
    'model_optimized.onnx': onnxModel(vocabulary, dimensions, seed),
    'tokenizer.json': json(tokenizer(vocabulary)),
    'config.json': json({ model_type: 'bert', hidden_size: dimensions, pad_token_id: 0 }),
    'tokenizer_config.json': json({
      do_lower_case: true,
      model_max_length: 512,
      pad_token: '[PAD]',
      tokenizer_class: 'BertTokenizer',
    }),
    'special_tokens_map.json': json({
      cls_token: '[CLS]',
      mask_token: '[MASK]',
      pad_token: '[PAD]',
      sep_token: '[SEP]',
      unk_token: '[UNK]',
    }),
  };
}

/**
 * Writes the model into a directory, which is made where it is missing.
 *
 * @param {string} directory
 * @param {{dimensions?: number, seed?: number}} [options]
 */
export async function writeTinyModel(directory, options) {
  await mkdir(directory, { recursive: true });
  for (const [name, content] of Object.entries(tinyModelFiles(options))) {
    await writeFile(path.join(directory, name), content);
  }
}

/** Every piece of a word, whole words first; unknown words are put together from letters and pairs of letters. */
function makeVocabulary() {
  const words = new Map();
  for (const word of stopWords.split(' ')) words.set(word, null);
  Object.entries(concepts).forEach(([name, others], concept) => {
    for (const word of [name, ...others.split(' ')]) words.set(word, concept);
  });
  const pieces = [...letters, ...'0123456789'];
  for (const first of letters) for (const second of letters) pieces.push(first + second);
  const vocabulary = new Map(special.map((token) => [token, { kind: 'special' }]));
  for (const [word, concept] of words) {
    vocabulary.set(word, concept === null ? { kind: 'stop' } : { kind: 'word', concept });
  }
  for (const piece of pieces) {
    if (!vocabulary.has(piece)) vocabulary.set(piece, { kind: 'piece' });
  }
  for (const piece of pieces) vocabulary.set(`##${piece}`, { kind: 'piece' });
  return vocabulary;
}

function tokenizer(vocabulary) {
  const ids = Object.fromEntries([...vocabulary.keys()].map((token, id) => [token, id]));
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: special.map((content, id) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'BertProcessing',
      sep: ['[SEP]', ids['[SEP]']],
      cls: ['[CLS]', ids['[CLS]']],
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: ids,
    },
  };
}

/**
 * The sum of the tokens' vectors, turned into the outer dimensions and given at every position, so that a reader of
 * the first position sees it. What comes after divides by the length.
 */
function onnxModel(vocabulary, dimensions, seed) {
  const tokens = [...vocabulary];
  const table = new Int8Array(tokens.length * inner);
  tokens.forEach(([token, piece], row) => {
    const vector = vectorOf(token, piece, seed);
    table.set(
      vector.map((value) => Math.max(-127, Math.min(127, Math.round(value / step)))),
      row * inner,
    );
  });
  return onnx.model({
    name: 'flowdeck-tiny',
    inputs: ['input_ids', 'attention_mask', 'token_type_ids'].map((name) => ({
      name,
      type: onnx.types.int64,
      shape: ['batch', 'sequence'],
    })),
    outputs: [
      {
        name: 'last_hidden_state',
        type: onnx.types.float,
        shape: ['batch', 'sequence', dimensions],
      },
    ],
    initializers: [
      onnx.tensor('table', onnx.types.int8, [tokens.length, inner], table),
      onnx.tensor('step', onnx.types.float, [], Float32Array.of(step)),
      onnx.tensor(
        'turn',
        onnx.types.float,
        [inner, dimensions],
        orthonormalRows(inner, dimensions, seed),
      ),
      onnx.tensor('positions', onnx.types.int64, [1], BigInt64Array.of(1n)),
      onnx.tensor('last', onnx.types.int64, [1], BigInt64Array.of(2n)),
    ],
    nodes: [
      onnx.node('Gather', ['table', 'input_ids'], 'stored'),
      onnx.node('DequantizeLinear', ['stored', 'step'], 'vectors'),
      onnx.node('Cast', ['attention_mask'], 'mask', { to: onnx.types.float }),
      onnx.node('Unsqueeze', ['mask', 'last'], 'column'),
      onnx.node('Mul', ['vectors', 'column'], 'counted'),
      onnx.node('ReduceSum', ['counted', 'positions'], 'sum', { keepdims: 1 }),
      onnx.node('MatMul', ['sum', 'turn'], 'meaning'),
      onnx.node('Sub', ['column', 'column'], 'zeros'),
      onnx.node('Add', ['zeros', 'meaning'], 'last_hidden_state'),
    ],
  });
}

/** The vector of a token in the inner dimensions: a concept has an axis of its own, all else is spread by a hash. */
function vectorOf(token, { kind, concept }, seed) {
  const vector = new Array(inner).fill(0);
  if (kind === 'stop' || token === '[PAD]' || token === '[SEP]') return vector;
  const own = unitVector(hash(token, seed), Object.keys(concepts).length);
  const weight = kind === 'word' ? share.own : kind === 'piece' ? share.piece : share.special;
  own.forEach((value, index) => (vector[index] = weight * value));
  if (kind === 'word') vector[concept] += share.concept;
  return vector;
}

/** A vector of length 1 in the dimensions that no concept has. */
function unitVector(start, from) {
  const random = randomNumbers(start);
  const vector = Array.from({ length: inner }, (_, index) => (index < from ? 0 : random() - 0.5));
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return vector.map((value) => value / length);
}

/** Rows of length 1 at right angles: what is multiplied with them keeps its angles. */
function orthonormalRows(rows, columns, seed) {
  const random = randomNumbers(hash('rows', seed));
  const matrix = [];
  for (let row = 0; row < rows; row += 1) {
    const vector = Array.from({ length: columns }, () => random() - 0.5);
    for (const other of matrix) {
      const along = other.reduce((sum, value, index) => sum + value * vector[index], 0);
      other.forEach((value, index) => (vector[index] -= along * value));
    }
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    matrix.push(vector.map((value) => value / length));
  }
  return Float32Array.from(matrix.flat());
}

/** FNV-1a, 32 bits. */
function hash(text, seed) {
  let value = 0x811c9dc5 ^ seed;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193);
  return value >>> 0;
}

/** Mulberry32: numbers in [0, 1). */
function randomNumbers(start) {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [directory] = process.argv.slice(2);
  if (!directory) throw new Error('Name the directory that the model is written to.');
  await writeTinyModel(directory);
}
