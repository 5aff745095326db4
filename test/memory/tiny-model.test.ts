import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { tinyModelFiles } from '../../scripts/tiny-model.js';

function hashes(files: Readonly<Record<string, Buffer>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([name, content]) => [
      name,
      createHash('sha256').update(content).digest('hex'),
    ]),
  );
}

describe('the tiny model', () => {
  it('is the same bytes on every run', () => {
    expect(hashes(tinyModelFiles())).toEqual(hashes(tinyModelFiles()));
    expect(hashes(tinyModelFiles())['model_optimized.onnx']).toBe(
      'acabfdd5290d411422a0423efeae855c94a11c02d3ff90a6158abe965c6024dc',
    );
  });

  it('is small', () => {
    const sizes = Object.values(tinyModelFiles()).map((content) => content.length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(260_000);
  });

  it('is another one with another seed, and with another number of dimensions', () => {
    const weights = [{}, { seed: 2 }, { dimensions: 128 }].map(
      (options) => hashes(tinyModelFiles(options))['model_optimized.onnx'],
    );
    expect(new Set(weights).size).toBe(3);
  });
});
