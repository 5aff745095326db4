/** A tool's input, checked here and not by the SDK, so that what is wrong with it is told as every other error is. */
import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { FlowdeckError } from '../../domain/errors.js';

/** Tells clients what the input must be and lets everything through. */
export function uncheckedSchema(input: z.ZodType<object>): StandardSchemaWithJSON {
  const standard = input['~standard'];
  return { '~standard': { ...standard, validate: (value: unknown) => ({ value }) } };
}

/** @throws FlowdeckError `tool.input_invalid` that names each field that is wrong */
export function checkedInput(input: z.ZodType<object>, given: unknown): object {
  const parsed = input.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  );
  throw new FlowdeckError('tool.input_invalid', `The input is not right: ${problems.join('; ')}.`);
}
