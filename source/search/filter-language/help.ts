/** The filter language of a list, as lines for people. */
import type { ListKind } from './definition.js';
import { fieldsOfList } from './lists/index.js';
import { examplesOf, operatorsOf } from './values.js';

export interface FieldHelp {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly operators: readonly string[];
  /** The words it takes, where they are known. */
  readonly values: readonly string[];
  readonly help: string;
}

export function fieldHelp(kind: ListKind): FieldHelp[] {
  return fieldsOfList(kind).map((field) => ({
    name: field.name,
    aliases: field.aliases,
    operators: operatorsOf(field),
    values: examplesOf(field),
    help: field.help,
  }));
}

/** How the fields are put together. */
export const syntaxHelp: readonly (readonly [example: string, help: string])[] = [
  ['status:blocked', 'rows whose field has the value'],
  ['status:blocked,failed', 'either of the values'],
  ['-status:done', 'not that one; status!=done says the same'],
  ['age>2d', 'more than; also >=, <, <=; spans as 45m, 3h, 2d, 1d12h, 2w'],
  ['assignee:me', 'you; none for nobody'],
  ['title="two words"', 'exactly; quotation marks for blanks and commas'],
  ['retry login', 'both words anywhere, forgiving a slip in each'],
  ['"as it stands"', 'just so'],
  ['!word', 'not with the word in it'],
];
