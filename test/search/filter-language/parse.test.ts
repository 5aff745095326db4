import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listKinds } from '../../../source/search/filter-language/definition.js';
import { parseFilter, type ListKind } from '../../../source/search/filter-language/index.js';
import '../../support/properties.js';
import { errorOf } from './support.js';

const shape = (text: string, kind: ListKind = 'tasks') => {
  const { terms, words, error } = parseFilter(text, kind, null);
  expect(error).toBeNull();
  return [
    ...terms.map(({ field, operator, negated, values }) => {
      return `${negated ? 'not ' : ''}${field} ${operator} ${values.map(shown).join(' or ')}`;
    }),
    ...words.map(({ text: word, negated, quoted }) => {
      return `${negated ? 'not ' : ''}${quoted ? `"${word}"` : word}`;
    }),
  ];
};

type Value = ReturnType<typeof parseFilter>['terms'][number]['values'][number];
function shown(value: Value): string {
  switch (value.kind) {
    case 'choices':
      return value.choices.join('/');
    case 'text':
      return value.text;
    case 'number':
      return String(value.value);
    case 'yes/no':
      return value.yes ? 'yes' : 'no';
    case 'none':
    case 'me':
      return `<${value.kind}>`;
  }
}

describe('parseFilter', () => {
  test('reads fields and words side by side', () => {
    expect(shape('status:blocked assignee:me age>2d dep:fn-3.1 has:lock text')).toEqual([
      ...['status : blocked', 'assignee : <me>', 'age > 172800', 'dep : fn-3.1', 'has : lock'],
      'text',
    ]);
    expect(shape('type:pitfall module:auth tag:db stale:yes', 'memory')).toEqual([
      ...['type : pitfall', 'module : auth', 'tag : db', 'stale : yes'],
    ]);
    expect(shape('level>=warning -kind:phase_started', 'events')).toEqual([
      ...['level >= warning', 'not kind : phase_started'],
    ]);
  });

  test.each([
    ['-status:done', 'not status : done'],
    ['!status:done', 'not status : done'],
    ['status!=done', 'not status = done'],
    ['-status!=done', 'status = done'],
    ['status:blocked,failed', 'status : blocked or failed'],
    ['status:blocked,', 'status : blocked'],
    ['S:In-Progress', 'status : in_progress'],
    ['status:running', 'status : in_progress'],
    ['status:bl', 'status : blocked'],
    ['who:none', 'assignee : <none>'],
    ['who:"none"', 'assignee : none'],
    ['title:"two words"', 'title : two words'],
    ['title:"say \\"hi\\""', 'title : say "hi"'],
    ['label:"a,b",c', 'label : a,b or c'],
    ['age > 1d12h', 'age > 129600'],
    ['age:>2w', 'age > 1209600'],
    ['tokens>=1.5k', 'tokens >= 1500'],
    ['cost>$2', 'cost > 2'],
    ['priority<3', 'priority < 3'],
  ])('reads %s', (text, expected) => {
    expect(shape(text)).toEqual([expected]);
  });

  test.each([
    ['"as it stands"', ['"as it stands"']],
    ['!draft', ['not draft']],
    ['!"a draft"', ['not "a draft"']],
    ['-x --flag', ['-x', '--flag']],
    ['http://a.b/c std::string C:\\x', ['http://a.b/c', 'std::string', 'C:\\x']],
    ['source/store/open.ts:12', ['source/store/open.ts:12']],
    ['limit=100 a->b TypeError: x', ['limit=100', 'a->b', 'TypeError:', 'x']],
    ['! - "" !"" ', []],
    ['登录 🦊', ['登录', '🦊']],
  ])('takes %j as words', (text, expected) => {
    expect(shape(text)).toEqual(expected);
  });

  test('knows where each part stands', () => {
    const text = 'fix -status:done  login';
    const { terms, words } = parseFilter(text, 'tasks', null);
    const parts = [...terms, ...words].map(({ start, end }) => text.slice(start, end));
    expect(parts).toEqual(['-status:done', 'fix', 'login']);
  });

  test.each([
    ['status:bolcked', 'There is no status “bolcked”; did you mean blocked?', 'bolcked', 'blocked'],
    ['status:up', 'status:up could be up_for_retry or upstream_failed.', 'up', 'up_for_retry'],
    ['stauts:done', 'There is no field “stauts” here; did you mean status?', 'stauts', 'status'],
    [
      'colour:red',
      'There is no field “colour” here; there are status, assignee, age, updated, dep, has, is, priority, domain and more.',
      'colour',
      null,
    ],
    ['status: x', 'status lacks its value, such as status:todo.', 'status:', null],
    ['age:', 'age lacks its value, such as age>1h.', 'age:', null],
    ['age>2', 'age is a span of time such as 45m, 3h, 2d or 2w, not “2”.', '2', '2d'],
    ['age>soon', 'age is a span of time such as 45m, 3h, 2d or 2w, not “soon”.', 'soon', null],
    ['priority:high', 'priority is a number such as 3 or 1.5k, not “high”.', 'high', null],
    ['status>done', 'status takes : = !=, not >.', 'status>', 'status:'],
    ['age>1d,2d', 'age> takes one value, not 2.', '1d,2d', null],
    ['title:"open', 'The quotation mark has no second.', '"open', '"open"'],
  ])('says of %s what would be right', (text, message, place, suggestion) => {
    const error = errorOf(`x ${text}`);
    expect(error?.message).toBe(message);
    expect(`x ${text}`.slice(error?.start, error?.end)).toBe(place);
    expect(error?.suggestion).toBe(suggestion);
  });

  test('knows yes and no by their beginning', () => {
    expect(errorOf('stale:perhaps', 'memory')?.message).toBe('stale is yes or no, not “perhaps”.');
    expect(shape('stale:n', 'memory')).toEqual(['stale : no']);
  });

  test('leaves a mistake out and keeps the rest', () => {
    const { terms, text, error } = parseFilter('status:x,done age>1d login', 'tasks', null);
    expect(terms.map(({ field }) => field)).toEqual(['age']);
    expect(text).toBe('login');
    expect(error).not.toBeNull();
  });

  test('takes a colon behind any word as text where people look for texts', () => {
    expect(shape('note:this', 'memory')).toEqual(['note:this']);
    expect(errorOf('moduel:auth', 'memory')?.suggestion).toBe('module');
  });

  test('finds no mistake in any beginning of a filter that is being typed', () => {
    const whole =
      'status:up_for_retry,blocked assignee:me age>2d has:lock title:"two words" -is:open';
    for (let length = 0; length <= whole.length; length += 1) {
      expect(parseFilter(whole.slice(0, length), 'tasks').error).toBeNull();
    }
    const memory = 'stale:yes severity>=high type:pitfall';
    for (let length = 0; length <= memory.length; length += 1) {
      expect(parseFilter(memory.slice(0, length), 'memory').error).toBeNull();
    }
  });

  test('bears anything, and keeps its places within the text', () => {
    const piece = fc.oneof(
      fc.constantFrom('status', 'age', ':', '>', '!=', '"', ',', '!', '-', ' ', '\\', '2d', 'me'),
      fc.string({ unit: 'binary', maxLength: 4 }),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }),
        fc.option(fc.nat(20)),
        fc.constantFrom(...listKinds),
        (pieces, cursor, kind) => {
          const text = pieces.join('');
          const { terms, words, error } = parseFilter(text, kind, cursor);
          for (const { start, end } of [...terms, ...words, ...(error ? [error] : [])]) {
            expect([0, start, end, text.length]).toEqual(
              [0, start, end, text.length].sort((left, right) => left - right),
            );
          }
        },
      ),
    );
  });

  test('looks only at the beginning of what is pasted', () => {
    const { words } = parseFilter('word '.repeat(5000), 'tasks', null);
    expect(words).toHaveLength(400);
  });
});

describe('the tables', () => {
  test.each(listKinds)('name each field of %s once', async (kind) => {
    const { lists } = await import('../../../source/search/filter-language/lists/index.js');
    const names = lists[kind].fields.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(names).toEqual([...new Set(names)]);
    for (const name of names) expect(name).toMatch(/^[a-z]+$/);
  });
});
