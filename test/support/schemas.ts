/** Holds what commands print to the schemas that are shipped. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

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
export function expectSchema(name: string, value: unknown): void {
  const validate = validatorOf(name);
  if (validate === null) throw new Error(`${name} has no schema: run npm run docs`);
  if (!validate(value)) {
    const text = JSON.stringify(value).slice(0, 1000);
    throw new Error(
      `${name} prints what its schema does not say: ${ajv.errorsText(validate.errors)}: ${text}`,
    );
  }
}
