import { writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { messageOf } from '../../source/domain/errors.js';
import { schemaOf } from '../../scripts/type-schema.js';
import { temporaryDirectory } from '../platform/tree.js';

/** The schemas, or the errors, of the properties of one interface. */
function schemasOf(body: string): Readonly<Record<string, unknown>> {
  const file = path.join(temporaryDirectory(), 'types.ts');
  writeFileSync(file, `export interface Subject { ${body} }`);
  const program = ts.createProgram([file], { strict: true, lib: ['lib.es2023.d.ts'], types: [] });
  const checker = program.getTypeChecker();
  const [declaration] = program.getSourceFile(file)?.statements ?? [];
  if (declaration === undefined) throw new Error('nothing to read');
  const properties = checker.getPropertiesOfType(checker.getTypeAtLocation(declaration));
  return Object.fromEntries(properties.map((property) => [property.name, outcome(property)]));

  function outcome(property: ts.Symbol): unknown {
    try {
      return schemaOf(checker, checker.getTypeOfSymbol(property), property.name);
    } catch (error) {
      return messageOf(error);
    }
  }
}

it('says what JSON can hold, and refuses the rest by its place', () => {
  const schemas = schemasOf(`
    text?: string;
    none: string | null;
    word: 'two' | 'one' | null;
    flag: boolean;
    list: readonly (number | null)[];
    pair: readonly [number, string];
    never: readonly never[];
    counts: Record<'a' | 'b', number>;
    open: { known: string; [key: string]: unknown };
    both: { a: 1 } & {
      /** What it is. */
      b?: true;
    };
    forms: { a: string } | { b: string };
    time: { at: Date };
    map: Map<string, string>;
    big: bigint;
    call: () => void;
    wide: object;
  `);
  const closed = { type: 'object', additionalProperties: false };
  expect(schemas).toEqual({
    text: { type: 'string' },
    none: { type: ['string', 'null'] },
    word: { anyOf: [{ enum: ['one', 'two'] }, { type: 'null' }] },
    flag: { type: 'boolean' },
    list: { type: 'array', items: { type: ['number', 'null'] } },
    pair: {
      type: 'array',
      prefixItems: [{ type: 'number' }, { type: 'string' }],
      items: false,
      minItems: 2,
    },
    never: { type: 'array', maxItems: 0 },
    counts: {
      ...closed,
      properties: { a: { type: 'number' }, b: { type: 'number' } },
      required: ['a', 'b'],
    },
    open: {
      type: 'object',
      properties: { known: { type: 'string' } },
      required: ['known'],
      additionalProperties: {},
    },
    both: {
      ...closed,
      properties: { a: { const: 1 }, b: { description: 'What it is.', const: true } },
      required: ['a'],
    },
    forms: {
      anyOf: [
        { ...closed, properties: { a: { type: 'string' } }, required: ['a'] },
        { ...closed, properties: { b: { type: 'string' } }, required: ['b'] },
      ],
    },
    time: expect.stringMatching(/^time\.at\..*: JSON has no/) as string,
    map: expect.stringMatching(/^map\..*: JSON has no/) as string,
    big: 'big: JSON has no bigint.',
    call: 'call: JSON has no () => void.',
    wide: 'wide: JSON has no object.',
  });
});
