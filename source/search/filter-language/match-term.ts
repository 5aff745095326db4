/** Whether a row fits one term of a filter. */
import { shortId } from '../../domain/ids.js';
import { foldText } from '../fold.js';
import type { FilterContext, FilterField, Texts } from './definition.js';
import type { FilterTerm } from './parse.js';
import type { FieldValue } from './values.js';

type Test<Row> = (row: Row) => boolean;

export function matchTerm<Row>(
  field: FilterField<Row>,
  term: FilterTerm,
  context: FilterContext,
): Test<Row> {
  const tests = term.values.map((value) => testOf(field, term, value, context));
  const [only] = tests;
  const fits = tests.length === 1 && only ? only : (row: Row) => tests.some((test) => test(row));
  return term.negated ? (row) => !fits(row) : fits;
}

function testOf<Row>(
  field: FilterField<Row>,
  { operator }: FilterTerm,
  value: FieldValue,
  context: FilterContext,
): Test<Row> {
  switch (field.type) {
    case 'trait': {
      const wanted = value.kind === 'choices' ? value.choices : [];
      const traits = field.traits.filter((each) => wanted.includes(each.value));
      return (row) => traits.some(({ test }) => test(row, context));
    }
    case 'yes/no': {
      const wanted = value.kind === 'yes/no' && value.yes;
      return (row) => field.read(row, context) === wanted;
    }
    case 'number':
    case 'duration': {
      const test = numberTest(operator, value, field.type === 'duration');
      return (row) => test(field.read(row));
    }
    case 'age': {
      const test = ageTest(operator, value, context.now);
      return (row) => test(field.read(row));
    }
    case 'choice': {
      const test = choiceTest(field, operator, value);
      return (row) => any(field.read(row, context), test);
    }
    case 'name':
    case 'person':
    case 'id':
    case 'text': {
      const test = textTest(field.type, operator, value, context);
      return (row) => any(field.read(row, context), test);
    }
  }
}

/** Nothing, a text and several texts alike: nothing is tested as null. */
function any(texts: Texts, test: (text: string | null) => boolean): boolean {
  if (texts === null || typeof texts === 'string') return test(texts);
  if (texts.length === 0) return test(null);
  return texts.some(test);
}

function numberTest(
  operator: FilterTerm['operator'],
  value: FieldValue,
  isDuration: boolean,
): (read: number | null) => boolean {
  if (value.kind !== 'number') return (read) => read === null;
  const { value: wanted, tolerance } = value;
  const compare = comparisons[operator];
  if (compare) return (read) => read !== null && compare(read, wanted);
  if (isDuration) return (read) => read !== null && read >= wanted && read < wanted + tolerance;
  return (read) => read !== null && Math.abs(read - wanted) < tolerance;
}

const comparisons: Partial<Record<string, (left: number, right: number) => boolean>> = {
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
};

/** Times are compared as texts: reading each as a date costs a frame in a long list. */
function ageTest(
  operator: FilterTerm['operator'],
  value: FieldValue,
  now: string,
): (time: string | null) => boolean {
  if (value.kind !== 'number') return (time) => time === null;
  const at = (seconds: number): string => timeBefore(now, seconds);
  const [begins, ends] = [at(value.value), at(value.value + value.tolerance)];
  switch (operator) {
    case '>':
      return (time) => time !== null && time < begins;
    case '>=':
      return (time) => time !== null && time <= begins;
    case '<':
      return (time) => time !== null && time > begins;
    case '<=':
      return (time) => time !== null && time >= begins;
    case ':':
    case '=':
      return (time) => time !== null && time <= begins && time > ends;
  }
}

/** The earliest of times where it would lie before all. */
function timeBefore(now: string, seconds: number): string {
  const time = Date.parse(now) - 1000 * seconds;
  return time > 0 ? new Date(time).toISOString() : '';
}

function choiceTest<Row>(
  { choices }: FilterField<Row>,
  operator: FilterTerm['operator'],
  value: FieldValue,
): (read: string | null) => boolean {
  if (value.kind !== 'choices') return (read) => read === null;
  const compare = comparisons[operator];
  if (compare === undefined) {
    const wanted = new Set(value.choices);
    return (read) => read !== null && wanted.has(read);
  }
  const order = choices.map((choice) => choice.value);
  const places = value.choices.map((choice) => order.indexOf(choice));
  return (read) => read !== null && places.some((place) => compare(order.indexOf(read), place));
}

function textTest(
  type: 'name' | 'person' | 'id' | 'text',
  operator: FilterTerm['operator'],
  value: FieldValue,
  { actor }: FilterContext,
): (read: string | null) => boolean {
  if (value.kind === 'me') return (read) => read !== null && read === actor;
  if (value.kind !== 'text') return (read) => read === null || read === '';
  const { text, open } = value;
  if (type === 'id') return idTest(text, operator === '=', open && operator === ':');
  if (operator === '=' || (type === 'name' && !open)) {
    return (read) => read !== null && foldText(read) === text;
  }
  if (type === 'name') return (read) => read !== null && foldText(read).startsWith(text);
  if (type === 'text') return (read) => read !== null && foldText(read).includes(text);
  return (read) => read !== null && beginsPart(foldText(read), text);
}

/** Whether some part of a name begins so: `doe` in `jane.doe@example.com`. */
function beginsPart(name: string, text: string): boolean {
  for (let at = name.indexOf(text); at >= 0; at = name.indexOf(text, at + 1)) {
    if (at === 0 || /[^\p{L}\p{N}]/u.test(name.charAt(at - 1))) return true;
  }
  return false;
}

/** The id, its short form, both without the prefix, what hangs below it, and a part of its slug. */
function idTest(text: string, exact: boolean, open: boolean): (id: string | null) => boolean {
  const digits = /\d+/.exec(text)?.[0] ?? '';
  const isBare = /^\d+(?:\.\d+)?$/.test(text);
  return (id) => {
    // Most ids are other ones: reading their parts would cost more than all the rest.
    if (id === null || !id.includes(digits)) return false;
    const lower = foldText(id);
    if (lower === text) return true;
    const short = shortId(lower);
    const forms = isBare ? [short.slice(short.lastIndexOf('-') + 1)] : [lower, short];
    if (forms.includes(text)) return true;
    if (exact) return false;
    if (
      forms.some((form) => form.startsWith(text) && (open || /[-.]/.test(form.charAt(text.length))))
    ) {
      return true;
    }
    return digits === '' && text.length > 1 && beginsPart(lower, text);
  };
}
