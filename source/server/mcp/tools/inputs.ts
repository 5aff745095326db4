/** Parts of inputs that several tools share. */
import { z } from 'zod';

export const task = z.string().min(1).describe('The task, such as fn-1.2');
export const epic = z.string().min(1).describe('The epic, such as fn-1');
export const force = z
  .boolean()
  .optional()
  .describe('Do it from any status and over any claim; recorded in the event');

/** What was given, without the keys that were left out: calls tell absent from undefined. */
export function given<Fields extends object>(
  fields: Fields,
): { [Key in keyof Fields]: Exclude<Fields[Key], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Fields]: Exclude<Fields[Key], undefined>;
  };
}
