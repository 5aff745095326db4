/** Holds what commands print to the schemas that are shipped. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { leftOut } from '../../source/commands/compact.js';

const folder = fileURLToPath(new URL('../../schema', import.meta.url));
const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
const validators = new Map<string, ValidateFunction | null>();

/** @param name a command, or one of the further answers; null where no schema is shipped */
export function validatorOf(name: string): ValidateFunction | null {
  const known = validators.get(name);
  if (known !== undefined) return known;
  const file = path.join(folder, `${name.replaceAll(' ', '-')}.json`);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : null;
  const validator = text === null ? null : ajv.compile(JSON.parse(text) as object);
  validators.set(name, validator);
  return validator;
}

/** The same for `--compact`, which no schema is shipped for: without the keys that it leaves out. */
export function compactValidatorOf(name: string): ValidateFunction | null {
  const whole = validatorOf(name);
  const key = `${name} --compact`;
  if (whole === null || validators.get(key)) return whole && (validators.get(key) ?? null);
  const validator = ajv.compile(withoutLeftOut(whole.schema) as object);
  validators.set(key, validator);
  return validator;
}

function withoutLeftOut(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutLeftOut);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]: [string, unknown]) => {
    if (key === 'required') return [key, (value as string[]).filter((name) => !leftOut.has(name))];
    if (key !== 'properties') return [key, withoutLeftOut(value)];
    const kept = Object.entries(value as object).filter(([name]) => !leftOut.has(name));
    return [key, Object.fromEntries(kept.map(([name, part]) => [name, withoutLeftOut(part)]))];
  });
  return Object.fromEntries(entries) as unknown;
}

/** What a schema lets through although it is wrong: an answer with a key too much, without its outcome, or of another kind. */
export function wrongAnswersAccepted(name: string, answer: object): readonly string[] {
  const validate = validatorOf(name);
  const isAccepted = (value: unknown): boolean => validate?.(value) ?? true;
  const outcome = Object.entries(answer).filter(([key]) => key !== 'success');
  const wrong: [what: string, value: unknown][] = [
    ['a key too much', { ...answer, surplus: 1 }],
    ['no outcome', Object.fromEntries(outcome)],
    ['a failure', { ...answer, success: false }],
    ...outcome.map(([key, value]): [string, unknown] => [
      `${key} of another kind`,
      { ...answer, [key]: Array.isArray(value) ? 1 : [[[]]] },
    ]),
  ];
  return wrong.flatMap(([what, value]) => (isAccepted(value) ? [what] : []));
}

/** The names of all that are shipped. */
export function schemaFiles(): readonly string[] {
  return readdirSync(folder).map((file) => path.basename(file, '.json'));
}

/** The forms of an answer that none of the values has, where its schema knows several. */
export function formsNotIn(name: string, values: readonly unknown[]): readonly unknown[] {
  const { anyOf = [] } = (validatorOf(name)?.schema ?? {}) as {
    readonly anyOf?: readonly object[];
  };
  return anyOf.filter((form) => !values.some((value) => ajv.validate(form, value)));
}

/** @throws Error that says where a value is not what the schema of that name says */
export function expectSchema(name: string, value: unknown, { compact = false } = {}): void {
  const validate = compact ? compactValidatorOf(name) : validatorOf(name);
  if (validate === null) throw new Error(`${name} has no schema: run npm run docs`);
  if (!validate(value)) {
    const text = JSON.stringify(value).slice(0, 1000);
    throw new Error(
      `${name} prints what its schema does not say: ${ajv.errorsText(validate.errors)}: ${text}`,
    );
  }
}
